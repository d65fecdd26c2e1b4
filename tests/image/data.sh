#!/usr/bin/env bash
# What gatecast-data makes of a data partition in every state, by the image's own script in the image's own root, without
# an emulated machine: in seconds. Takes what image/build.sh left. Needs root and a loop device.
# usage: tests/image/data.sh [BUILD]     (default: build/image)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=$(realpath -m "${1:-build/image}")
work=$build/data-test
root=$work/root
home=$root/var/lib/gatecast
pause=0.2
export pause
[ -z "${GATECAST_OWN_MOUNTS:-}" ] && exec env GATECAST_OWN_MOUNTS=yes unshare --mount --propagation private bash "$0" "$@"
. tests/image/checks.sh
. tests/image/started_from.sh
unpack_root "$build" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/var"
mkdir -p "$root/var/lib"
check_where_a_start_takes_its_disk
# The one thing that is not as in a kiosk: which device it is.
printf '#!/bin/sh\ncat /run/device 2>/dev/null\n' >"$work/partition"
chmod 755 "$work/partition"
mount --bind "$work/partition" "$root/usr/libexec/gatecast/partition"
# Hands between the script and the kernel: a program of the root's that does as told by /run/hands, then as it always did.
printf '#!/bin/sh\n. /run/hands\nexec /run/real/%s "$@"\n' mount >"$work/mount"
printf '#!/bin/sh\n. /run/hands\nexec /run/real/%s "$@"\n' dd >"$work/dd"
chmod 755 "$work/mount" "$work/dd"
mkdir "$root/run/real"
cp "$root/usr/bin/mount" "$root/usr/bin/dd" "$root/run/real/"
mount --bind "$work/mount" "$root/usr/bin/mount"
mount --bind "$work/dd" "$root/usr/bin/dd"
no_hands() { echo : >"$root/run/hands"; }
no_hands
loop=''
let_go() {
  umount "$home" 2>/dev/null || :
  umount "$root/run/gatecast/data-above" "$root/run/gatecast/data-below" 2>/dev/null || :
}
finish() {
  let_go
  [ -z "$loop" ] || losetup -d "$loop" || :
}
trap finish EXIT

partition() { # a fresh one, as the image brings it
  finish
  loop=''
  cp --sparse=always "$build/steps/data.img" "$work/data.img"
}
noise() { dd if=/dev/urandom of="$work/data.img" bs=1M "$@" conv=notrunc status=none; }
place_of() { dumpe2fs "$work/data.img" 2>/dev/null | sed -n "s/.*$1 at \([0-9]*\).*/\1/p" | head -n 1; } # in blocks of 4096
start() { # prepare-data, as at a start of the machine    [--read-only: the disk takes no write]
  let_go
  rm -rf "$root"/run/gatecast "$root"/run/device
  [ -n "$loop" ] || loop=$(losetup ${1:+"$1"} --show -f "$work/data.img")
  echo "$loop" >"$root/run/device"
  chroot "$root" /usr/libexec/gatecast/prepare-data
}
is_fit() { # mounted, with folders of the right owners and settings, and can be written
  mountpoint -q "$home" && [ "$(stat -c %u "$home/store")" = 850 ] && [ "$(stat -c %u "$home/player-state")" = 851 ] &&
    grep -q channel "$root/run/gatecast/kiosk.json"
}
on_disk() { [ "$(stat -f -c %T "$home")" = ext2/ext3 ]; }
writable() { touch "$home/store/probe" && rm "$home/store/probe"; }
has_release() { [ -f "$home/store/active/release.json" ]; }
says() { grep -q "^$1" "$root/run/gatecast/data"; }
is_untouched() { cmp "$@" "$work/data.img" "$work/before.img"; }
reads_only() { is_fit && has_release && writable && ! on_disk && says "read only"; }

partition
check "as it comes: mounted, with its release" eval 'start && is_fit && on_disk && has_release && writable'
check "and a second time" eval 'start && is_fit && has_release'

partition
noise bs=4096 seek="$(place_of "Block bitmap")" count=1
check "its map of blocks is noise: mended, with its release" eval 'start && is_fit && on_disk && has_release && writable && says mended'

partition
noise bs=4096 seek="$(place_of "Inode table")" count=40
check "its list of files is noise: mended, on the disk" eval 'start && is_fit && on_disk && writable && says mended'

partition
noise count=200
check "its first 200 MB are noise: mended by a copy of its superblock" eval 'start && is_fit && on_disk && writable && says mended'
check "and lasts" eval 'touch "$home/store/kept" && start && [ -f "$home/store/kept" ]'

partition
dd if=/dev/zero of="$work/data.img" bs=1M count=1024 conv=notrunc status=none
check "zeros: made anew" eval 'start && is_fit && on_disk && writable && says "made anew"'

partition
dd if=/dev/zero of="$work/data.img" bs=1024 seek=1 count=1 conv=notrunc status=none
check "its first superblock is gone: found again by another, with its release" eval 'start && is_fit && on_disk && has_release'

partition
cat >"$root/run/hands" <<'END'
case "$0 $*" in */mount*ext4*) echo x >>/run/mounts; [ "$(wc -l </run/mounts)" -gt 3 ] || exit 32 ;; esac
END
check "it cannot be mounted for a moment: waited for, nothing is made anew" eval 'start && is_fit && on_disk && has_release'
partition
echo 'case "$0 $*" in */mount*ext4*ro,*) ;; */mount*ext4*) exit 32 ;; esac' >"$root/run/hands"
check "it cannot be mounted but for reading: its release is there, changes are in memory" eval 'start && reads_only'
no_hands
check "and nothing was lost on the disk" eval 'start && is_fit && on_disk && has_release'
partition
echo 'case "$0 $*" in */mount*ext4*) exit 32 ;; esac' >"$root/run/hands"
check "it cannot be mounted at all: in memory" eval 'start && is_fit && writable && ! on_disk && says "in memory"'
no_hands
check "and all is there again when it can" eval 'start && is_fit && on_disk && has_release'

partition
check "the disk takes no write any more: its release is there, changes are in memory" eval 'start --read-only && reads_only'
partition
debugfs -w -R "set_super_value feature_ro_compat 0x2046b" "$work/data.img" 2>/dev/null # the highest bit: of a later Linux, to be read only
check "a later system made it, with what this one can only read: its release is there, changes are in memory" eval 'start && reads_only'
partition
damaged=$(place_of "Inode table")
noise bs=4096 seek="$damaged" count=40
cp --sparse=always "$work/data.img" "$work/before.img"
echo 'case "$0" in */dd) exit 1 ;; esac' >"$root/run/hands"
check "damaged, and places of the disk cannot be read: no repair is tried" eval 'start && is_fit && writable && ! on_disk && is_untouched -i $((damaged * 4096)) -n 163840'
no_hands

partition
mkfs.vfat -F 32 "$work/data.img" >/dev/null
dd if=/dev/zero of="$work/data.img" bs=4096 seek=32768 conv=notrunc status=none count=200000
cp --sparse=always "$work/data.img" "$work/before.img"
check "a file system that is not ours: in memory, and it is left as it is" eval 'start && is_fit && writable && ! on_disk && is_untouched'
rm "$work/before.img"

partition
check "full: mounted all the same, with its release" eval 'start && { dd if=/dev/zero of="$home/store/fill" bs=1M status=none || :; } &&
  start && is_fit && has_release'

partition
check "files where folders belong: folders again" eval 'start && rm -rf "$home/store" "$home/player-state" "$home/settings" &&
  touch "$home/store" "$home/player-state" "$home/settings" && start && is_fit && writable'

partition
check "settings that are no settings: the image's are taken" eval 'start && echo "{" >"$home/settings/kiosk.json" && start && is_fit &&
  cmp "$root/run/gatecast/kiosk.json" "$root/usr/share/gatecast/image/kiosk.json"'
check "settings of its own are taken" eval 'sed "s/\"touch\": false/\"touch\": true/" "$root/usr/share/gatecast/image/kiosk.json" >"$home/settings/kiosk.json" &&
  start && grep -q "\"touch\": true" "$root/run/gatecast/kiosk.json"'
outputs() { # ROTATION: settings as an installer writes them for a kiosk with a turned panel
  sed "s|{|{\"outputs\": \"/etc/gatecast/outputs.json\", \"site\": \"lao-bao\",|" "$root/usr/share/gatecast/image/kiosk.json" >"$home/settings/kiosk.json"
  echo "{\"format\": 1, \"outputs\": [{\"connector\": \"HDMI-1\", \"rotation\": $1}]}" >"$home/settings/outputs.json"
}
check "settings with outputs are taken, and the outputs with them" eval 'outputs 90 && start && grep -q "lao-bao" "$root/run/gatecast/kiosk.json" &&
  grep -q "rotation.: 90" "$root/run/gatecast/outputs.json"'
check "settings whose outputs are wrong: the image's are taken, without those outputs" eval 'outputs 91 && start && [ ! -e "$root/run/gatecast/outputs.json" ] &&
  cmp "$root/run/gatecast/kiosk.json" "$root/usr/share/gatecast/image/kiosk.json"'
rm -f "$home/settings/outputs.json"
secret=$(printf "%064d" 7)
check "the secret of the technician's screen, and the officer's switch, as the installer writes them: the player's alone" eval '
  sed "s/{/{\"switch\": {\"device\": \"\/dev\/input\/by-id\/a-event-kbd\", \"key\": \"F13\", \"kind\": \"button\"},/" "$root/usr/share/gatecast/image/kiosk.json" >"$home/settings/kiosk.json" &&
  echo "{\"format\": 1, \"kiosk\": \"hall-1\", \"secret\": \"$secret\"}" >"$home/settings/technician.json" && start &&
  grep -q $secret "$root/etc/../run/gatecast/technician.json" && [ "$(readlink "$root/etc/gatecast/technician.json")" = /run/gatecast/technician.json ] &&
  [ "$(stat -c %a:%u:%g "$root/run/gatecast/technician.json")" = 440:0:851 ] &&
  grep -q "by-id/a-event-kbd.*gatecast-kiosk" "$root/run/udev/rules.d/70-gatecast-switch.rules"'
check "and where they are gone, so are their traces" eval 'rm "$home/settings/technician.json" && cp "$root/usr/share/gatecast/image/kiosk.json" "$home/settings/kiosk.json" && start &&
  [ ! -e "$root/run/gatecast/technician.json" ] && [ ! -e "$root/run/udev/rules.d/70-gatecast-switch.rules" ]'
check "settings that name another root, store or secret: said, not heeded, the rest of them is taken" eval '
  sed "s/{/{\"root\": \"\/var\/lib\/gatecast\/settings\/root.json\", \"store\": \"\/media\", \"technician\": \"\/media\/t\",/
    s/\"touch\": false/\"touch\": true/" "$root/usr/share/gatecast/image/kiosk.json" >"$home/settings/kiosk.json" &&
  start >"$work/said" 2>&1 && cat "$work/said" && grep -q "touch.: true" "$root/run/gatecast/kiosk.json" &&
  for field in root store technician; do grep -q "kiosk.json:1:.*\"$field\" is not heeded: this kiosk.s own is /" "$work/said" || exit 1; done'
check "links to elsewhere where folders belong: folders again" eval 'rm -rf "$home/store" && ln -s /run "$home/store" && start && is_fit && [ ! -L "$home/store" ]'

finish
loop=''
rm -rf "$root"/run/gatecast "$root"/run/device
check "no partition: in memory" eval 'chroot "$root" /usr/libexec/gatecast/prepare-data && is_fit && writable && ! on_disk'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
