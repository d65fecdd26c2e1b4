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
# The root of an image that image/build.sh left in BUILD, unpacked to ROOT unless it is there already.
unpack_root() { # BUILD ROOT
  [ -f "$1/steps/root.tar" ] || { echo "$1 holds no image: image/build.sh --arch amd64" >&2; exit 3; }
  [ "$(cat "$2.key" 2>/dev/null)" != "$(cat "$1/steps/root.key")" ] || return 0
  rm -rf "$2" "$2.key"
  mkdir -p "$2"
  tar -C "$2" -xf "$1/steps/root.tar"
  cp "$1/steps/root.key" "$2.key"
}

# What a container lacks: a terminal and a card. The X server XORG that start-display shall call becomes a virtual one.
virtual_display() { # ROOT XORG
  mkdir -p "$1/etc/systemd/system/gatecast-display.service.d" "$(dirname "$2")"
  printf '[Service]\nTTYPath=\nStandardInput=null\nDeviceAllow=\n' >"$1/etc/systemd/system/gatecast-display.service.d/virtual.conf"
  cat >"$2" <<'END'
#!/bin/bash
while [ $# -gt 0 ]; do [ "$1" != -auth ] || authority=$2; shift; done
exec Xvfb :0 -screen 0 1280x720x24 -nolisten tcp -auth "$authority" -fbdir "$RUNTIME_DIRECTORY"
END
  chmod 755 "$2"
}
