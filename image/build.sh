#!/usr/bin/env bash
# Builds the image of a kiosk: what a technician writes to a disk. See image/README.md.
set -euo pipefail
caller=$PWD
cd "$(dirname "$(readlink -f "$0")")/.."
image=$PWD/image

usage() {
  cat <<'END'
usage: image/build.sh --arch amd64|arm64 [--channel C] [--root-of-trust FILE] [--repository DIR] [--server URL] [--touch] [--system-version N] [--refresh] [--out DIR]

  --arch A              the machine: amd64, or arm64 (any with UEFI, as QEMU's "virt"; from an amd64 machine too)
  --channel C           what the kiosk shows (default: lao-bao-hall, which has a demo)
  --root-of-trust FILE  the pinned root: 1.root.json of the key ceremony. Without it keys for a demonstration are made,
                        and DEMO stands in a corner of the picture
  --repository DIR      the first release is taken out of this copy of the server's repository and lies on the data
                        partition. Without it: the demo with demo keys, nothing with --root-of-trust
  --server URL          where the kiosk fetches (default: http://127.0.0.1:8377, so nowhere)
  --touch               people touch the screen
  --system-version N    the number of this system; a kiosk goes only to a higher one (default: the time of the newest
                        commit, 202611221640, or that of Debian's packages in it where these are newer)
  --refresh             take Debian's packages anew, as after a security update; without it they are at most a week old
  --out DIR             where all of it goes (default: build/image; build/image-arm64)

Makes DIR/gatecast-ARCH.img (to be written to a disk or a stick as it is), the list of its packages
(gatecast-ARCH.spdx.json) and sizes.txt. Debian's packages come from the mirror of this machine's own apt; no root is
needed where user namespaces are allowed. Called again it makes anew only what changed. GATECAST_BUILD names a build folder
whose programs are taken as they are; else build/release is built.
Exit codes: 0 fine, 1 too large, 2 usage, 3 environment.
END
}
stop() { code=$1; shift; echo "build.sh: $1" >&2; echo "  → $2" >&2; exit "$code"; }

arch='' channel=lao-bao-hall root_of_trust='' repository='' server=http://127.0.0.1:8377 touch=false system_version='' refresh='' is_numbered='' out=''
while [ $# -gt 0 ]; do
  case "$1" in
    --arch | --channel | --root-of-trust | --repository | --server | --system-version | --out)
      [ $# -ge 2 ] && [ -n "$2" ] || stop 2 "$1 needs a value" "image/build.sh --help"
      value=$2
      case "$1" in --root-of-trust | --repository | --out) value=$(cd "$caller" && realpath -m "$2") ;; esac
      name=${1#--}
      printf -v "${name//-/_}" %s "$value"
      [ "$name" != system-version ] || is_numbered=yes
      shift 2 ;;
    --touch) touch=true; shift ;;
    --refresh) refresh=yes; shift ;;
    -h | --help) usage; exit 0 ;;
    *) stop 2 "unknown option $1" "image/build.sh --help" ;;
  esac
done
here=$(dpkg --print-architecture)
case "$arch" in
  amd64) out=${out:-$PWD/build/image} ;;
  arm64) out=${out:-$PWD/build/image-arm64} ;;
  *) stop 2 "--arch wants amd64 or arm64" "image/build.sh --arch amd64" ;;
esac
[ "$arch" = "$here" ] || [ "$here" = amd64 ] || stop 2 "an image for $arch is not built on $here" "use an amd64 machine"
system_version=${system_version:-$(TZ=UTC0 git log -1 --date=format-local:%Y%m%d%H%M --format=%cd 2>/dev/null || date -u +%Y%m%d%H%M)}
[[ $system_version =~ ^[1-9][0-9]{0,15}$ ]] || stop 2 "--system-version wants a whole number" "or leave it out"
[[ $channel =~ ^[a-z0-9-]+$ ]] || stop 2 "--channel wants a name like lao-bao-hall" "small letters, digits and hyphens"
[ -z "$root_of_trust" ] || [ -f "$root_of_trust" ] || stop 2 "$root_of_trust is not there" "give the path of 1.root.json"
[ -z "$repository" ] || [ -f "$repository/metadata/timestamp.json" ] ||
  stop 2 "$repository holds no metadata/timestamp.json" "--repository wants the folder that gatecast-server serves"
[ -z "$repository" ] || [ -n "$root_of_trust" ] || stop 2 "--repository without --root-of-trust" "say also who may sign it"
[ -n "$root_of_trust" ] || [ -f "assets/demo/$channel/channel.json" ] ||
  stop 2 "no demo channel is named $channel" "lao-bao-hall or la-lay-gate; another channel needs --root-of-trust"

. image/debian-sources.sh
. image/board.sh
. image/steps.sh
need_tools
mkdir -p "$work"
step programs "always" make_programs
step packages "$(sum_of "$target_programs"/gatecast* image/debian image/pilot; git log -1 --format=%ct 2>/dev/null)" make_packages
step seed "$channel $server $touch $root_of_trust $(sum_of "$root_of_trust" "$repository"; demo_inputs; declare -f make_seed)" make_seed
forget_old_base
step base "$(base_packages; declare -f make_base)" make_base
number_by_base
step root "$(key_of base; cat "$work/base.made"; key_of seed; key_of packages; sum_of image/root image/root-hook.sh image/modules.list; declare -f make_root)" make_root
step list "$(key_of root; sum_of image/spdx.py)" make_list
step slot "$(key_of root; declare -f make_slot; echo "$kernel_options $boot_mb $system_version $arch")" make_slot
step data "$(key_of root; declare -f make_data; echo "$data_mb")" make_data
step disk "$(key_of slot; key_of data; sum_of image/grub.cfg image/board.sh; declare -f make_esp make_disk)" make_disk
report
