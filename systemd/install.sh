#!/bin/bash
# Installs the station on Raspberry Pi OS or Debian; running it again repairs or upgrades it.
#
#   sudo systemd/install.sh                  everything, from this checkout
#   sudo systemd/install.sh --wheels DIR     without internet: packages from DIR
#   systemd/install.sh --root DIR            files only, under DIR; the system is left alone
#
# Never touched once there: /etc/hangar/hangar.toml and /var/lib/hangar.
set -euo pipefail
umask 022

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
source_dir=$(dirname "$here")
root=""
wheels=""
changed=0
packages="python3-venv libzbar0 libfribidi0 avahi-daemon"

say() { printf '%s\n' "$*"; }
fail() {
    printf 'Arrêt : %s\n' "$*" >&2
    exit 1
}
usage() {
    sed -n '2,8p' "${BASH_SOURCE[0]}" | sed 's/^# \{0,1\}//' >&2
    exit 2
}

while [ $# -gt 0 ]; do
    case "$1" in
    --root)
        [ $# -ge 2 ] && [ -n "$2" ] || usage
        mkdir -p "$2"
        root=$(cd "$2" && pwd)
        [ "$root" != / ] || fail "--root / changerait le système : lancez sans --root."
        shift 2
        ;;
    --wheels)
        [ $# -ge 2 ] && [ -d "$2" ] || usage
        wheels=$(cd "$2" && pwd)
        shift 2
        ;;
    *) usage ;;
    esac
done

# Put one file in place, whole or not at all, and only when it differs.
place() {
    local from=$1 to=$root$2 mode=$3
    if [ -f "$to" ] && cmp -s "$from" "$to" && [ "$(stat -c %a "$to")" = "${mode#0}" ]; then
        return
    fi
    mkdir -p "$(dirname "$to")"
    install -m "$mode" "$from" "$to.new"
    mv -f "$to.new" "$to"
    changed=1
    say "  posé : $2"
}

place_files() {
    place "$here/hangar.sysusers.conf" /etc/sysusers.d/hangar.conf 0644
    place "$here/71-hangar.rules" /etc/udev/rules.d/71-hangar.rules 0644
    place "$here/hangar.service" /etc/systemd/system/hangar.service 0644
    place "$here/media-hangar.mount" /etc/systemd/system/media-hangar.mount 0644
    mkdir -p "$root/media/hangar"
    place "$here/hangar.avahi-service" /etc/avahi/services/hangar.service 0644
    place "$here/README.md" /opt/hangar-station/README-systemd.md 0644
}

place_configuration() {
    if [ -e "$root/etc/hangar/hangar.toml" ]; then
        say "  gardé : /etc/hangar/hangar.toml"
    else
        place "$here/hangar.toml.example" /etc/hangar/hangar.toml 0640
    fi
    mkdir -p "$root/var/lib/hangar" "$root/etc/hangar/templates"
    chmod 0750 "$root/etc/hangar" "$root/etc/hangar/templates" "$root/var/lib/hangar"
}

check_system() {
    [ "$(id -u)" = 0 ] || fail "il faut les droits : sudo $0"
    command -v systemctl >/dev/null || fail "ce système n'a pas systemd."
    if command -v apt-get >/dev/null && ! packages_there; then
        say "Paquets du système…"
        export DEBIAN_FRONTEND=noninteractive
        { apt-get update -q && apt-get install -q -y $packages; } >/dev/null ||
            say "  apt a échoué : il manque peut-être un de ces paquets : $packages. On continue."
    fi
    python3 -c 'import sys; sys.exit(sys.version_info < (3, 11))' ||
        fail "il faut Python 3.11 au moins, ici $(python3 -V)."
}

packages_there() {
    # shellcheck disable=SC2086  # a list of names
    dpkg -s $packages >/dev/null 2>&1
}

install_station() {
    local venv=/opt/hangar-station
    local options=(--quiet --disable-pip-version-check)
    [ -z "$wheels" ] || options+=(--no-index --find-links "$wheels")
    say "Programme dans $venv…"
    [ -x $venv/bin/python ] || python3 -m venv $venv
    # A folder is always installed anew, even under the same version: the checkout counts.
    $venv/bin/pip install "${options[@]}" "$source_dir" || fail "pip a échoué : lisez plus haut."
    $venv/bin/hangar --version >/dev/null || fail "le programme ne démarre pas : relancez l'installation."
}

give_rights() {
    systemd-sysusers /etc/sysusers.d/hangar.conf
    chown root:hangar /etc/hangar /etc/hangar/hangar.toml
    chown hangar:hangar /var/lib/hangar /etc/hangar/templates
}

start() {
    systemctl daemon-reload
    udevadm control --reload
    udevadm trigger --subsystem-match=tty --subsystem-match=usbmisc --subsystem-match=hidraw
    systemctl enable --quiet hangar.service media-hangar.mount
    if systemctl is-active --quiet hangar.service; then
        say "La station tourne encore avec l'ancien programme."
        say "Quand le quai est vide : sudo systemctl restart hangar"
    else
        systemctl start hangar.service
        say "La station démarre : journalctl -u hangar -f"
    fi
}

warn_about_neighbours() {
    if [ "$(hostname)" != hangar ]; then
        say "Les tablettes cherchent hangar.local : sudo hostnamectl set-hostname hangar"
    fi
    if dpkg -s brltty >/dev/null 2>&1; then
        say "Attention : brltty prend les adaptateurs CH340. Retirez-le : sudo apt-get remove brltty"
    fi
    if dpkg -s ipp-usb >/dev/null 2>&1; then
        say "Attention : ipp-usb peut prendre l'étiqueteuse USB : sudo apt-get remove ipp-usb"
    fi
}

[ -n "$root" ] || check_system
say "Fichiers…"
place_files
place_configuration
if [ -n "$root" ]; then
    say "Fini sous $root : le système n'est pas touché."
    exit 0
fi
install_station
give_rights
start
warn_about_neighbours
[ "$changed" = 1 ] || say "Rien de neuf dans les fichiers."
say "Fini. Réglages : /etc/hangar/hangar.toml"
