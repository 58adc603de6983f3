# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Installed, the plugin is in the daemon; removed, it is not, and nothing is left
# of it but the configuration; purged, nothing at all. A guest with the hostdev is
# still defined then, and has it again when the package is back.

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
    [ "$(grep -c libvirt-fslmc "$LOCAL")" = "$1" ] || fail "with '$2': $(cat "$LOCAL")"
}

ABSTRACTIONS=/etc/apparmor.d/abstractions
LOCAL=/etc/apparmor.d/local/abstractions/libvirt-qemu
mkdir -p "$ABSTRACTIONS" "${LOCAL%/*}"
echo '# mine' > "$LOCAL"
echo '# Debian 12' > "$ABSTRACTIONS/libvirt-qemu"

files > /tmp/before
install_package
profile 1 '# Debian 12, again'
profile 0 'include if exists <abstractions/libvirt-qemu.d>'
profile 1 '# Debian 12'
with_plugin
start_with_kvm
loaded 2
virsh nodedev-list | grep -q '^computer'
virsh define "$GUEST"
libvirtd_stop
expect_lines 0 ''

dpkg --remove libvirt-fslmc
files | diff /tmp/before - | grep '^[<>] /[^e]' && fail 'more than configuration is left'
[ "$(cat "$LOCAL")" = '# mine' ] || fail "left in $LOCAL: $(cat "$LOCAL")"
dpkg --purge libvirt-fslmc
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
