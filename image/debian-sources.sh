# Where this machine takes Debian's packages from; sourced by image/steps.sh and image/sysroot.sh, which have stop().
# shellcheck shell=bash
debian_sources() { # this machine's own list
  local file
  for file in /etc/apt/sources.list.d/debian.sources /etc/apt/sources.list; do
    [ ! -s "$file" ] || { echo "$file"; return; }
  done
  stop 3 "no list of Debian's packages" "/etc/apt/sources.list.d/debian.sources or /etc/apt/sources.list"
}
