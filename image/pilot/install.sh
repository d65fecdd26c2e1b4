#!/bin/sh
# Lies on the stick that gatecast-stick made: installs the packages from it, without a network, then sets the kiosk up.
set -eu
here=$(dirname "$(readlink -f "$0")")
stop() { echo "install.sh: $1" >&2; echo "  → $2" >&2; echo "  vi: $3" >&2; exit 3; }
[ "$(id -u)" = 0 ] || stop "only root can install" "su -c 'sh $0'" "hãy chạy với quyền root"
grep -q '^VERSION_ID="12"' /etc/os-release || stop "this machine does not run Debian 12" "install Debian 12 without a desktop" \
  "máy này không chạy Debian 12; hãy cài Debian 12 không có giao diện"
[ -f "$here/packages/Packages" ] || stop "$here/packages is not whole" "make the stick anew" "USB bị thiếu tệp; hãy tạo lại"
echo "packages $(sha256sum <"$here/packages/Packages" | cut -c1-16 | sed 's/\(....\)/\1 /g')"

# apt looks at the stick alone, and its own lists stay as they are.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/lists/partial" "$work/archives/partial"
chmod -R 755 "$work"
ln -s "$here/packages" "$work/packages"  # the stick's name may have blanks
echo "deb [trusted=yes] file:$work/packages ./" >"$work/sources.list"
apt_here() {
  DEBIAN_FRONTEND=noninteractive apt-get -qq --yes -o Dir::Etc::SourceList="$work/sources.list" -o Dir::Etc::SourceParts=- \
    -o Dir::State::Lists="$work/lists" -o Dir::Cache::Archives="$work/archives" -o Dir::Cache::pkgcache= \
    -o Dir::Cache::srcpkgcache= -o APT::Sandbox::User=root -o Dpkg::Use-Pty=0 "$@"
}
apt_here update
# Nothing is removed for it: somebody's desktop least of all.
apt_here install --no-install-recommends --no-remove gatecast-kiosk gatecast-sync ||
  stop "the packages were not installed (above)" "a desktop must be removed first; else make the stick anew" \
    "không cài được gói (xem trên); nếu máy có giao diện đồ họa thì gỡ trước"
gatecast-provision "$here" "$@"
