# What differs from one architecture to the next; sourced by image/build.sh, which sets arch and here.
# shellcheck shell=bash disable=SC2034,SC2154
case "$arch" in
  amd64)
    grub_target=x86_64-efi grub_modules=/usr/lib/grub/x86_64-efi loader=BOOTX64.EFI
    root_type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709  # root of x86-64
    ;;
  arm64)
    grub_target=arm64-efi grub_modules=/usr/lib/grub/arm64-efi loader=BOOTAA64.EFI
    root_type=B921B045-1DF0-41C3-AF44-4C6F280D3FAE  # root of ARM64
    ;;
esac
programs=${GATECAST_BUILD:-$PWD/build/release}/bin  # that run here
target_programs=$programs package_folder=$PWD/build/packages
if [ "$arch" != "$here" ]; then
  target_programs=$PWD/build/$arch/bin package_folder=$PWD/build/packages-$arch
  grub_modules=$PWD/build/sysroot-$arch$grub_modules
fi

# A root of another architecture is set up by its own programs, which QEMU runs; the kernel must know that.
need_board() {
  [ "$arch" != "$here" ] || return 0
  [ -e /proc/sys/fs/binfmt_misc/qemu-aarch64 ] ||
    stop 3 "this machine does not run programs for ARM64" "apt install qemu-user-static binfmt-support"
}
