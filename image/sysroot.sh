#!/usr/bin/env bash
# Makes build/sysroot-arm64: Debian's libraries for ARM64 as they lie on such a machine, for a compiler on this one. Only
# unpacked, never run. Made anew when the list of packages changes.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. .tools/packages.sh
. image/debian-sources.sh
folder=build/sysroot-arm64
stop() { code=$1; shift; echo "sysroot.sh: $1" >&2; echo "  → $2" >&2; exit "$code"; }
usage() { sed -n '2,3s/^# //p' "$0"; echo "usage: image/sysroot.sh"; echo "Exit codes: 0 fine, 2 usage, 3 environment."; }
case "${1:-}" in
  '') ;;
  -h | --help) usage; exit 0 ;;
  *) usage >&2; exit 2 ;;
esac

# The libraries that a build wants here, wanted there; the C library and its loader; GRUB's modules for the image.
packages=(libc6-dev libstdc++-12-dev catch2 grub-efi-arm64-bin)
for package in "${build_packages[@]}"; do case "$package" in *-dev) packages+=("$package") ;; esac; done
key=$(printf '%s\n' "${packages[@]}" | cat - image/sysroot.sh | sha256sum | cut -c1-64)
[ "$(cat "$folder.key" 2>/dev/null)" != "$key" ] || exit 0
install_missing mmdebstrap

rm -rf "$folder" "$folder.key"
mkdir -p "$folder"
# What each library asks of a package that needs it stands in the packages themselves; dpkg-shlibdeps reads it from DEBIAN/.
# shellcheck disable=SC2016
mmdebstrap --mode=auto --format=tar --architectures=arm64 --variant=extract --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr \
  --include="$(IFS=,; echo "${packages[*]}")" \
  --dpkgopt='path-exclude=/usr/share/*' --dpkgopt='path-include=/usr/share/pkgconfig/*' \
  --extract-hook='mkdir -p "$1/DEBIAN" && for deb in "$1"/var/cache/apt/archives/*.deb; do
    for part in shlibs symbols; do dpkg-deb --ctrl-tarfile "$deb" | tar -x --to-stdout "./$part" 2>/dev/null >>"$1/DEBIAN/$part" || :; done; done' \
  bookworm "$folder.tar" "$(debian_sources)" >"$folder.log" 2>&1 || { tail -n 30 "$folder.log" >&2; stop 3 "no sysroot" "see above"; }
tar -C "$folder" -xf "$folder.tar" --exclude='./dev/*' --exclude='./var/cache/*' --no-same-owner
rm "$folder.tar"
[ -s "$folder/DEBIAN/shlibs" ] || stop 3 "the packages told nothing of their libraries" "see $folder.log"
# Links that begin at the root of such a machine would lead into this one.
find "$folder" -type l -lname '/*' -print0 | while IFS= read -r -d '' link; do
  target=$folder$(readlink "$link")
  [ ! -e "$target" ] || ln -sfn "$(realpath --relative-to="$(dirname "$link")" "$target")" "$link"
done
echo "$key" >"$folder.key"
