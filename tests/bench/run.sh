#!/usr/bin/env bash
# All benchmarks, one after the other: ratios against a peer or a limit in the same run; nothing passes or fails here.
set -euo pipefail
bin=build/release/bin
echo "# $(date -u +%Y-%m-%d), $(nproc) processors, $(. /etc/os-release && echo "$PRETTY_NAME")"
for bench in "$bin"/bench_*; do
  [ -x "$bench" ] || continue
  echo
  echo "## $(basename "$bench")"
  "$bench"
done
python3 tests/bench/playback "$bin" "${GATECAST_BENCH_SECONDS:-15}" --json build/release/bench-playback.json
python3 tests/bench/playback/picture.py build/release/bench-playback.json build/release/bench-playback.svg
ninja -C build/release transfer_set thin_line_states >/dev/null
python3 tests/bench/transfer "$bin"
python3 tests/bench/fleet "$bin"
# In a network of its own, where that is allowed.
[ "$(id -u)" != 0 ] || unshare -n python3 tests/bench/thin_line "$bin"
