#!/usr/bin/env bash
# Makes the Debian packages of this tree in build/packages: gatecast-kiosk, -sync, -server and -tools.
# usage: image/packages.sh [--dry]     --dry: lay out and check, build no program and no package
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/.."
. .tools/packages.sh
out=build/packages tree=build/packages/tree
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
[ "${1:-}" != --dry ] || { echo "$version"; exit 0; }

install_missing "${build_packages[@]}" "${package_packages[@]}"
if [ -z "${GATECAST_BUILD:-}" ]; then  # else: built already, there
  build release programs
  GATECAST_BUILD=$PWD/build/release
fi
export GATECAST_BUILD
rm -f "$out"/*.deb
(cd "$tree" && dpkg-buildpackage -b -us -uc --no-check-builddeps >../build.log 2>&1) || { tail -n 40 "$out/build.log" >&2; exit 3; }
rm -f "$out"/*.buildinfo "$out"/*.changes
ls -1s --block-size=KiB "$out"/*.deb
