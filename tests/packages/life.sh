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

files > /tmp/before
install_package
with_plugin
start_with_kvm
loaded 2
virsh nodedev-list | grep -q '^computer'
virsh define "$GUEST"
libvirtd_stop
expect_lines 0 ''

dpkg --remove libvirt-fslmc
files | diff /tmp/before - | grep '^[<>] /[^e]' && fail 'more than configuration is left'
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
