# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Installed, the plugin is in the daemon; removed, it is not, and nothing is left
# of it but the configuration; purged, nothing at all. A guest with the hostdev is
# still defined then, and has it again when the package is back. The daemon is
# started again when all that came with the package is ready, and not for less.

# shellcheck source=tests/packages/package
. "$FSLMC_TOP/tests/packages/package"
# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# files: all there are, but for what dpkg and libvirt write.
files()
{
    find / -xdev \( -path /var/lib/dpkg -o -path /var/log -o -path /var/cache \
        -o -path /var/lib/libvirt -o -path /etc/libvirt \) -prune -o -print | sort
}

# profile COUNT LINE: a libvirt with this in the profile of guests has come, and the
# file of the local administrator's names our rules that often.
profile()
{
    echo "$2" > "$ABSTRACTIONS/libvirt-qemu"
    dpkg-trigger --no-await --by-package=libvirt-fslmc "$ABSTRACTIONS/libvirt-qemu"
    dpkg --triggers-only --pending
    [ "$(grep -cxF "$RULES" "$LOCAL")" = "$1" ] || fail "with '$2': $(cat "$LOCAL")"
}

# restarted COUNT: so often the package has asked for that.
restarted()
{
    [ "$(grep -cx 'restart libvirtd.service' /tmp/asked)" = "$1" ] ||
        fail "not $1 restarts: $(cat /tmp/asked)"
}

# An init system, as far as the package's scripts ask one.
mkdir -p /run/systemd/system
: > /tmp/asked
cat > /usr/bin/systemctl <<'END'
#!/bin/sh
# What is asked for: "--system daemon-reload", "is-active -q UNIT".
[ "$1" != is-active ] || [ "$3" = libvirtd.service ]
END
cat > /usr/bin/deb-systemd-invoke <<'END'
#!/bin/sh
echo "$*" >> /tmp/asked
END
chmod +x /usr/bin/systemctl /usr/bin/deb-systemd-invoke

ABSTRACTIONS=/etc/apparmor.d/abstractions
LOCAL=/etc/apparmor.d/local/abstractions/libvirt-qemu
RULES='include if exists <abstractions/libvirt-qemu.d/libvirt-fslmc>'
MINE="# mine, beside $RULES"
NOTES=/run/libvirt/fslmc
mkdir -p "$ABSTRACTIONS" "${LOCAL%/*}"
echo "$MINE" > "$LOCAL"
echo '# Debian 12' > "$ABSTRACTIONS/libvirt-qemu"

files > /tmp/before
dpkg --no-triggers --install "$FSLMC_PACKAGE"
restarted 0
dpkg --triggers-only --pending
restarted 1
profile 1 '# Debian 12, again'
profile 0 'include if exists <abstractions/libvirt-qemu.d>'
profile 1 '# Debian 12'
restarted 1
with_plugin
start_with_kvm
loaded 2
virsh nodedev-list | grep -q '^computer'
virsh define "$GUEST"
libvirtd_stop
expect_lines 0 ''

mkdir -p "$NOTES"
: > "$NOTES/dprc.2"
dpkg --remove libvirt-fslmc
restarted 2
[ -e "$NOTES/dprc.2" ] || fail 'which container a guest has is forgotten'
files | diff /tmp/before - | grep '^[<>] /[^e]' && fail 'more than configuration is left'
[ "$(cat "$LOCAL")" = "$MINE" ] || fail "left in $LOCAL: $(cat "$LOCAL")"
rm "$NOTES/dprc.2"
dpkg --purge libvirt-fslmc
[ ! -e "$NOTES" ] || fail "there is still $NOTES"
files | diff /tmp/before -
without_plugin
libvirtd_start
loaded 0
virsh dumpxml guest | hostdevs > /tmp/hostdevs
[ ! -s /tmp/hostdevs ] || fail "stock libvirt has $(cat /tmp/hostdevs)"
libvirtd_stop

install_package
with_plugin
libvirtd_start
virsh dumpxml guest | grep "<address object='dprc.2'/>"
libvirtd_stop
