#!/bin/sh
# What the thin line's benchmark measures, judged: polls, officers' words, kills. Skipped where this machine allows no name spaces.
set -eu
if ! unshare -n true 2>/dev/null; then
  echo "skipped: no name spaces of the network are allowed here"
  exit 77
fi
if [ -n "${GATECAST_LONG:-}" ]; then
  set -- "$1" "$2" 50 judge idle alert meanwhile killed killed killed
else
  set -- "$1" "$2" 3 judge idle alert meanwhile killed
fi
source=$1
bin=$2
shift 2
exec unshare -n python3 -B "$source/tests/bench/thin_line" "$bin" "$@"
