#!/usr/bin/env bash
# The pilot, as the handbook has it: a fresh Debian 12 without a network becomes a kiosk by the stick alone, shows the
# programme, comes back from whatever ends it, and is left as it was. systemd is real (systemd-nspawn), the units are
# those of the packages; only the X server is a virtual one, as a container has no graphics card. Needs root.
# usage: tests/image/pilot.sh [FOLDER]     FOLDER keeps the root and the pictures (default: build/pilot)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
work=$(realpath -m "${1:-build/pilot}")
bin=$PWD/build/release/bin
packages=$PWD/build/packages
guest=$work/guest
mkdir -p "$work"
pause=0.5
. tests/image/checks.sh

# The commands of the handbook, word by word: the blocks "sh PLACE".
page() { awk -v place="\`\`\`sh $1" '$0 == place { on = 1; next } /^```/ { on = 0 } on' image/PILOT.md; }

# --- a desk: demo keys, the demo's first release, the stick of the handbook
prepare_desk() {
  rm -rf "$work/desk"
  mkdir -p "$work/desk"
  (
    cd "$work/desk"
    PATH=$bin:$PATH
    gatecast keys demo --repository repository --keys keys --channel lao-bao-hall
    gatecast build "$OLDPWD/assets/demo/lao-bao-hall" --out draft --active repository
    for editor in keys/editor-*.key.json; do gatecast sign draft --key "$editor" --active repository --yes; done
    gatecast publish draft --to "$PWD/repository" --online-keys keys
    echo '{"channel": "lao-bao-hall", "server": "http://127.0.0.1:8377", "touch": false}' >kiosk.json
  ) >"$work/desk.log" 2>&1 || { tail "$work/desk.log" >&2; exit 1; }
}
make_stick() {
  rm -rf "$work/media"
  mkdir -p "$work/media/stick"
  ln -s "$packages" "$work/desk/packages"
  page desk | sed "s|/media/|$work/media/|g" >"$work/desk.sh"
  (PATH=$PWD/image/pilot:$PATH && cd "$work/desk" && XDG_CACHE_HOME=$work/cache sh -eu "$work/desk.sh")
  # The server's part of the story: another stick would bring it.
  mkdir -p "$work/media/packages" "$work/media/online"
  cp "$packages"/gatecast-server_*.deb "$work/media/packages/"
  (cd "$work/media/packages" && apt-get download libcpp-httplib0.11 >/dev/null 2>&1)
  cp "$work"/desk/keys/snapshot.key.json "$work"/desk/keys/timestamp.key.json "$work/media/online/"
}

# --- the guest
make_guest() {
  if [ ! -d "$work/base" ]; then
    mmdebstrap --quiet --variant=minbase --include=systemd-sysv,udev,dbus bookworm "$work/base.new" \
      /etc/apt/sources.list.d/*.sources 2>"$work/base.log" || mmdebstrap --quiet --variant=minbase \
      --include=systemd-sysv,udev,dbus bookworm "$work/base.new" 2>>"$work/base.log" || { tail "$work/base.log" >&2; exit 3; }
    rm -rf "$work"/base.new/etc/apt/sources.list*
    mv "$work/base.new" "$work/base"
  fi
  rm -rf "$guest"
  cp -a "$work/base" "$guest"
  virtual_display "$guest" "$guest/opt/Xorg"
  (cd "$work" && rm -f xvfb_*.deb && apt-get download xvfb >/dev/null 2>&1 && mv xvfb_*.deb "$guest/opt/xvfb.deb")
}
boot() {
  systemd-nspawn --quiet --directory "$guest" --boot --register=no --keep-unit --private-network --console=pipe \
    --bind-ro="$work/media:/media" --hostname=kiosk >"$work/boot.log" 2>&1 &
  nspawn=$!
  trap halt EXIT
  until_true 60 find_init && until_true 60 booted || { tail "$work/boot.log" >&2; exit 3; }
}
find_init() { init=$(pgrep -P $nspawn -x systemd) || init=$(pgrep -P $nspawn -f 'systemd$'); }
booted() { case "$(in_guest systemctl is-system-running 2>/dev/null)" in running | degraded) ;; *) false ;; esac; }
halt() {
  kill -TERM "$nspawn" 2>/dev/null || :
  wait "$nspawn" 2>/dev/null || :
}
in_guest() { nsenter -t "$init" -a --root --wd -- env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb HOME=/root "$@"; }
shell() { in_guest sh -euc "$*"; }
picture() { # NAME
  convert "xwd:/proc/$init/root/run/gatecast-display/Xvfb_screen0" "$work/$1.png" 2>/dev/null
}
colours() { convert "$work/$1.png" -format %k info:; }
is_lit() { picture "$1" && [ "$(colours "$1")" -gt "$2" ]; }
main_pid() { in_guest systemctl show -P MainPID "$1"; }
state_of() { in_guest systemctl show -P ActiveState "$1"; }
is_active() { [ "$(state_of "$1")" = active ]; }
is_renewed() { is_active "$1" && [ "$(main_pid "$1")" != "$2" ] && [ "$(main_pid "$1")" != 0 ]; }
says() { in_guest journalctl -b -o cat -u "$1" | grep -q -- "$2"; }
runs_as() { [ "$(in_guest stat -c %U "/proc/$(main_pid "$1")")" = "$2" ]; }

# --- what is looked at
player_state_of() { grep "^$1:" "/proc/$init/root/proc/$(main_pid gatecast-kiosk)/status" | cut -f2; }
player_is_confined() {
  [ "$(player_state_of CapEff)" = 0000000000000000 ] && [ "$(player_state_of CapBnd)" = 0000000000000000 ] &&
    [ "$(player_state_of NoNewPrivs)" = 1 ] && [ "$(player_state_of Seccomp)" = 2 ]
}
in_player() { shell "nsenter -t $(main_pid gatecast-kiosk) -m -n setpriv --reuid=gatecast-kiosk --regid=gatecast-kiosk --clear-groups $*"; }
player_has_no_network() { in_player true && [ "$(in_player cat /proc/net/dev | grep -c ':')" -le 1 ] && ! in_player cat /proc/net/route | grep -q '[1-9A-F]'; }
player_writes_only_its_own() {
  is_active gatecast-kiosk || return 1
  in_player touch /var/lib/gatecast/player-state/.test && in_player rm /var/lib/gatecast/player-state/.test || return 1
  for place in /var/lib/gatecast/store /var/lib/gatecast /etc/gatecast /var/log /run /usr /tmp/.X11-unix; do
    if in_player touch "$place/.test"; then echo "it wrote into $place"; return 1; fi
  done
}
# The agent's user may not draw: it cannot read the cookie, and sees no socket.
agent_has_no_display() {
  is_active gatecast-sync && shell "nsenter -t $(main_pid gatecast-sync) -m sh -c 'test -z \"\$(ls /tmp/.X11-unix 2>/dev/null)\"'" &&
    ! as_agent cat /run/gatecast-display/authority &&
    ! as_agent env DISPLAY=:0 SDL_VIDEODRIVER=x11 gatecast-player --setup-page --seconds 1
}
as_agent() { in_guest setpriv --reuid=gatecast-sync --regid=gatecast-sync --clear-groups "$@"; }
release_is() { in_guest gatecast-sync status --json 2>/dev/null | grep -Eq '"number": *'"$1"'\b'; }
# A film that was shown went through the nursery of decoders, under the unit's filter.
films_were_shown() {
  in_guest gatecast-kiosk --log --state /var/lib/gatecast/player-state | tee "$work/play-log.txt" | grep -Eq '(gate-and-road|khe-sanh-coffee|two-looms)'
}
nursery_lives() { in_guest sh -c 'cat /proc/[0-9]*/comm' 2>/dev/null | grep -qx gc-nursery; }
nothing_runs() {
  for process in "/proc/$init/root"/proc/[0-9]*; do
    case "$(readlink "$process/exe" 2>/dev/null)" in *gatecast* | *Xvfb* | *Xorg*) readlink "$process/exe"; return 1 ;; esac
  done
}
nothing_is_left() {
  local left
  left=$(shell 'find / -xdev \( -path /proc -o -path /sys -o -path /media -o -path /var/lib/dpkg -o -path /var/log \) -prune -o -iname "*gatecast*" -print; grep -l gatecast /etc/passwd /etc/group /etc/shadow || :')
  left=$(grep -v -e gatecast-display.service.d <<<"$left" || :)
  [ -z "$left" ] || { echo "$left"; return 1; }
}

# --- the story
image/packages.sh
prepare_desk
make_stick | tee "$work/stick.log"
make_guest
# At first the stick brings no content: what a kiosk shows that is set up and has no release.
mv "$work/media/stick/gatecast/repository" "$work/media/repository"
boot

begun=$SECONDS
check "the stick installs without a network and sets the kiosk up" shell "$(page kiosk) </dev/null"
cp "$work/check.log" "$work/install.log"
echo "installed in $((SECONDS - begun)) s"
check "the root that it shows is the one that the desk wrote down" grep -qF "$(sed -n 's/.*root  *//p' "$work/stick.log")" "$work/install.log"
check "the virtual screen is there" shell "dpkg -i /opt/xvfb.deb && mount --bind /opt/Xorg /usr/lib/xorg/Xorg"
in_guest systemctl restart gatecast-display
check "the display, the player and the agent are up" until_true 60 eval \
  'is_active gatecast-display && is_active gatecast-kiosk && is_active gatecast-sync'
check "without a release the screen shows the built-in still" until_true 20 is_lit still 50

check "the server's package serves, under its own user, with keys by credentials" shell "
  dpkg -i /media/packages/*.deb &&
  cp -r /media/repository /srv/gatecast/ &&
  install -m 600 /media/online/snapshot.key.json /media/online/timestamp.key.json /etc/gatecast/online/ &&
  systemctl start gatecast-server"
check "the agent takes the release from the server on loopback" until_true 120 release_is 1
check "what the handbook looks at is in order" shell "$(page look)"
check "the programme is on the screen" until_true 60 is_lit programme 3000

check "each program runs as its own user" eval 'runs_as gatecast-kiosk gatecast-kiosk && runs_as gatecast-sync gatecast-sync &&
  runs_as gatecast-display gatecast-display && runs_as gatecast-server gatecast-server'
check "the player has no capability, no new privileges and a filter of system calls" player_is_confined
check "the player has no network" player_has_no_network
check "the player writes nowhere but into its own folder" player_writes_only_its_own
check "the agent has no display" agent_has_no_display
check "the nursery of decoders lives under the unit's filter" until_true 90 nursery_lives

for unit in gatecast-kiosk gatecast-sync gatecast-display; do
  before=$(main_pid $unit)
  shell "kill -KILL $before"
  check "$unit killed: it is back" until_true 30 is_renewed $unit "$before"
done
check "after the X server ended the player is back too" until_true 60 eval 'is_active gatecast-kiosk && is_lit after-display 3000'
before=$(main_pid gatecast-kiosk)
shell "kill -STOP $before"
check "a player that hangs is ended by its watchdog and comes back" until_true 90 is_renewed gatecast-kiosk "$before"

check "settings that are wrong: the unit says what and how to mend it" eval "
  shell 'cp /etc/gatecast/kiosk.json /root/; rm /etc/gatecast/kiosk.json; systemctl restart --no-block gatecast-kiosk' &&
  until_true 30 says gatecast-kiosk gatecast-provision"
check "and starts by itself when they are right again" eval "
  shell 'cp /root/kiosk.json /etc/gatecast/' && until_true 30 is_active gatecast-kiosk"
check "the programme stands there again, after all this" until_true 60 is_lit again 3000

# Once more from the stick alone, with the content on it, into an empty store.
mv "$work/media/repository" "$work/media/stick/gatecast/repository"
shell 'systemctl stop gatecast-server gatecast-sync gatecast-kiosk; rm -rf /var/lib/gatecast/store' || :
check "a stick with content brings the first release without any server" shell "gatecast-provision /media/stick/gatecast"
check "and its programme comes on" until_true 60 eval 'release_is 1 && is_lit stick 3000'
check "another root is refused" eval '! shell "mkdir -p /root/other && cp /media/stick/gatecast/kiosk.json /root/other/ &&
  echo {} >/root/other/root.json && gatecast-provision /root/other"'
check "films went through the confined decoders" until_true 300 films_were_shown

before=$(main_pid gatecast-kiosk)
check "an upgrade asks nothing and starts again what ran" eval '
  shell "dpkg -i /media/stick/gatecast/packages/gatecast-kiosk_*.deb /media/stick/gatecast/packages/gatecast-sync_*.deb </dev/null" &&
  until_true 60 is_renewed gatecast-kiosk "$before" && is_active gatecast-sync'
in_guest umount /usr/lib/xorg/Xorg
shell 'mkdir -p /run/gatecast-sticks/sdz1-1 && mount -t tmpfs tmpfs /run/gatecast-sticks/sdz1-1 && touch /run/gatecast-sticks/sdz1-1.ready'
check "removing the packages asks nothing" shell "dpkg -r gatecast-kiosk gatecast-sync gatecast-server </dev/null"
check "and leaves nothing running" nothing_runs
check "and lets go a stick that was put in" eval '! in_guest mountpoint -q /run/gatecast-sticks/sdz1-1 && ! in_guest test -e /run/gatecast-sticks/sdz1-1.ready'
check "purging asks nothing" shell "rm -rf /srv/gatecast; dpkg -P gatecast-server </dev/null; $(page kiosk-end) </dev/null"
check "and leaves nothing behind" nothing_is_left
halt
trap - EXIT
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
