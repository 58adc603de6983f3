# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 3G
#
# What QEMU says of a container that it cannot give to a guest, virsh shows: for each
# bad input of refused.sh but the machine. The plugin knows of many of them and refuses these before,
# so here most guests have the device as an argument of QEMU's, which the plugin does not
# look at.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash

GUEST=$FSLMC_RESULTS/bad.xml
VIRT='s/<hostdev/<!-- <hostdev/; s/hostdev>$/hostdev> -->/'

missing=

# expect_shown TEXT: what is in $GUEST does not start, and virsh says so, in one line. All
# are tried before the test fails.
expect_shown()
{
    (expect_error "$1" virsh create "$GUEST") || missing+=" '$1'"
    cat "$FSLMC_RESULTS/stderr"
    [ "$(grep -c 'vfio-fsl-mc' "$FSLMC_RESULTS/stderr")" = 1 ] || missing+=" one line of '$1'"
    [ -z "$(virsh -q list --name)" ] || fail "it runs: $1"
}

# arguments EDIT ARGUMENT…: makes a guest with these arguments for QEMU, and no hostdev.
arguments()
{
    local edit=$1 argument
    shift

    {
        sed -e "$VIRT" -e '/<domain/s,>, xmlns:qemu="http://libvirt.org/schemas/domain/qemu/1.0">,' \
            -e '/<\/domain>/d' -e "$edit" guest.xml
        echo '<qemu:commandline>'
        for argument; do
            printf '<qemu:arg value="%s"/>\n' "$argument"
        done
        printf '<qemu:env name="LD_PRELOAD" value="%s"/>\n' "$MODULES/qemu-vfio-fsl-mc.so"
        echo '</qemu:commandline>'
        echo '</domain>'
    } > "$GUEST"
}

# expect_device_shown TEXT EDIT [ARGUMENT…]: the guest has the device of a container that
# is on VFIO.
expect_device_shown()
{
    local text=$1 edit=$2
    shift 2

    arguments "$edit" "$@" -device vfio-fsl-mc,host=dprc.2
    expect_shown "$text"
}

# QEMU may open what the host has
at_exit libvirtd_restart
at_exit cp "$FSLMC_RESULTS/qemu.conf" /etc/libvirt
cp /etc/libvirt/qemu.conf "$FSLMC_RESULTS"
printf '%s\n' 'user = "root"' 'group = "root"' 'namespaces = []' 'cgroup_controllers = []' \
    'security_default_confined = 0' >> /etc/libvirt/qemu.conf
libvirtd_restart
guest_files

expect_device_shown ", not vfio-fsl-mc" ''
to_vfio dprc.2
expect_device_shown "accelerator 'kvm' is needed" "s/type='kvm'/type='qemu'/; /<cpu/d"
expect_device_shown "a GIC of version 3 with an ITS is needed" '' -machine its=off
expect_device_shown "the guest cannot have an IOMMU" '' -machine iommu=smmuv3
expect_device_shown "do without -dtb" '' -dtb /sys/firmware/fdt
expect_device_shown "ACPI does not describe containers" '/<kernel>/d; /<initrd>/d; /<cmdline>/d' \
    -bios /usr/share/AAVMF/waiting.fd -machine acpi=on

for host in '' ,host=../dprc.2 ,host=dpni.1 ,host=dprc.99 ,host=dprc.1; do
    arguments '' -device "vfio-fsl-mc$host"
    case $host in
        '') expect_shown "host= is missing" ;;
        *99) expect_shown "no container dprc.99 on this host" ;;
        *dprc.1) expect_shown "dprc.1 is the host's root container" ;;
        *) expect_shown "host=${host#*=} is not the name of a container" ;;
    esac
done

# held by another process
hold "$(group_of dprc.2)"
expect_device_shown "Device or resource busy" ''
release

# an object that the guest would lack
echo dpni.1 > /sys/bus/fsl-mc/drivers/vfio-fsl-mc/unbind
expect_device_shown "dpni.1 has no driver, not vfio-fsl-mc" ''
to_host dprc.2

# QEMU has no other machine that libvirt starts like this: here the plugin says it
sed "s/machine='virt'/machine='raspi3b'/; s/type='kvm'/type='qemu'/; /<features>/,/<cpu/d" \
    guest.xml > "$GUEST"
expect_error "not supported for machine type 'raspi3b', only for 'virt'" virsh create "$GUEST"

# as anybody has a container: no room for it in the guest's memory
sed -e 's/>256</>1024</' \
    -e "s,<memory,<maxMemory slots='1' unit='GiB'>2</maxMemory>&," \
    -e "/<domain/s,>, xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>," \
    -e "s,</cpu>,&,; s,<cpu mode='host-passthrough'/>,<cpu mode='host-passthrough'><numa><cell id='0' cpus='0' memory='1' unit='GiB'/></numa></cpu>," \
    -e '/<\/domain>/i <qemu:commandline><qemu:arg value="-machine"/><qemu:arg value="highmem=off"/></qemu:commandline>' \
    guest.xml > "$GUEST"
expect_shown "no room for"
wait_for test "$(driver_of dprc.2)" = "$HOST_DRIVER"

# what the kernel would not map, as it is no whole page
cp guest.xml "$GUEST"
mc queue-portals 2048
expect_shown "region 0 of dpio.3 cannot be mapped"
[ -z "$missing" ] || fail "not shown:$missing"
