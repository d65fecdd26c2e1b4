#!/usr/bin/env bash
# The disk that image/build.sh made, piece by piece, without starting it: the table, both slots, the hash tree, the loader.
# usage: tests/image/pieces.sh [BUILD [ARCH]]     (default: build/image amd64)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
PATH=$PATH:/usr/sbin:/sbin
build=$(realpath -m "${1:-build/image}")
steps=$build/steps
arch=${2:-amd64}
disk=$build/gatecast-$arch.img
case $arch in amd64) loader=BOOTX64.EFI ;; *) loader=BOOTAA64.EFI ;; esac
work=$build/pieces-test
pause=1
export pause
. tests/image/checks.sh
[ -f "$disk" ] || { echo "$build holds no image: image/build.sh --arch $arch" >&2; exit 3; }
mkdir -p "$work"

begin() { sfdisk --dump "$disk" | sed -n "s/.*img$1 : start= *\([0-9]*\).*/\1/p"; }  # in sectors
same() { cmp -n "$(stat -c %s "$1")" "$1" <(tail -c "+$(($(begin "$2") * 512 + 1))" "$disk"); }
slot_word() { sed -n "s/.*gatecast\.$1=\([^ \"]*\).*/\1/p" "$steps/boot/slot.cfg"; }
verify() { veritysetup verify --hash-offset="$(slot_word hash-at)" "$1" "$1" "$(slot_word hash)"; }
on_esp() { mtype -i "$disk@@$(($(begin 1) * 512))" "::$1"; }

check "the table is in order, with six partitions" eval 'sfdisk --verify "$disk" && [ "$(sfdisk --dump "$disk" | grep -c "start=")" = 6 ]'
check "both slots hold the same kernel and root" eval 'same "$steps/boot.img" 2 && same "$steps/boot.img" 4 && same "$steps/root.img" 3 && same "$steps/root.img" 5'
check "the data partition is there" same "$steps/data.img" 6
check "the release that was given lies on it" eval '[ ! -d "$steps/seed/repository" ] ||
  debugfs -R "cat store/active/release.json" "$steps/data.img" 2>/dev/null | grep -q "\"channel\""'
check "the root's hash beside the kernel is that of the root" verify "$steps/root.img"
cp "$steps/root.img" "$work/root.img"
# Its own value turned over: a fixed one may be what stands there.
printf '%b' "\\x$(od -A n -t x1 -j 123456789 -N 1 "$work/root.img" | tr -d ' ' | tr 0123456789abcdef fedcba9876543210)" |
  dd of="$work/root.img" bs=1 seek=123456789 conv=notrunc status=none
check "one changed byte is found" eval '! verify "$work/root.img"'
rm "$work/root.img"
check "kernel and memory disk have their sums" eval '(cd "$steps/boot" && sha256sum --check --quiet sums)'
check "the memory disk can open the root: veritysetup and its modules" eval '(zstd -dcq "$steps/boot/initrd.img" >"$work/initrd" &&
  for name in sbin/veritysetup dm-verity.ko dm-mod.ko squashfs.ko nvme.ko virtio_blk.ko local-top/gatecast-verity; do
    grep -aq "$name" "$work/initrd" || { echo "$name is not in it"; exit 1; }; done; rm "$work/initrd")'
check "the loader knows both roots by their numbers" eval '(for slot in 3 5; do on_esp /EFI/gatecast/grub.cfg |
  grep -qi "$(sfdisk --part-uuid "$disk" $slot)" || exit 1; done)'
check "the loader does not greet" eval '! mtype -i "$disk@@$(($(begin 1) * 512))" "::/EFI/BOOT/$loader" | grep -aq "Welcome to GRUB"'
check "the count of attempts is an environment of GRUB's" eval 'on_esp /EFI/gatecast/grubenv >"$work/grubenv" && [ "$(wc -c <"$work/grubenv")" = 1024 ] &&
  grub-editenv "$work/grubenv" list | grep -qx "A_TRY=0"'
check "a file system that no stick may bring is in no module" eval '! tar -tf "$steps/root.tar" | grep -E "kernel/fs/(ntfs|hfs|udf|isofs|btrfs|xfs|cifs|nfs|smb)"'
check "every package is listed, with a licence for most" eval 'python3 - "$build/gatecast-$arch.spdx.json" <<END
import json, sys
packages = json.load(open(sys.argv[1]))["packages"]
known = [p for p in packages if p["licenseDeclared"] != "NOASSERTION"]
print(len(packages), "packages,", len(known), "with a licence")
sys.exit(len(packages) < 200 or len(known) < 0.9 * len(packages) or not all(p["versionInfo"] for p in packages))
END'
cat "$work/check.log"
if [ -d "$steps/seed/repository" ]; then
  check "the first release lies on the data partition" eval 'debugfs -R "cat store/active/release.json" "$steps/data.img" 2>/dev/null | grep -q "\"channel\""'
fi
check "its number is not lower than the time of Debian's packages in it" eval '[ "$(sed -n "s/^system: //p" "$build/sizes.txt")" -ge "$(date -u -r "$steps/base.tar" +%Y%m%d%H%M)" ]'
check "a slot is at most 350 MB" eval '[ "$(sed -n "s/^slot: \([0-9]*\) MB.*/\1/p" "$build/sizes.txt")" -le 350 ]'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
