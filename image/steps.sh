# The steps of image/build.sh, which sets arch, here, channel, root_of_trust, repository, server, touch, system_version,
# is_numbered, refresh, out, image and stop(), and sources image/board.sh.
# shellcheck shell=bash disable=SC2154
work=$out/steps
most_slot_mb=350
most_base_days=7
boot_mb=48 root_mb=302 esp_mb=64 data_mb=1024  # boot + root: one slot
kernel_options="fbcon=map:9 quiet loglevel=0 vt.global_cursor_default=0 logo.nologo systemd.show_status=0 rd.udev.log_level=0 udev.log_level=3 panic=10 oops=panic systemd.getty_auto=no"

need_tools() {
  local missing=() tool package
  while read -r tool package; do
    PATH=$PATH:/usr/sbin:/sbin command -v "$tool" >/dev/null || missing+=("$tool (package $package)")
  done <<'END'
mmdebstrap mmdebstrap
dpkg-buildpackage dpkg-dev
dh debhelper
fakeroot fakeroot
mksquashfs squashfs-tools
veritysetup cryptsetup-bin
mkfs.ext4 e2fsprogs
mkfs.vfat dosfstools
mcopy mtools
sfdisk fdisk
grub-mkimage grub-common
uuidgen uuid-runtime
python3 python3
END
  [ "$arch" != "$here" ] || [ -f "$grub_modules/kernel.img" ] || missing+=("GRUB's modules (package grub-efi-$arch-bin)")
  [ ${#missing[@]} = 0 ] || stop 3 "missing: $(printf '%s, ' "${missing[@]}" | sed 's/, $//')" "apt install these packages"
  PATH=$PATH:/usr/sbin:/sbin
  need_board
}

# --- steps that are done once
key_of() { cat "$work/$1.key"; }
# Of files and folders, their names and bytes; an empty name is nothing.
sum_of() {
  local path
  for path in "$@"; do [ -z "$path" ] || find "$path" -type f -print0; done | sort -z | xargs -0r sha256sum | sha256sum | cut -c1-64
}
step() { # NAME INPUTS FUNCTION: runs it unless it was done with the same inputs; inputs "always": it knows itself
  local key begun=$SECONDS
  key=$(printf %s "$2" | sha256sum | cut -c1-64)
  if [ "$2" != always ] && [ "$(cat "$work/$1.key" 2>/dev/null)" = "$key" ]; then return 0; fi
  rm -f "$work/$1.key"
  "$3"
  echo "$key" >"$work/$1.key"
  echo "$1: $((SECONDS - begun)) s"
}

make_programs() {
  . .tools/packages.sh
  install_missing "${build_packages[@]}" "${package_packages[@]}"
  [ -n "${GATECAST_BUILD:-}" ] || build release programs
  [ "$arch" = "$here" ] || { image/sysroot.sh; build "$arch" programs; }
}
make_packages() { image/packages.sh --arch "$arch" >"$work/packages.log" || { tail "$work/packages.log" >&2; return 3; }; }

# --- what the kiosk shows, and who may sign it
demo_inputs() { [ -n "$root_of_trust" ] || sum_of "assets/demo/$channel" assets/demo/shared "$programs/gatecast"; }
make_seed() {
  local bin=$programs demo=$out/demo seed=$work/seed
  rm -rf "$seed"
  mkdir -p "$seed" "$out"
  if [ -n "$root_of_trust" ]; then
    cp "$root_of_trust" "$seed/root.json"
    [ -z "$repository" ] || cp -r "$repository" "$seed/repository"
  else
    rm -rf "$demo/draft"
    {
      "$bin/gatecast" keys demo --repository "$demo/repository" --keys "$demo/keys" --channel "$channel"
      "$bin/gatecast" build "assets/demo/$channel" --out "$demo/draft" --active "$demo/repository"
      for editor in "$demo"/keys/editor-*.key.json; do
        "$bin/gatecast" sign "$demo/draft" --key "$editor" --active "$demo/repository" --yes
      done
      "$bin/gatecast" publish "$demo/draft" --to "$demo/repository" --online-keys "$demo/keys"
    } >"$work/demo.log" 2>&1 || { tail "$work/demo.log" >&2; return 3; }
    cp "$demo/repository/metadata/1.root.json" "$seed/root.json"
    cp -r "$demo/repository" "$seed/repository"
  fi
  printf '{"channel": "%s", "server": "%s", "touch": %s}\n' "$channel" "$server" "$touch" >"$seed/kiosk.json"
  grub-editenv "$seed/grubenv" create
  grub-editenv "$seed/grubenv" set ORDER="A B" A_OK=1 A_TRY=0 B_OK=1 B_TRY=0 TRIAL=0
  # Between the firmware and the first picture: the player's own still, as it draws it without a release.
  rm -rf "$work/empty-store"
  mkdir -p "$work/empty-store"
  "$bin/gatecast-player" --render --store "$work/empty-store" --root "$seed/root.json" --channel "$channel" --size 1280x720 \
    --state "$work/empty-state" --out "$seed/still.png" >"$work/still.log" 2>&1 || [ -s "$seed/still.png" ] || { tail "$work/still.log" >&2; return 3; }
}

# --- Debian
# Ours by the dependencies of the very packages that are installed afterwards: one list, theirs.
base_packages() {
  local own
  own=$(for package in kiosk sync; do dpkg-deb -f "$(echo "$package_folder"/gatecast-${package}_*.deb)" Depends; done)
  { sed "/^#/d; s/@ARCH@/$arch/; s/ .*//" image/packages.list
    tr ',\n' '\n\n' <<<"$own" | sed 's/[|(].*//; s/:any//; s/ //g' | grep -v '^gatecast-'; } | sed '/^$/d' | sort -u
}
bootstrap() { # ARGUMENTS: mmdebstrap, quietly; its log is shown when it fails
  mmdebstrap --mode=auto --format=tar --architectures="$arch" "$@" >"$work/mmdebstrap.log" 2>&1 || { tail -n 30 "$work/mmdebstrap.log" >&2; return 3; }
}
make_base() {
  # The kernel's package would make a memory disk here: that comes later, with our files in it.
  INITRD=No bootstrap --variant=minbase --hook-dir=/usr/share/mmdebstrap/hooks/merged-usr --include="$(base_packages | paste -sd,)" \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/info/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-include=/usr/share/doc/*/copyright' --dpkgopt='path-exclude=/usr/share/lintian/*' \
    --dpkgopt='path-exclude=/usr/share/bug/*' --dpkgopt='path-exclude=/usr/share/fonts/opentype/noto/NotoSerifCJK*' \
    bookworm "$work/base.new.tar" "$(debian_sources)"
  mv "$work/base.new.tar" "$work/base.tar"
  date +%s >"$work/base.made"
}
# Debian's packages change without a change here: what was taken of them serves for some days.
forget_old_base() {
  local made
  made=$(cat "$work/base.made" 2>/dev/null || echo 0)
  [ -z "$refresh" ] && [ $(($(date +%s) - made)) -lt $((most_base_days * 86400)) ] || rm -f "$work/base.key"
}
# The same sources with newer packages of Debian's are a newer system: kiosks take no other.
number_by_base() {
  local of_base
  of_base=$(date -u -d "@$(cat "$work/base.made")" +%Y%m%d%H%M)
  [ -n "$is_numbered" ] || [ "$of_base" -lt "$system_version" ] || system_version=$of_base
}
make_root() {
  export GATECAST_IMAGE=$image GATECAST_PACKAGES=$package_folder GATECAST_SEED=$work/seed
  rm -rf "${work:?}/boot"
  mkdir -p "$work/boot"
  chmod -R a+rX "$work/seed"
  bootstrap --variant=custom --skip=update,cleanup/apt --setup-hook="tar-in $work/base.tar /" \
    --customize-hook="$image/root-hook.sh" \
    --customize-hook="download /boot/vmlinuz $work/boot/vmlinuz" --customize-hook="download /boot/initrd.img $work/boot/initrd.img" \
    --customize-hook="tar-out /var/lib/gatecast $work/data.tar" \
    --customize-hook='rm -rf "$1"/boot/* "$1"/var/lib/gatecast "$1"/var/cache/* "$1"/var/log/*' \
    '' "$work/root.tar" "$(debian_sources)"
  [ ! -d "$work/seed/repository" ] || tar -tf "$work/data.tar" | grep -q '/store/active$' ||
    stop 1 "no release came from ${repository:-the demo}: $(grep -A2 'gatecast-sync:' "$work/mmdebstrap.log" | head -n 3 | tr '\n' ' ')" \
      "does it hold a release of $channel, signed under this root of trust? see $work/mmdebstrap.log"
}
make_list() {
  "$image/spdx.py" "$work/root.tar" --name "gatecast-$arch" --created "$(git log -1 --format=%ct 2>/dev/null || date +%s)" \
    >"$out/gatecast-$arch.spdx.json"
}

# --- one slot: boot (kernel, memory disk, the root's hash) and root (squashfs, then its hash tree)
make_slot() {
  local size hash
  rm -f "$work/root.img" "$work/boot.img"
  mksquashfs - "$work/root.img" -tar -root-mode 755 -root-uid 0 -root-gid 0 -quiet -no-progress -comp zstd -Xcompression-level 6 -b 131072 -processors 2 <"$work/root.tar" 2>"$work/squash.log" || { cat "$work/squash.log" >&2; return 3; }
  size=$(stat -c %s "$work/root.img")
  [ $((size % 4096)) = 0 ] || { truncate -s $(((size + 4095) / 4096 * 4096)) "$work/root.img"; size=$(stat -c %s "$work/root.img"); }
  hash=$(veritysetup format --hash-offset="$size" "$work/root.img" "$work/root.img" | sed -n 's/^Root hash:[[:space:]]*//p')
  [ ${#hash} = 64 ] || stop 3 "veritysetup gave no root hash" "veritysetup format $work/root.img"
  echo "set options=\"root=/dev/mapper/gatecast-root rootfstype=squashfs ro gatecast.hash=$hash gatecast.hash-at=$size gatecast.system=$system_version gatecast.arch=$arch $kernel_options\"" \
    >"$work/boot/slot.cfg"
  (cd "$work/boot" && sha256sum vmlinuz initrd.img >sums)
  truncate -s ${boot_mb}M "$work/boot.img"
  mkfs.vfat -n GC-BOOT "$work/boot.img" >/dev/null
  mcopy -i "$work/boot.img" "$work"/boot/* ::/
  size=$(($(stat -c %s "$work/root.img") / 1048576 + 1))
  [ $size -le $root_mb ] ||
    stop 1 "the root is $size MB: a slot would be $((size + boot_mb)) MB, $most_slot_mb are allowed" "see image/packages.list for what is in it"
}
# A repository that brings nothing would make an image that shows nothing, and nobody would be told.
need_release() {
  [ -d "$work/seed/repository" ] || return 0
  ! tar -tf "$work/data.tar" | grep 'store/generations/[0-9]*/release.json$' >/dev/null || return 0
  sed -n '/^taking the release/,/no release came/p' "$work/mmdebstrap.log" >&2 || :
  stop 2 "${repository:-the demo} gave no release of the channel $channel that the root of trust vouches for" \
    "compare --channel and --root-of-trust with the repository: gatecast-sync says why above"
}
make_data() {
  need_release
  rm -f "$work/data.img"
  # Owners are those of the root's users, whoever builds.
  fakeroot -- sh -euc 'rm -rf "$1/data" && mkdir "$1/data" && tar -C "$1/data" --strip-components=1 --numeric-owner -xf "$1/data.tar" &&
    mkfs.ext4 -q -F -m 1 -L gatecast-data -d "$1/data" "$1/data.img" "$2" >/dev/null; rm -rf "$1/data"' sh "$work" ${data_mb}M
}

# --- the disk
make_esp() {
  sed "s/@ROOT_A@/$1/; s/@ROOT_B@/$2/" "$image/grub.cfg" >"$work/grub.cfg"
  grub-mkimage -O $grub_target -d "$grub_modules" -o "$work/grub.efi" -p /EFI/gatecast part_gpt fat normal linux loadenv datehook test regexp hashsum gcry_sha256 \
    configfile echo reboot all_video gfxterm gfxterm_background png
  # GRUB greets before it reads its settings; a traveller need not read that.
  LC_ALL=C sed -i 's/Welcome to GRUB!/\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00/' "$work/grub.efi"
  rm -f "$work/esp.img"
  truncate -s ${esp_mb}M "$work/esp.img"
  mkfs.vfat -F 32 -n GC-ESP "$work/esp.img" >/dev/null
  mmd -i "$work/esp.img" ::/EFI ::/EFI/BOOT ::/EFI/gatecast
  mcopy -i "$work/esp.img" "$work/grub.efi" ::/EFI/BOOT/$loader
  mcopy -i "$work/esp.img" "$work/grub.cfg" "$work/seed/grubenv" "$work/seed/still.png" /usr/share/grub/ascii.pf2 ::/EFI/gatecast/
}
put() { dd if="$1" of="$disk" bs=1M seek="$2" conv=notrunc,sparse status=none; }
make_disk() {
  local root_a root_b at=1
  disk=$work/disk.img
  root_a=$(uuidgen) root_b=$(uuidgen)
  make_esp "$root_a" "$root_b"
  rm -f "$disk"
  truncate -s $((esp_mb + 2 * (boot_mb + root_mb) + data_mb + 2))M "$disk"
  # Types: ESP, the loader's own (a kernel for one slot), root of this architecture, data of Linux.
  sfdisk --quiet "$disk" <<END
label: gpt
start=1MiB, size=${esp_mb}MiB, type=U, name=gatecast-esp
size=${boot_mb}MiB, type=BC13C2FF-59E6-4262-A352-B275FD6F7172, name=gatecast-boot-a
size=${root_mb}MiB, type=$root_type, name=gatecast-root-a, uuid=$root_a
size=${boot_mb}MiB, type=BC13C2FF-59E6-4262-A352-B275FD6F7172, name=gatecast-boot-b
size=${root_mb}MiB, type=$root_type, name=gatecast-root-b, uuid=$root_b
size=${data_mb}MiB, type=L, name=gatecast-data
END
  put "$work/esp.img" $at
  at=$((at + esp_mb))
  for _ in A B; do
    put "$work/boot.img" $at
    put "$work/root.img" $((at + boot_mb))
    at=$((at + boot_mb + root_mb))
  done
  put "$work/data.img" $at
  mv "$disk" "$out/gatecast-$arch.img"
}
report() {
  local root boot
  root=$(($(stat -c %s "$work/root.img") / 1048576 + 1))
  boot=$((($(stat -c %s "$work/boot/vmlinuz") + $(stat -c %s "$work/boot/initrd.img")) / 1048576 + 1))
  {
    echo "slot: $((root + boot)) MB used (root with its hashes $root of $root_mb, boot $boot of $boot_mb), at most $most_slot_mb"
    echo "system: $system_version"
    echo "Debian's packages as of: $(date -u -d "@$(cat "$work/base.made")" +%Y-%m-%dT%H:%MZ)"
    echo "packages: $(grep -c '"versionInfo"' "$out/gatecast-$arch.spdx.json")"
    sed 's/.*gatecast\.hash=\([0-9a-f]*\).*/root hash: \1/' "$work/boot/slot.cfg"
    echo "root of trust: $(sha256sum <"$work/seed/root.json" | cut -c1-64)"
  } >"$out/sizes.txt"
  cat "$out/sizes.txt"
  echo "$out/gatecast-$arch.img ($(($(stat -c %s "$out/gatecast-$arch.img") / 1048576)) MB)"
}
