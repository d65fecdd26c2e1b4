# Debian packages that Gatecast builds with, runs with and is tested with; sourced by ./run and ./test.
build_packages=(
  build-essential cmake ninja-build ccache pkg-config git ca-certificates
  libsdl2-dev libsdl2-ttf-dev libx11-dev libxext-dev libxrandr-dev libavformat-dev libavcodec-dev libavutil-dev libswscale-dev libswresample-dev
  libsqlite3-dev nlohmann-json3-dev libicu-dev libharfbuzz-dev libfreetype-dev libcairo2-dev libpng-dev
  libsodium-dev libssl-dev libcurl4-openssl-dev libical-dev libspdlog-dev libfmt-dev libcli11-dev libexpected-dev
  libqrencode-dev librsvg2-dev liblcms2-dev
  libcpp-httplib-dev libvalijson-dev libyuv-dev libsystemd-dev libavahi-client-dev libebur128-dev libseccomp-dev)
font_packages=(fonts-noto-core fonts-noto-ui-core fonts-noto-cjk)
run_packages=("${font_packages[@]}" ffmpeg xvfb curl)
test_packages=(catch2 clang lld libclang-rt-14-dev clang-format clang-tidy python3 libharfbuzz-bin xauth xdotool x11-utils x11-xserver-utils imagemagick nginx-light
  pulseaudio pulseaudio-utils avahi-daemon dbus strace faketime zbar-tools systemd xkb-data)
fuzz_packages=(libfuzzer-14-dev)
long_packages=(chromium)
bench_packages=(mpv vlc-bin vlc-plugin-base vlc-plugin-video-output rsync zsync casync aria2)
package_packages=(debhelper dpkg-dev fakeroot mmdebstrap systemd-container xauth xvfb
  qemu-system-x86 seabios ipxe-qemu e2fsprogs
  squashfs-tools cryptsetup-bin mtools dosfstools fdisk grub-common grub-efi-amd64-bin uuid-runtime ovmf shellcheck zstd)
# Programs, packages and an image for ARM64 on another machine.
cross_packages=(crossbuild-essential-arm64 mmdebstrap qemu-user-static binfmt-support qemu-system-arm qemu-efi-aarch64)

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_missing PACKAGE...: installs what is not there, and says so; quick when nothing is missing.
install_missing() {
  local missing=() package
  local installed
  installed=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' 2>/dev/null | awk '$2 == "installed" { print $1 }')
  for package in "$@"; do
    grep -qxF "$package" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -gt 0 ] || return 0
  echo "installing from Debian: ${missing[*]}"
  as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive as_root apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# Of what ninja says one line each tenth of the work, so that a log shows how far it is; and all that is no step.
tenths() {
  local line tenth told=0
  while IFS= read -r line; do
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\]\  ]]; then
      tenth=$((BASH_REMATCH[1] * 10 / BASH_REMATCH[2]))
      [ "$tenth" -gt "$told" ] && [ "${BASH_REMATCH[2]}" -ge 20 ] || continue
      told=$tenth
      echo "built ${tenth}0 % (${BASH_REMATCH[1]} of ${BASH_REMATCH[2]} steps)"
    elif [[ $line != *'no work to do'* && $line != *'Entering directory'* ]]; then
      printf '%s\n' "$line"
    fi
  done
}

# build PRESET [TARGET...]: configures once, then builds; silent when nothing changed.
build() {
  local preset=$1
  shift
  [ -f "build/$preset/build.ninja" ] || cmake --preset "$preset" >"build-$preset.log" 2>&1 || {
    cat "build-$preset.log" >&2
    rm -f "build-$preset.log"
    return 1
  }
  rm -f "build-$preset.log"
  if [ -t 1 ]; then  # somebody looks: let them see how far it is
    ninja -C "build/$preset" "$@"
    return
  fi
  ninja -C "build/$preset" "$@" | tenths
  return "${PIPESTATUS[0]}"
}
