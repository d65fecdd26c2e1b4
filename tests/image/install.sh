#!/usr/bin/env bash
# The stick installs: the image's own installer in the image's own root, from the image as a stick onto disks that are
# sparse files, with the pages that it would have drawn. Takes what image/build.sh left. Needs root and loop devices.
# usage: tests/image/install.sh [BUILD]     (default: build/image)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
PATH=$PATH:/usr/sbin:/sbin
build=$(realpath -m "${1:-build/image}")
work=$build/install-test
root=$work/root
pause=0.2
export pause
[ -z "${GATECAST_OWN_MOUNTS:-}" ] && exec env GATECAST_OWN_MOUNTS=yes unshare --mount --propagation private bash "$0" "$@"
. tests/image/checks.sh
mkdir -p "$work"
unpack_root "$build" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/var"
mount -t tmpfs tmpfs "$root/tmp"
for part in loops sys; do mkdir -p "$root/run/$part"; done
printf 'quiet %s gatecast.slot=A gatecast.install\n' "$(sed 's/.*options="\(.*\)".*/\1/' "$build/steps/boot/slot.cfg")" >"$work/cmdline"
mount --bind "$work/cmdline" "$root/proc/cmdline"
# Where this machine's kernel shows no partitions, the loop devices /run/loops/DISK-NUMBER are them.
in_place_of() { # PROGRAM: its bytes are on standard input
  mkdir -p "$work/hands"
  cat >"$work/hands/$(basename "$1")"
  chmod 755 "$work/hands/$(basename "$1")"
  mount --bind "$work/hands/$(basename "$1")" "$root$1"
}
in_place_of /usr/libexec/gatecast/partition <<'END'
#!/bin/sh
if [ "$1" = 0 ]; then cat /run/loops/stick; else cat "/run/loops/stick-$1"; fi
END
in_place_of /usr/libexec/gatecast/part-of <<'END'
#!/bin/sh
exec /run/real/part-of "$@"
END
in_place_of /usr/libexec/gatecast/list-disks <<'END'
#!/bin/sh
cat /run/disks
END
in_place_of /usr/bin/gatecast-notice <<'END'
#!/bin/sh
true
END
mkdir -p "$root/run/real"
# A partition of a disk that has just been written: the loop devices are made when it is asked for.
cat >"$root/run/real/part-of" <<'END'
#!/bin/sh
disk=$1 number=$2
file=/run/loops/$(basename "$disk")-$number
set -- $(sfdisk --dump "$disk" 2>/dev/null | sed -n "s/.* : start= *\([0-9]*\), size= *\([0-9]*\).*/\1 \2/p" | sed -n "${number}p")
[ -n "${1:-}" ] || { echo /dev/none; exit; }
if [ "$(cat "$file.place" 2>/dev/null)" != "$1 $2" ]; then
  [ ! -f "$file" ] || losetup -d "$(cat "$file")"
  losetup --show -f --offset $(($1 * 512)) --sizelimit $(($2 * 512)) "$disk" >"$file"
  echo "$1 $2" >"$file.place"
fi
cat "$file"
END
chmod 755 "$root/run/real/part-of"

let_go() {
  umount "$root/run/gatecast/install/data" "$root/run/gatecast/install/seed" "$root/run/gatecast/install/other" 2>/dev/null || :
  for file in "$root"/run/loops/*-[0-9]; do [ ! -f "$file" ] || losetup -d "$(cat "$file")" 2>/dev/null || :; done
  for file in "$root"/run/loops/stick "$root"/run/loops/disk*; do
    case $file in *-[0-9]* | *'*') ;; *) [ ! -f "$file" ] || losetup -d "$(cat "$file")" 2>/dev/null || : ;; esac
  done
  rm -f "$root"/run/loops/*
}
trap let_go EXIT
begin() { sfdisk --dump "$1" | sed -n "s/.*img$2 : start= *\([0-9]*\).*/\1/p"; } # in sectors
stick=$work/stick.img
put_in() { # the image as a stick, and empty disks of these names in the machine
  let_go
  mkdir -p "$root/run/loops"
  : >"$root/run/disks"
  losetup --show -f "$stick" >"$root/run/loops/stick"
  for number in 1 2 3 6; do
    chroot "$root" /run/real/part-of "$(cat "$root/run/loops/stick")" $number >"$root/run/loops/stick-$number"
  done
  for name in "$@"; do
    losetup --show -f "$work/$name.img" >"$root/run/loops/$name"
    loop=$(basename "$(cat "$root/run/loops/$name")")
    echo "$loop|$(stat -c %s "$work/$name.img")|Model of $name|serial-$name" >>"$root/run/disks"
  done
}
new_disk() { rm -f "$work/$1.img"; truncate -s "${2:-8G}" "$work/$1.img"; }
new_stick() { cp --sparse=always "$build/gatecast-amd64.img" "$stick"; }
on_stick() { mcopy -o -i "$stick@@$(($(begin "$stick" 1) * 512))" - "::/$1"; }
provision() { echo "{\"format\": 1, \"site\": \"lao-bao\", \"kiosk\": \"hall-1\", \"channel\": \"${channel:-lao-bao-hall}\", \"server\": \"http://10.0.2.2:8377\"${1:+, $1}}" | on_stick provision.json; }
install() { # what somebody types is on standard input; PAGES are kept in work
  rm -rf "$root/run/gatecast"
  mkdir -p "$root/run/gatecast" "$root/dev"
  timeout 500 chroot "$root" /bin/sh -c 'exec /usr/libexec/gatecast/installer 0' 2>&1
}
page() { cat "$root/run/gatecast/install/page"; }
says() { page | tee /dev/stderr | grep -q "$1"; }
part_img() { # DISK NUMBER: that partition as a file
  dd if="$work/$1.img" of="$work/part.img" bs=1M skip=$(($(begin "$work/$1.img" "$2") / 2048)) count="$3" conv=sparse status=none
  echo "$work/part.img"
}
same_part() { cmp -n "$(stat -c %s "$1")" "$1" <(tail -c "+$(($(begin "$work/$2.img" "$3") * 512 + 1))" "$work/$2.img"); }
on_data() { # DISK COMMAND of debugfs
  debugfs -R "$2" "$work/$1.img?offset=$(($(begin "$work/$1.img" 6) * 512))" 2>/dev/null
}
is_untouched() { [ "$(du -k "$work/$1.img" | cut -f1)" -lt 100 ]; }

check_whole() { # DISK
  sfdisk --verify "$work/$1.img" && [ "$(sfdisk --dump "$work/$1.img" | grep -c start=)" = 6 ] &&
    same_part "$build/steps/boot.img" "$1" 2 && same_part "$build/steps/root.img" "$1" 3 &&
    same_part "$build/steps/boot.img" "$1" 4 && same_part "$build/steps/root.img" "$1" 5
}
esp_of() { mtype -i "$work/$1.img@@$(($(begin "$work/$1.img" 1) * 512))" "::$2"; }

# Which disks are offered, of a tree like sysfs.
sys=$work/sys
rm -rf "$sys"
offer() { # NAME PLACE [FILE=WORDS...]
  local name=$1 place=$sys/devices/$2/block/$1 file
  shift 2
  mkdir -p "$place/queue" "$place/device" "$sys/block"
  echo 0 >"$place/removable"
  echo 0 >"$place/ro"
  echo 512 >"$place/queue/logical_block_size"
  echo 15628800 >"$place/size"
  for file in "$@"; do echo "${file#*=}" >"$place/${file%%=*}"; done
  ln -s "../devices/${place#"$sys"/devices/}" "$sys/block/$name"
}
offer sda pci0000:00/0000:00:14.0/usb1/1-2/1-2:1.0/host7/target7:0:0/7:0:0:0
offer sdb pci0000:00/0000:00:14.0/usb2/2-1/2-1:1.0/host8/target8:0:0/8:0:0:0
offer sdc pci0000:00/0000:00:17.0/ata1/host0/target0:0:0/0:0:0:0 "device/model=Disk | Works  " device/serial=S1
offer sdd pci0000:00/0000:00:17.0/ata2/host1/target1:0:0/1:0:0:0 removable=1
offer sr0 pci0000:00/0000:00:17.0/ata3/host2/target2:0:0/2:0:0:0 removable=1
offer nvme0n1 pci0000:00/0000:00:1d.0/nvme/nvme0
offer nvme1n1 pci0000:00/0000:00:1e.0/nvme/nvme1 queue/logical_block_size=4096
offer mmcblk0 pci0000:00/0000:00:1a.0/mmc_host/mmc0/mmc0:0001 device/type=MMC device/name=eMMC
offer mmcblk0boot0 pci0000:00/0000:00:1a.0/mmc_host/mmc0/mmc0:0001
offer mmcblk1 pci0000:00/0000:00:1b.0/mmc_host/mmc1/mmc1:0001 device/type=SD
offer vda pci0000:00/0000:00:02.0/virtio1
offer vdb pci0000:00/0000:00:03.0/virtio2 ro=1
offer loop0 virtual
offered() { sh image/root/usr/libexec/gatecast/list-disks "$1" "$sys" | tee "$work/offered" | sed 's/|.*//' | paste -sd' '; }
check "the machine's own disks are offered: no stick, card, medium, rest of a card, nothing that is read-only" eval '[ "$(offered sda)" = "mmcblk0 nvme0n1 sdc vda" ]'
check "and never the one that was started from" eval '[ "$(offered vda)" = "mmcblk0 nvme0n1 sdc" ]'
check "with size, model and serial number" grep -qx "sdc|8001945600|Disk  Works|S1" "$work/offered"

new_stick
provision '"touch": true, "network": {"address": "10.0.0.21/24", "gateway": "10.0.0.1"}, "outputs": [{"connector": "HDMI-1", "rotation": 90}]'
cp --sparse=always "$stick" "$work/stick-before.img"
new_disk disk1
put_in disk1
check "with provision.json and no keyboard: onto the only disk" eval 'install </dev/null && says "Xong · Done: lao-bao/hall-1"'
code=$(page | sed -n 's/^! //p')
check "its code is shown, and as a QR" eval '[[ $code =~ ^[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}$ ]] && says "^= lao-bao/hall-1 $code"'
let_go
check "the disk has both slots, as they were built" check_whole disk1
check "its data partition takes what is left of the disk" eval '[ "$(sfdisk --dump "$work/disk1.img" | sed -n "s/.*img6 .*size= *\([0-9]*\).*/\1/p")" -gt 15000000 ]'
check "its loader names the roots of this table, its counts are new, and it does not wish to install" eval '
  esp_of disk1 /EFI/gatecast/grub.cfg >"$work/grub.cfg" && for slot in 3 5; do grep -qi "$(sfdisk --part-uuid "$work/disk1.img" $slot)" "$work/grub.cfg" || exit 1; done &&
  esp_of disk1 /EFI/BOOT/BOOTX64.EFI | cmp - "$build/steps/grub.efi" && esp_of disk1 /EFI/gatecast/grubenv | grep -aq A_TRY=0 && ! esp_of disk1 /provision.json'
check "its settings are those of the stick" eval 'on_data disk1 "cat settings/kiosk.json" | tee /dev/stderr | grep -q "\"touch\": true" &&
  on_data disk1 "cat settings/outputs.json" | grep -q "\"rotation\": 90" && on_data disk1 "cat settings/wired.network" | grep -qx "Address=10.0.0.21/24"'
check "the first release lies there, whole" eval '[ -n "$(on_data disk1 "cat store/active/release.json")" ] &&
  [ "$(on_data disk1 "ls -p store/objects" | grep -c /)" -gt 20 ]'
check "its key is its own and the agent's alone" eval 'on_data disk1 "stat store/device/key.json" | tee /dev/stderr | grep -q "Mode:  0600" &&
  on_data disk1 "stat store/device/key.json" | grep -q "User: *850" && ! on_data disk1 "cat store/device/key.json" | grep -q "$code"'
check "not a byte of the stick was written" cmp "$stick" "$work/stick-before.img"
rm "$work/stick-before.img"

put_in disk1
check "the stick is left in: nothing is written again" eval 'install </dev/null && says "Máy này đã là lao-bao/hall-1"'
check "and its code is not told to who wants to erase it" eval '! says "$code"'
let_go
before=$(on_data disk1 "cat store/device/key.json" | sha256sum)
echo '{"format": 1, "site": "lao-bao", "kiosk": "hall-2", "channel": "lao-bao-hall", "server": "http://10.0.2.2:8377", "erase": ["ABCD-ABCD-ABCD"]}' | on_stick provision.json
put_in disk1
check "a disk of another kiosk, with another code: refused, and it says where the code is to be had" eval '! install </dev/null && says "là của ki-ốt lao-bao/hall-1" && says "devices list"'
let_go
check "and that kiosk's key is where it was" eval '[ "$(on_data disk1 "cat store/device/key.json" | sha256sum)" = "$before" ]'
echo "{\"format\": 1, \"site\": \"lao-bao\", \"kiosk\": \"hall-2\", \"channel\": \"la-lay-gate\", \"server\": \"http://10.0.2.2:8377\", \"erase\": [\"$(tr -d - <<<"${code,,}")\"]}" | on_stick provision.json
put_in disk1
check "with its code, however it is written: installed as the other" eval 'install </dev/null && says "Done: lao-bao/hall-2"'
let_go
check "with a key of its own, and without the release of another channel" eval '[ "$(on_data disk1 "cat store/device/key.json" | sha256sum)" != "$before" ] &&
  ! on_data disk1 "cat store/active/release.json" | grep -q . && [ -n "$(on_data disk1 "cat settings/kiosk.json")" ]'

# A kiosk's disk on which nobody can read any more whose it was.
kiosks_disk() { cp --sparse=always "$work/enrolled.img" "$work/disk1.img"; }
refused_as_unreadable() { # WHAT
  cp --sparse=always "$work/disk1.img" "$work/damaged.img"
  put_in disk1
  check "$1: refused" eval '! install </dev/null && says "không đọc được · A kiosk.s disk that cannot be read"'
  let_go
  check "and not a byte of it was written" cmp "$work/disk1.img" "$work/damaged.img"
}
mv "$work/disk1.img" "$work/enrolled.img"
provision
kiosks_disk
dd if=/dev/urandom of="$work/disk1.img" bs=512 seek="$(begin "$work/disk1.img" 6)" count=400000 conv=notrunc status=none
refused_as_unreadable "a kiosk's disk that cannot be mounted"
provision '"erase": ["ABCD-ABCD-ABCD"]'
refused_as_unreadable "and with the code of another kiosk"
kiosks_disk
debugfs -w -R "rm store/device/name.json" "$work/disk1.img?offset=$(($(begin "$work/disk1.img" 6) * 512))" 2>/dev/null
refused_as_unreadable "one whose name is lost"
mdel -i "$stick@@$(($(begin "$stick" 1) * 512))" ::/provision.json
echo | on_stick install
put_in disk1
check "by a keyboard: not by another word than the disk's name" eval '! printf "lao-bao/hall-3\nYES\n?\nunreadable\nsda\nno\n" | install && says "cannot be read"'
let_go
provision '"disk": "serial-disk1", "erase": ["unreadable"]'
mdel -i "$stick@@$(($(begin "$stick" 1) * 512))" ::/install
put_in disk1
check "with its serial number and the word for it: installed" eval 'install </dev/null && says "Done: lao-bao/hall-1"'
let_go
rm -f "$work/enrolled.img" "$work/damaged.img"
cp --sparse=always "$build/gatecast-amd64.img" "$work/disk1.img"
truncate -s 8G "$work/disk1.img"
provision
put_in disk1
check "a disk with an image on which no kiosk was ever enrolled: installed" eval 'install </dev/null && says "Done: lao-bao/hall-1"'
let_go

new_disk disk1
new_disk disk2
provision
put_in disk1 disk2
check "two disks, and none is named: both are shown, nothing is written" eval '! install </dev/null && says "Model of disk1" && says "serial-disk2" && says "«disk»"'
let_go
check "both are empty" eval 'is_untouched disk1 && is_untouched disk2'
provision '"disk": "serial-disk2"'
put_in disk1 disk2
check "one is named by its serial number: that one" eval 'install </dev/null && says "Done"'
let_go
check "and the other is empty" eval 'check_whole disk2 && is_untouched disk1'

new_disk disk1
echo '{"format": 1, "site": "Lao Bao", "kiosk": "hall-1"}' | on_stick provision.json
put_in disk1
check "a mistake in provision.json: the field, the place, what is right" eval '! install </dev/null && says "provision.json:1:23: \"Lao Bao\"" && says "channel.* is missing" && says "right is"'
let_go
check "and nothing was written" is_untouched disk1
provision '"outputs": [{"connector": "HDMI-1", "rotation": 91}]'
put_in disk1
check "a mistake among its outputs" eval '! install </dev/null && says "rotation"'
let_go

provision
mdel -i "$stick@@$(($(begin "$stick" 1) * 512))" ::/provision.json
echo | on_stick install
put_in disk1
check "by a keyboard: its name, one question; another answer than yes does nothing yet" eval 'printf "Hall 1\nlao-bao/hall-3\nno\nYES\n" | install && says "Done: lao-bao/hall-3"'
let_go
check "with the settings of the image" eval 'check_whole disk1 && on_data disk1 "cat settings/kiosk.json" | tee /dev/stderr | grep -q "\"channel\": \"lao-bao-hall\"" && on_data disk1 "cat settings/kiosk.json" | grep -q hall-3'

# A disk that gives back other bytes than were written to it.
new_disk disk1
provision
put_in disk1
cat >"$work/hands/veritysetup" <<'END'
#!/bin/sh
printf x | dd of="$3" bs=1 seek=98765432 conv=notrunc status=none
exec /run/real/veritysetup "$@"
END
chmod 755 "$work/hands/veritysetup"
cp "$root/usr/sbin/veritysetup" "$root/run/real/"
mount --bind "$work/hands/veritysetup" "$root/usr/sbin/veritysetup"
check "a disk that gives back other bytes: it is said, and the disk does not start" eval '! install </dev/null && says "gives back other bytes" && says "replace the disk"'
let_go
check "no loader is on it" eval '! esp_of disk1 /EFI/BOOT/BOOTX64.EFI'
umount "$root/usr/sbin/veritysetup"
new_disk disk1 600M
put_in disk1
check "a disk that is too small: said, and nothing is written" eval '! install </dev/null && says "is too small"'
let_go
check "it is empty" is_untouched disk1

rm -f "$work"/*.img
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
