#!/usr/bin/env bash
# Makes the Debian packages of this tree: gatecast-kiosk, -sync, -server and -tools; in build/packages, those for ARM64
# in build/packages-arm64.
# usage: image/packages.sh [--arch amd64|arm64] [--dry]     --dry: lay out and check, build no program and no package
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. .tools/packages.sh
here=$(dpkg --print-architecture) is_dry=''
arch=$here
while [ $# -gt 0 ]; do
  case "$1" in
    --arch) arch=${2:?--arch wants amd64 or arm64}; shift 2 ;;
    --dry) is_dry=yes; shift ;;
    *) sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2 ;;
  esac
done
out=build/packages preset=release
case "$arch" in
  "$here") ;;
  arm64) out=build/packages-arm64 preset=arm64 ;;
  *) echo "packages.sh: --arch wants amd64 or arm64" >&2; exit 2 ;;
esac
tree=$out/tree
rm -rf "$tree"
mkdir -p "$tree"
cp -r image/debian image/pilot "$tree"/
cp image/PILOT.md "$tree/pilot/"
cp -r assets/schema "$tree/schema"
cp -r content-sync/doc "$tree/doc"

# Later commits make later packages, so that apt upgrades; the same commit makes the same.
version=$(sed -n 's/^project(gatecast VERSION \([0-9.]*\).*/\1/p' CMakeLists.txt)
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct 2>/dev/null || date +%s)}
export SOURCE_DATE_EPOCH
version=$version+$(date -u -d "@$SOURCE_DATE_EPOCH" +%Y%m%d%H%M%S)
cat >"$tree/debian/changelog" <<EOF
gatecast ($version) bookworm; urgency=medium

  * See CHANGELOG.md of the sources.

 -- Gatecast <gatecast@localhost>  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
EOF
[ -z "$is_dry" ] || { echo "$version"; exit 0; }

install_missing "${build_packages[@]}" "${package_packages[@]}"
options=()
if [ "$arch" != "$here" ]; then
  install_missing "${cross_packages[@]}"
  image/sysroot.sh
  GATECAST_SYSROOT=$PWD/build/sysroot-arm64
  export GATECAST_SYSROOT
  options=(--host-arch "$arch")
  unset GATECAST_BUILD  # those are this machine's
fi
if [ -z "${GATECAST_BUILD:-}" ]; then  # else: built already, there
  build $preset programs
  GATECAST_BUILD=$PWD/build/$preset
fi
export GATECAST_BUILD
rm -f "$out"/*.deb
(cd "$tree" && dpkg-buildpackage -b -us -uc --no-check-builddeps "${options[@]}" >../build.log 2>&1) || { tail -n 40 "$out/build.log" >&2; exit 3; }
rm -f "$out"/*.buildinfo "$out"/*.changes
ls -1s --block-size=KiB "$out"/*.deb
