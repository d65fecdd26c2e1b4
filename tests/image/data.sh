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
unpack_root "$build" "$root"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount -t tmpfs tmpfs "$root/run"
mount -t tmpfs tmpfs "$root/var"
mkdir -p "$root/var/lib"
# The one thing that is not as in a kiosk: which device it is.
printf '#!/bin/sh\ncat /run/device 2>/dev/null\n' >"$work/partition"
chmod 755 "$work/partition"
mount --bind "$work/partition" "$root/usr/libexec/gatecast/partition"
loop=''
finish() {
  umount "$home" 2>/dev/null || :
  [ -z "$loop" ] || losetup -d "$loop" || :
}
trap finish EXIT

partition() { # a fresh one, as the image brings it
  finish
  loop=''
  cp --sparse=always "$build/steps/data.img" "$work/data.img"
}
noise() { dd if=/dev/urandom of="$work/data.img" bs=1M "$@" conv=notrunc status=none; }
start() { # prepare-data, as at a start of the machine
  umount "$home" 2>/dev/null || :
  rm -rf "$root"/run/gatecast "$root"/run/device
  [ -n "$loop" ] || loop=$(losetup --show -f "$work/data.img")
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

partition
check "as it comes: mounted, with its release" eval 'start && is_fit && on_disk && has_release && writable'
check "and a second time" eval 'start && is_fit && has_release'

partition
noise seek=2 count=1
check "damaged in the middle: mended, on the disk" eval 'start && is_fit && on_disk && writable'

partition
noise count=200
check "its first 200 MB are noise: made anew" eval 'start && is_fit && on_disk && writable'
check "and lasts" eval 'touch "$home/store/kept" && start && [ -f "$home/store/kept" ]'

partition
dd if=/dev/zero of="$work/data.img" bs=1M count=1024 conv=notrunc status=none
check "zeros: made anew" eval 'start && is_fit && on_disk && writable'

partition
dd if=/dev/zero of="$work/data.img" bs=1024 seek=1 count=1 conv=notrunc status=none
check "its first superblock is gone: found again by another, with its release" eval 'start && is_fit && on_disk && has_release'

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

finish
loop=''
rm -rf "$root"/run/gatecast "$root"/run/device
check "no partition: in memory" eval 'chroot "$root" /usr/libexec/gatecast/prepare-data && is_fit && writable && ! on_disk'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
