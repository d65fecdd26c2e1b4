#!/usr/bin/env bash
# The pilot on a whole machine (QEMU, no network card): Debian's kernel, a real X server without root on terminal 7, the
# units at boot, keys that must lead nowhere, an X server that dies, a power cut. What is judged is the machine's screen.
# Takes the stick that tests/image/pilot.sh made. Needs root. usage: tests/image/machine.sh [FOLDER]
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
work=$(realpath -m "${1:-build/pilot}")
root=$work/machine
pause=2
. tests/image/checks.sh

make_root() {
  if [ ! -d "$work/machine-base" ]; then
    rm -rf "$work/machine-base.new"
    # Few drivers in the first memory disk, before the kernel's package makes it: minutes less.
    mmdebstrap --quiet --variant=minbase --include=linux-image-amd64,initramfs-tools,systemd-sysv,udev,dbus,kmod \
      --essential-hook='mkdir -p "$1/etc/initramfs-tools/conf.d"; echo MODULES=list >"$1/etc/initramfs-tools/conf.d/few"
        printf "virtio_pci\nvirtio_blk\next4\n" >"$1/etc/initramfs-tools/modules"' \
      bookworm "$work/machine-base.new" /etc/apt/sources.list.d/*.sources 2>"$work/machine.log" ||
      { tail "$work/machine.log" >&2; exit 3; }
    rm -rf "$work"/machine-base.new/etc/apt/sources.list*
    mv "$work/machine-base.new" "$work/machine-base"
  fi
  rm -rf "$root"
  cp -a "$work/machine-base" "$root"
  mkdir -p "$root/media/stick"
  cp -r "$work/media/stick/gatecast" "$root/media/stick/"
  # Hands of the test inside the machine: once the player is ready the X server dies; the serial line tells.
  cat >"$root/opt/fault.sh" <<'EOF'
tell() { echo "$*" >/dev/ttyS0; }
wait_for() { until systemctl -q is-active gatecast-kiosk; do sleep 1; done; }
pid_of() { systemctl show -P MainPID "$1"; }
wait_for
tell READY
sleep 100
before=$(pid_of gatecast-display)
systemctl kill -s KILL gatecast-display
sleep 10
wait_for
[ "$before" = "$(pid_of gatecast-display)" ] || tell RETURNED
tell "users $(stat -c %U "/proc/$(pid_of gatecast-display)") $(stat -c %U "/proc/$(pid_of gatecast-kiosk)")"
EOF
  printf '[Unit]\nAfter=gatecast-kiosk.service\n[Service]\nExecStart=/bin/sh /opt/fault.sh\n' >"$root/etc/systemd/system/fault.service"
  ln -sf ../fault.service "$root/etc/systemd/system/multi-user.target.wants/fault.service"
}
install_in_root() {
  mount -t proc proc "$root/proc"
  local code=0
  unshare -n chroot "$root" sh /media/stick/gatecast/install.sh </dev/null || code=$?
  umount "$root/proc"
  rm -rf "$root/media/stick"
  return $code
}
start_machine() {
  rm -f "$work/monitor" "$work/serial.log"
  qemu-system-x86_64 -machine q35 -cpu max -smp 2 -accel tcg,thread=multi -m 2048 -nic none -display none \
    -kernel "$(ls "$root"/boot/vmlinuz-*)" -initrd "$(ls "$root"/boot/initrd.img-*)" \
    -append "root=/dev/vda rw console=ttyS0 quiet systemd.show_status=0" \
    -drive file="$work/machine.img",format=raw,if=virtio -device virtio-vga,xres=1280,yres=720 \
    -device virtio-tablet-pci -serial file:"$work/serial.log" -monitor unix:"$work/monitor",server,nowait >"$work/qemu.log" 2>&1 &
  machine=$!
  trap 'kill -KILL $machine 2>/dev/null || :' EXIT
}
cut_power() {
  kill -KILL "$machine"
  wait "$machine" 2>/dev/null || :
}
monitor() {
  python3 - "$work/monitor" "$@" <<'EOF'
import socket, sys, time
line = socket.socket(socket.AF_UNIX)
line.connect(sys.argv[1])
for command in sys.argv[2:]:
    line.send((command + "\n").encode())
    time.sleep(1)
EOF
}
# The programme has many colours (letters' edges, pictures), a console or a still of five few.
shows_programme() { # NAME
  rm -f "$work/screen.ppm"
  monitor "screendump $work/screen.ppm" && [ -s "$work/screen.ppm" ] && convert "$work/screen.ppm" "$work/$1.png" &&
    [ "$(convert "$work/$1.png" -format %k info:)" -gt 400 ] && [ "$(convert "$work/$1.png" -crop 100x40+20+670 -format %k info:)" -gt 20 ]
}
told() { grep -aq "$1" "$work/serial.log"; }

make_root
check "a machine without systemd running is installed and provisioned from the stick" install_in_root
rm -f "$work/machine.img"
truncate -s 3G "$work/machine.img"
/sbin/mkfs.ext4 -q -F -d "$root" "$work/machine.img"
start_machine
check "after power on the player says that it is ready" until_true 900 told READY
check "the machine's screen shows the programme" until_true 300 shows_programme machine-boot
monitor "sendkey ctrl-alt-f1" "sendkey alt-f1" "sendkey ctrl-alt-backspace" "sendkey ctrl-alt-delete" "sendkey esc" "sendkey alt-f4"
sleep 10
check "no key leads to a console or ends the picture" until_true 30 shows_programme machine-keys
check "the X server is killed: it and the player are back" until_true 900 told RETURNED
check "each as its own user, none as root" until_true 30 told "users gatecast-display gatecast-kiosk"
check "and the programme is on the screen" until_true 300 shows_programme machine-after-x
cut_power
start_machine
check "after a power cut the machine comes back" until_true 900 told READY
check "with the programme" until_true 300 shows_programme machine-after-cut
cut_power
trap - EXIT
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
