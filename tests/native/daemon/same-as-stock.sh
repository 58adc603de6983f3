# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Where there is no fsl-mc bus, the daemon answers byte for byte as without the
# plugin, says nothing of it, and has no kind of thread or open file more.

guest='<domain type="qemu">
  <name>guest</name>
  <uuid>5f5f5f5f-0000-4000-8000-000000000001</uuid>
  <memory unit="MiB">64</memory>
  <os><type>hvm</type></os>
  <devices/>
</domain>'

# answers DIRECTORY: what the daemon says about all there is.
answers()
{
    local device

    mkdir -p "$1"
    virsh nodedev-list > "$1/nodedev-list"
    virsh nodedev-list --tree > "$1/nodedev-tree"
    while read -r device; do
        [ -z "$device" ] || virsh nodedev-dumpxml "$device"
    done < "$1/nodedev-list" > "$1/nodedev-xml"
    virsh capabilities > "$1/capabilities"
    virsh domcapabilities > "$1/domcapabilities"
    printf '%s' "$guest" > /tmp/guest.xml
    virsh define /tmp/guest.xml > "$1/define"
    virsh dumpxml guest > "$1/dumpxml"
    virsh domxml-to-native qemu-argv --domain guest > "$1/argv"
    virsh undefine guest > "$1/undefine"
    virsh net-list --all > "$1/net-list"
    virsh pool-list --all > "$1/pool-list"
    virsh secret-list > "$1/secret-list"
    virsh nwfilter-list > "$1/nwfilter-list"
    virsh iface-list --all > "$1/iface-list" 2>&1 || :
    # libvirtd has as many workers as it has work: what kinds there are counts
    cat "/proc/$LIBVIRTD"/task/*/comm | sort -u > "$1/threads"
    find "/proc/$LIBVIRTD/fd" -printf '%l\n' | sed 's/\[[0-9]*\]//' | sort -u > "$1/files"
}

same_as_stock libvirtd_start
expect_lines 0 ''
[ -s /tmp/stock/nodedev-list ] || fail 'no node device at all'
