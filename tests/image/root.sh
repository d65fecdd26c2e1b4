#!/usr/bin/env bash
# The image's root as it lies in a slot, read-only, under a real systemd (systemd-nspawn), with a data partition on a loop
# device: its units come up, and the demo's right frame is on the screen. As in pilot.sh only the X server is a virtual one;
# loader, kernel and dm-verity are not in it (image/qemu-test). Takes what image/build.sh left. Needs root and a loop device.
# usage: tests/image/root.sh [BUILD] [PROGRAMS]     (default: build/image build/release/bin)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=$(realpath -m "${1:-build/image}")
programs=$(realpath -m "${2:-build/release/bin}")
work=$build/root-test
root=$work/root
pause=1
. tests/image/checks.sh
mkdir -p "$work"
unpack_root "$build" "$root"

virtual_display "$root" "$work/Xorg"
touch "$root/usr/bin/Xvfb"
chmod 755 "$root/usr/bin/Xvfb"
cp --sparse=always "$build/steps/data.img" "$work/data.img"
loop=$(losetup --show -f "$work/data.img")
# The slot that runs, to be read by the agent.
for part in boot root; do
  cp --sparse=always "$build/steps/$part.img" "$work/$part.img"
  losetup --show -f "$work/$part.img" >"$work/$part.loop"
done
printf '#!/bin/sh\ncase $1 in 6) echo %s ;; 2) echo %s ;; 3) echo %s ;; *) exit 1 ;; esac\n' "$loop" "$(cat "$work/boot.loop")" "$(cat "$work/root.loop")" >"$work/partition"
chmod 755 "$work/partition"

halt() {
  [ -n "$nspawn" ] || return 0
  kill -TERM "$nspawn" 2>/dev/null || :
  wait "$nspawn" 2>/dev/null || :
  nspawn=''
}
finish() {
  halt
  losetup -d "$loop" "$(cat "$work/boot.loop")" "$(cat "$work/root.loop")" || :
}
nspawn=''
trap finish EXIT
boot() {
  systemd-nspawn --quiet --directory "$root" --read-only --boot --register=no --keep-unit --private-network --console=pipe \
    --hostname=gatecast --bind="$loop" --bind="$(cat "$work/boot.loop")" --bind="$(cat "$work/root.loop")" --bind-ro="$work/partition:/usr/libexec/gatecast/partition" \
    --bind-ro="$work/Xorg:/usr/lib/xorg/Xorg" --bind-ro=/usr/bin/Xvfb:/usr/bin/Xvfb >"$work/boot.log" 2>&1 &
  nspawn=$!
  until_true 60 find_init || { tail "$work/boot.log" >&2; exit 3; }
}
find_init() { init=$(pgrep -P $nspawn -x systemd) || init=$(pgrep -P $nspawn -f 'systemd$'); }
in_guest() { nsenter -t "$init" -a --root --wd -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb HOME=/root "$@"; }
is_active() { [ "$(in_guest systemctl show -P ActiveState "$1")" = active ]; }
picture() { convert "xwd:/proc/$init/root/run/gatecast-display/Xvfb_screen0" "$work/$1.png" 2>/dev/null; }
judge() { picture frame && python3 image/qemu-test/judge.py "$work/frame.png" --build "$build" --programs "$programs" --work "$work/truth" "$@"; }
refuses_to_write() { ! in_guest sh -c "touch $1/probe" 2>/dev/null; }
# In a container there are no cards and clocks to set, and the slot is not started by our loader.
failed_units() { in_guest systemctl --failed --plain --no-legend | awk '{ print $1 }' | grep -vE '^(gatecast-mark-good|chrony|systemd-udevd|systemd-udev-|systemd-networkd|systemd-resolved|dev-|sys-|proc-|modprobe@|systemd-modules)' || :; }

boot
begun=$SECONDS
check "the data partition is brought" until_true 120 is_active gatecast-data
check "display, player and agent are up" until_true 120 eval 'is_active gatecast-display && is_active gatecast-kiosk && is_active gatecast-sync'
echo "after $((SECONDS - begun)) s"
check "the demo's right frame is on the screen" until_true 180 judge
cat "$work/check.log"
check "nothing that the image brings has failed" eval '[ -z "$(failed_units)" ] || { failed_units; false; }'
check "the firewall is up: nothing comes in that was not asked for" eval 'in_guest nft list ruleset >"$work/rules" && grep -q "policy drop" "$work/rules"'
check "nothing listens but on the machine's own side" eval '! in_guest ss -Hltun | tee "$work/ports" | awk "{ print \$5 }" | grep -vE "^(127\.|\[::1\]|.*%lo)"'
# In its place: its namespace and its user. (Which devices its group of processes may open the emulator shows.)
as_agent_there() {
  in_guest sh -c 'exec nsenter -t "$(systemctl show -P MainPID gatecast-sync)" -m setpriv --reuid=gatecast-sync --regid=gatecast-sync \
    --clear-groups --no-new-privs "$@"' sh "$@"
}
# In a container no loader says which slot runs.
in_guest sh -c 'echo "quiet gatecast.slot=A" >/run/cmdline && mount --bind /run/cmdline /proc/cmdline && /usr/libexec/gatecast/show-slot &&
  systemctl restart gatecast-sync'
check "the agent may read the slot that runs" eval 'as_agent_there cat /dev/gatecast-running-root | cmp - "$build/steps/root.img" &&
  as_agent_there head -c 1000000 /dev/gatecast-running-boot | cmp -n 1000000 - "$build/steps/boot.img"'
check "and write nothing of it, and see no other disk" eval '! as_agent_there dd if=/dev/zero of=/dev/gatecast-running-root bs=1 count=1 conv=notrunc 2>/dev/null &&
  ! as_agent_there head -c 1 "$loop" && as_agent_there ls /dev | tee "$work/devices" && ! grep -q loop "$work/devices"'
check "the root cannot be written" eval 'refuses_to_write /etc && refuses_to_write /usr && refuses_to_write /'
check "there is no login: no getty, no shell for root" eval '! in_guest systemctl list-units --plain --no-legend "*getty*" | grep -q running &&
  in_guest getent passwd root | grep -q nologin && in_guest grep -q "^root:[!*]" /etc/shadow'
check "the journal is in memory" eval 'in_guest journalctl --header >"$work/header" && grep -q /run/log/journal "$work/header" && [ ! -d "/proc/$init/root/var/log/journal" ]'
halt

# The same machine, after somebody who can write the data partition named another root and another store there.
"$programs/gatecast" keys demo --repository "$work/other/repository" --keys "$work/other/keys" --channel lao-bao-hall >/dev/null
mkdir -p "$work/data"
mount "$loop" "$work/data"
cp "$work/other/repository/metadata/1.root.json" "$work/data/settings/root.json"
sed -i 's|{|{"root": "/var/lib/gatecast/settings/root.json", "store": "/var/lib/gatecast/settings", |' "$work/data/settings/kiosk.json"
umount "$work/data"
boot
check "settings on the data partition that name another root: the image's own counts, the right frame is on the screen" until_true 180 judge
check "the agent's root and store are the image's own too" eval 'until_true 60 is_active gatecast-sync && is_active gatecast-kiosk &&
  in_guest journalctl -o cat -u gatecast-sync | tee "$work/agent" && ! grep -q settings "$work/agent" && in_guest test ! -e /var/lib/gatecast/settings/active'
check "and it is said" eval 'in_guest journalctl -o cat -u gatecast-data | tee "$work/said" && grep -q "\"root\" is not heeded" "$work/said" && grep -q "\"store\" is not heeded" "$work/said"'
halt

# The same machine after its data partition went bad: no release is left, the settings are the image's.
dd if=/dev/urandom of="$loop" bs=1M count=64 conv=fsync status=none
boot
check "the data partition is noise: the welcome is on the screen" until_true 180 judge --welcome
cat "$work/check.log"
check "player and agent are up all the same" until_true 60 eval 'is_active gatecast-kiosk && is_active gatecast-sync'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
