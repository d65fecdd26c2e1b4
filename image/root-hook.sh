#!/bin/sh
# build.sh's part inside the root (a hook of mmdebstrap, so it is root there, outside perhaps nobody): Gatecast's packages
# over Debian's, the files of image/root, and the set-up by gatecast-provision, as on any kiosk.
# From the environment: GATECAST_IMAGE (this folder), GATECAST_PACKAGES (the .deb files), GATECAST_SEED (kiosk.json,
# root.json, repository/ if there is a release).
set -eu
root=$1
: "${GATECAST_IMAGE:?}" "${GATECAST_PACKAGES:?}" "${GATECAST_SEED:?}"
inside() { chroot "$root" "$@"; }

# Numbers that stay the same in every image: the data partition outlives it, and its files belong to them.
number=850
for user in gatecast-sync gatecast-kiosk gatecast-display; do
  inside groupadd --system --gid $number $user
  inside useradd --system --uid $number --gid $number --home-dir /nonexistent --no-create-home --shell /usr/sbin/nologin $user
  number=$((number + 1))
done
cp -r --no-preserve=ownership "$GATECAST_IMAGE/root/." "$root/"
chmod -R go-w "$root/etc" "$root/usr/libexec/gatecast"
mkdir -p "$root/opt/packages" "$root/opt/seed"
cp "$GATECAST_PACKAGES"/gatecast-sync_*.deb "$GATECAST_PACKAGES"/gatecast-kiosk_*.deb "$root/opt/packages/"
cp -r --no-preserve=ownership "$GATECAST_SEED/." "$root/opt/seed/"
inside sh -c 'DEBIAN_FRONTEND=noninteractive dpkg --install /opt/packages/*.deb' >/dev/null
inside gatecast-provision /opt/seed
rm -rf "$root/opt/packages" "$root/opt/seed"

# Settings live on the data partition; the image keeps a copy for the day when that is gone.
image=$root/usr/share/gatecast/image
mkdir -p "$image" "$root/var/lib/gatecast/settings"
for file in kiosk.json outputs.json; do
  [ ! -f "$root/etc/gatecast/$file" ] || install -m 644 "$root/etc/gatecast/$file" "$root/var/lib/gatecast/settings/$file"
  [ ! -f "$root/etc/gatecast/$file" ] || mv "$root/etc/gatecast/$file" "$image/$file"
  ln -s "/run/gatecast/$file" "$root/etc/gatecast/$file"
done
ln -s /run/gatecast/technician.json "$root/etc/gatecast/technician.json"  # a secret of this kiosk's own, or none
cp "$GATECAST_SEED/grubenv" "$image/grubenv"
cp "$GATECAST_SEED/still.png" "$root/usr/share/gatecast/still.png"

inside systemctl --quiet enable gatecast-data.service gatecast-install.service gatecast-system-install.path gatecast-system-install.timer gatecast-system-restart.timer systemd-networkd.service systemd-resolved.service nftables.service chrony.service
inside systemctl --quiet mask getty@.service serial-getty@.service console-getty.service container-getty@.service autovt@.service \
  debug-shell.service ctrl-alt-del.target systemd-networkd-wait-online.service apt-daily.timer apt-daily-upgrade.timer \
  dpkg-db-backup.timer e2scrub_all.timer e2scrub_reap.service fstrim.timer systemd-pcrphase.service 2>/dev/null
inside passwd --quiet --lock root
inside usermod --shell /usr/sbin/nologin root
ln -sf ../run/systemd/resolve/stub-resolv.conf "$root/etc/resolv.conf"
# Debian names watchdog drivers that shall not load by themselves; here they shall.
rm -f "$root"/lib/modprobe.d/blacklist_linux_*.conf
rm -f "$root"/etc/apt/sources.list "$root"/etc/apt/sources.list.d/*
# Kernel modules by image/modules.list.
modules=$(echo "$root"/lib/modules/*/kernel)
mkdir "$modules/../kept"
sed -n 's/^+ //p' "$GATECAST_IMAGE/modules.list" | while read -r path; do
  [ ! -e "$modules/$path" ] || { mkdir -p "$modules/../kept/$(dirname "$path")" && mv "$modules/$path" "$modules/../kept/$path"; }
done
# shellcheck disable=SC2086
sed -n 's/^- //p' "$GATECAST_IMAGE/modules.list" | while read -r pattern; do rm -rf "${modules:?}"/$pattern; done
cp -r "$modules/../kept/." "$modules/"
rm -rf "$modules/../kept"
inside depmod "$(basename "$(dirname "$modules")")"
inside update-initramfs -c -k all >/dev/null
cp -L "$root"/boot/vmlinuz-* "$root/boot/vmlinuz"
cp -L "$root"/boot/initrd.img-* "$root/boot/initrd.img"
