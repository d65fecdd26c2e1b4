# What the tests of the image share: counted checks and patience. Sourced by pilot.sh and machine.sh, which set `work`
# (where a check's output goes) and `pause` (seconds between two looks).
passed=0 failed=0
check() { # NAME COMMAND...
  local name=$1
  shift
  if "$@" >"$work/check.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok: $name"
  else
    failed=$((failed + 1))
    echo "FAILED: $name"
    tail -n 20 "$work/check.log"
  fi
}
until_true() { # SECONDS COMMAND...
  local last=$((SECONDS + $1))
  shift
  until "$@"; do
    [ $SECONDS -lt $last ] || return 1
    sleep "$pause"
  done
}
