# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Platform and AMBA devices: what sysfs shows of them, what writes to bind and unbind
# answer, and what VFIO has of a device. Nothing in this machine has moved them before:
# an IOMMU group that a device once had stays.
# dtb: platform
# kvm: yes
# daemon: none

. ./functions

PLATFORM=/sys/bus/platform
AMBA=/sys/bus/amba

# on BUS DEVICE: the rows that follow are about it.
on()
{
    BUS=$1
    device=$2
    echo "# $device"
}

# row WHAT RESULT: and the driver and group that the device has then.
row()
{
    local driver group=no

    driver=$(driver_of "$device")
    [ -z "$(group_of "$device")" ] || group=a
    printf '%s: %s, driver %s, %s group\n' "$1" "$2" "${driver:-none}" "$group"
}

# back: gives the device to whatever driver the host has for it.
back()
{
    local driver

    driver=$(driver_of "$device")
    [ -z "$driver" ] || unbind "$driver" "$device" > /dev/null
    set_override "$device"
    row 'override cleared, probe' "$(probe "$device")"
}

shown()
{
    local name

    echo '# where they are'
    realpath $PLATFORM/devices/7e220000.reset $AMBA/devices/9010000.pl031
    cat $PLATFORM/devices/7e220000.reset/modalias $AMBA/devices/9010000.pl031/id
    echo '# behind an IOMMU'
    for name in "$PLATFORM"/devices/* "$AMBA"/devices/*; do
        [ ! -e "$name/of_node/iommus" ] || echo "${name##*/}"
    done | sort
}

# The module is loaded with its default, which is to require a reset function.
required()
{
    modprobe vfio-platform
    on $PLATFORM 7e210000.plain
    row 'as booted' -
    row 'bind, no override' "$(bind vfio-platform "$device")"
    set_override "$device" vfio-platform
    row 'bind, no reset function' "$(bind vfio-platform "$device")"
    row 'probe, no reset function' "$(probe "$device")"
    set_override "$device" Vfio-platform
    row 'bind, override in another case' "$(bind vfio-platform "$device")"
    back

    on $PLATFORM 7e230000.bare
    set_override "$device" vfio-platform
    row 'bind, no IOMMU' "$(bind vfio-platform "$device")"
    back

    on $PLATFORM 7e220000.reset
    row 'as booted' -
    set_override "$device" vfio-platform
    row 'bind' "$(bind vfio-platform "$device")"
    row 'bind again' "$(bind vfio-platform "$device")"
    back

    on $PLATFORM 7e200000.sram
    row 'as booted' -
    set_override "$device" vfio-platform
    unbind sram "$device" > /dev/null
    row 'bind, no reset function' "$(bind vfio-platform "$device")"
    back

    on $PLATFORM 7d000000.iommu
    find "$BUS/drivers/$(driver_of "$device")/" -name '*bind' -printf '%f\n'
}

not_required()
{
    modprobe -r vfio-platform vfio-amba
    modprobe vfio-platform reset_required=0
    on $PLATFORM 7e210000.plain
    set_override "$device" vfio-platform
    row 'bind, no reset function is required' "$(bind vfio-platform "$device")"
    back
    modprobe -r vfio-platform
}

amba()
{
    modprobe vfio-amba
    on $AMBA 9030000.pl061
    row 'as booted' -
    set_override "$device" vfio-amba
    unbind pl061_gpio "$device" > /dev/null
    row 'bind' "$(bind vfio-amba "$device")"
    back
    on $AMBA b000000.dma
    set_override "$device" vfio-amba
    row 'bind' "$(bind vfio-amba "$device")"
    back
}

# one in a group on a driver of the host
pair()
{
    modprobe vfio-platform
    on $PLATFORM 7e240000.pair
    set_override "$device" vfio-platform
    row 'bind' "$(bind vfio-platform "$device")"
    vfio-steps container group "$(group_of "$device")" status attach
    device=7e250000.pair
    unbind sram "$device" > /dev/null
    row 'unbind the other' ok
    device=7e240000.pair
    start_vfio container group "$(group_of "$device")" status attach iommu \
        device 7e240000.pair hold
    device=7e250000.pair
    row 'bind the other to the host' "$(bind sram "$device")"
    stop_vfio
    back
    device=7e240000.pair
    back
}

vfio()
{
    local unbinder writer

    on $PLATFORM 7e220000.reset
    set_override "$device" vfio-platform
    row 'bind' "$(bind vfio-platform "$device")"
    vfio-steps container group "$(group_of "$device")" attach iommu device "$device" \
        info region 0 irq 0 write 0:0 write 0:4 read 0:0 read 0:4 reset read 0:0 read 0:4
    start_vfio container group "$(group_of "$device")" attach iommu device "$device" hold
    # waits in the kernel for who has it, and even a kill does not end it
    unbind vfio-platform "$device" > "$FSLMC_RESULTS/unbound" &
    unbinder=$!
    wait_for is_bound "$device" ''
    writer=$(pgrep -P "$unbinder" sysfs-write)
    kill -KILL "$writer"
    wait_for in_state D "$writer"
    row 'unbind, while it is open' 'waits'
    stop_vfio
    wait "$unbinder" || :
    row 'closed' -
    back
}

rows()
{
    shown
    required
    vfio
    pair
    not_required
    amba
}

expect_printed platform rows
