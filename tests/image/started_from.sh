# Which disk's slot and data partition a start takes where several carry the same image: the memory disk's own script and
# tools, on disks that are told to it (a tree like sysfs, files as partitions). Sourced by data.sh, which sets `work`, `root`,
# `build` and `check`; needs root's cpio.
# shellcheck shell=bash disable=SC2154
memory=$work/memory
unpack_memory_disk() {
  rm -rf "$memory"
  mkdir -p "$memory"
  zstd -dcq "$build/steps/boot/initrd.img" >"$root/run/initrd"
  mkdir -p "$root/run/memory"
  mount --bind "$memory" "$root/run/memory"
  chroot "$root" sh -c 'cd /run/memory && cpio -id --quiet <../initrd'
  umount "$root/run/memory"
  rm "$root/run/initrd"
  mkdir -p "$memory/proc" "$memory/sys/class/block" "$memory/dev" "$memory/run"
  # A panic there would start this machine anew; a wait would wait.
  printf 'panic() { echo "$@"; exit 1; }\n' >"$memory/scripts/functions"
  rm -f "$memory"/usr/sbin/{blkid,veritysetup} "$memory/usr/bin/sleep"
  printf '#!/bin/sh\nexec cat /disks\n' >"$memory/usr/sbin/blkid"
  printf '#!/bin/sh\n[ -e "$6" ]\n' >"$memory/usr/sbin/veritysetup"
  printf '#!/bin/sh\n' >"$memory/usr/bin/sleep"
  chmod 755 "$memory"/usr/sbin/{blkid,veritysetup} "$memory/usr/bin/sleep"
}
no_disks() { rm -rf "$memory"/sys/* "$memory"/dev/sd* "$memory"/dev/mmc* "$memory"/dev/kmsg "$memory/disks"; mkdir -p "$memory/sys/class/block"; touch "$memory/disks"; }
# A disk with our partitions; the memory disk meets them in the order of these calls.
add_disk() { # NAME KIND MARK    KIND: own, usb, card, removable
  local name=$1 place part number p=''
  case $2 in
    usb) place=devices/pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host7/target7:0:0/7:0:0:0/block/$name ;;
    *) place=devices/pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0/block/$name ;;
  esac
  case $name in *[0-9]) p=p ;; esac
  for number in 1 3 6; do
    part=$name$p$number
    mkdir -p "$memory/sys/$place/$part"
    echo $number >"$memory/sys/$place/$part/partition"
    ln -s "../../$place/$part" "$memory/sys/class/block/$part"
    touch "$memory/dev/$part"
  done
  if [ "$2" = removable ]; then echo 1; else echo 0; fi >"$memory/sys/$place/removable"
  [ "$2" != card ] || { mkdir "$memory/sys/$place/device" && echo SD >"$memory/sys/$place/device/type"; }
  { head -c 100000 /dev/zero; printf '# GRUB Environment Block\nORDER=A B\nA_TRY=1\nMARK=%s\n####' "$3"; head -c 5000 /dev/zero; } >"$memory/dev/$name${p}1"
  echo "/dev/$name${p}3" >>"$memory/disks"
}
# The start takes DISK's slot and, later, its data partition.
starts_from() { # PARTITION-OF-SLOT PARTITION-OF-DATA [WORD OF THE LOADER'S]
  echo "quiet gatecast.root=4711 gatecast.hash=abc gatecast.hash-at=4096 ${3-gatecast.mark=2026-11-22-7-5-9.}" >"$memory/proc/cmdline"
  rm -f "$memory/run/gatecast-slot"
  chroot "$memory" /scripts/local-top/gatecast-verity || return 1
  [ "$(cat "$memory/run/gatecast-slot")" = "/dev/$1" ] || { echo "taken: $(cat "$memory/run/gatecast-slot")"; return 1; }
  cp "$memory/run/gatecast-slot" "$root/run/gatecast-slot"
  mount --bind "$memory/sys" "$root/sys"
  local data
  data=$(chroot "$root" /usr/libexec/gatecast/partition 6) || :
  umount "$root/sys"
  rm "$root/run/gatecast-slot"
  [ "$data" = "/dev/$2" ] || { echo "data partition: $data"; return 1; }
}

check_where_a_start_takes_its_disk() {
  mark=2026-11-22-7-5-9.
  local before=2026-11-22-7-5-8.
  unpack_memory_disk
  no_disks
  add_disk sda usb $before
  add_disk sdb own $mark
  check "a stick with the same image comes first: the disk that was started from is taken" starts_from sdb3 sdb6
  no_disks
  add_disk sda usb $mark
  add_disk sdb own $mark
  check "and the stick bears the loader's very mark: the machine's own disk is taken" starts_from sdb3 sdb6
  no_disks
  add_disk mmcblk1 card $mark
  add_disk mmcblk0 own $mark
  check "or it is a card" starts_from mmcblk0p3 mmcblk0p6
  no_disks
  add_disk sda own $before
  add_disk sdb usb $mark
  check "started from a stick: the stick is taken, not the disk that bears the same image" starts_from sdb3 sdb6
  no_disks
  add_disk sda own $before
  add_disk nvme0n1 own $mark
  check "of two inner disks the one that was started from is taken" starts_from nvme0n1p3 nvme0n1p6
  no_disks
  add_disk sda usb $before
  add_disk sdb removable $before
  check "no disk but sticks that it was not started from: none is taken, it starts again" eval '! starts_from sda3 sda6 >"$work/said"'
  check "and says so in the log, not on the screen" eval '[ ! -s "$work/said" ] && grep -q "gatecast: no disk that" "$memory/dev/kmsg"'
  no_disks
  add_disk sda usb $before
  add_disk sdb own $before
  check "the mark is nowhere: the machine's own disk, never the stick" starts_from sdb3 sdb6
  check "the loader could not write a mark: the same" starts_from sdb3 sdb6 ''
  no_disks
  add_disk sda usb $before
  check "it could not, and there is nothing but the stick: the stick" starts_from sda3 sda6 ''
  wishes() { [ -s "$memory/run/gatecast-install" ]; }
  no_disks
  add_disk sda own $before
  add_disk sdb usb $mark
  rm -f "$memory/run/gatecast-install"
  check "a stick that plays does not install" eval 'starts_from sdb3 sdb6 && ! wishes'
  check "one with provision.json beside its loader does" eval 'starts_from sdb3 sdb6 "gatecast.mark=$mark gatecast.install" && wishes'
  no_disks
  add_disk sda own $mark
  rm -f "$memory/run/gatecast-install"
  check "such a file beside the loader of a kiosk's own disk says nothing" eval 'starts_from sda3 sda6 "gatecast.mark=$mark gatecast.install" && ! wishes'
}
