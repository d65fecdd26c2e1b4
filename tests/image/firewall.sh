#!/usr/bin/env bash
# The image's firewall with real packets: the image's own nftables.conf and sharing-rules, by the image's own nft, in a network
# of two ends that nobody else is in. In seconds. Takes what image/build.sh left. Needs root.
# usage: tests/image/firewall.sh [BUILD]     (default: build/image)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=$(realpath -m "${1:-build/image}")
work=$build/data-test
root=$work/root
pause=0.2
export pause
[ -z "${GATECAST_OWN_MOUNTS:-}" ] && exec env GATECAST_OWN_MOUNTS=yes unshare --mount --net --propagation private bash "$0" "$@"
. tests/image/checks.sh
mkdir -p "$work"
unpack_root "$build" "$root"
mount -t tmpfs tmpfs "$root/run"
mkdir "$root/run/gatecast"

# The other end of the cable is another namespace; there it has a neighbour's address, a stranger's, and one from far away.
unshare --net sleep 300 &
there=$!
listeners=()
trap 'kill $there "${listeners[@]}" 2>/dev/null || :' EXIT
until_true 5 eval '[ "$(readlink "/proc/$there/ns/net")" != "$(readlink /proc/self/ns/net)" ]'
ip link set lo up
ip link add cable type veth peer name far netns $there
ip address add 10.0.0.11/24 dev cable
ip address add fd00::11/64 dev cable nodad
ip link set cable up
nsenter -t $there --net sh -c 'ip link set far up; for address in 10.0.0.12/24 10.0.0.13/24 203.0.113.5/24; do ip address add $address dev far; done
  ip address add fd00::12/64 dev far nodad; ip address add fd00::13/64 dev far nodad'
ip route add 203.0.113.0/24 dev cable
listen() { # PORT
  python3 -c 'import socket, sys, time
listener = socket.create_server(("::", int(sys.argv[1])), family=socket.AF_INET6, dualstack_ipv6=True)
time.sleep(300)' "$1" &
  listeners+=($!)
}
listen 8378
listen 8379
reaches() { # FROM TO PORT
  nsenter -t $there --net python3 -c 'import socket, sys
socket.create_connection((sys.argv[2], int(sys.argv[3])), timeout=1, source_address=(sys.argv[1], 0))' "$@" 2>"$work/why"
}
up() { # KIOSK.JSON's words: the firewall as at a start, in the order of a start
  rm -f "$root"/run/gatecast/*
  chroot "$root" nft -f /etc/nftables.conf && echo "$1" >"$root/run/gatecast/kiosk.json" &&
    chroot "$root" /usr/libexec/gatecast/sharing-rules /run/gatecast/kiosk.json >"$root/run/gatecast/sharing.nft" &&
    chroot "$root" nft -f /run/gatecast/sharing.nft
}
settings='{"channel": "lao-bao-hall", "neighbours": "10.0.0.11:8378 10.0.0.12:8378, 203.0.113.5:8378 [fd00::12]:8378", "share_on": "10.0.0.11:8378"}'

check "the cable carries: without a firewall all reach the port" until_true 10 eval 'reaches 10.0.0.13 10.0.0.11 8378 && reaches 203.0.113.5 10.0.0.11 8378 &&
  reaches fd00::13 fd00::11 8378 && reaches 10.0.0.12 10.0.0.11 8379'
check "settings without share_on: nobody reaches it" eval 'up "{\"neighbours\": \"10.0.0.12:8378\"}" && ! reaches 10.0.0.12 10.0.0.11 8378 && ! reaches fd00::12 fd00::11 8378'
check "with share_on the neighbours reach it" eval 'up "$settings" && reaches 10.0.0.12 10.0.0.11 8378 && reaches fd00::12 fd00::11 8378'
check "no other port of it" eval '! reaches 10.0.0.12 10.0.0.11 8379 && ! reaches fd00::12 fd00::11 8379'
check "and nobody else" eval '! reaches 10.0.0.13 10.0.0.11 8378 && ! reaches fd00::13 fd00::11 8378'
check "nobody from a public network, though the settings name him" eval '! reaches 203.0.113.5 10.0.0.11 8378'
check "the firewall that is loaded anew keeps them" eval 'chroot "$root" nft -f /etc/nftables.conf && reaches 10.0.0.12 10.0.0.11 8378 && ! reaches 10.0.0.13 10.0.0.11 8378'
check "an address that is a name, or none at all, opens nothing" eval 'up "{\"neighbours\": \"kiosk;accept:8378\", \"share_on\": \"10.0.0.11:8378\"}" &&
  ! reaches 10.0.0.12 10.0.0.11 8378'
check "a port that is no number opens nothing, and is said" eval '! up "{\"neighbours\": \"10.0.0.12:8378\", \"share_on\": \"10.0.0.11\"}" && ! reaches 10.0.0.12 10.0.0.11 8378'
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
