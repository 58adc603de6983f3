# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# Platform and AMBA devices as node devices: which are listed, what they show, and how
# they are detached, reset and reattached, or why not; what a message advises, helps;
# and the events of it.

UNSAFE=/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts

# on BUS DEVICE: the calls are about it.
on()
{
    BUS=/sys/bus/$1
    device=$2
    name=$(tr -c 'a-zA-Z0-9\n' _ <<< "$1_$2")
    echo "# $name"
    state 'as it is'
}

state()
{
    local driver

    driver=$(driver_of "$device")
    echo "$1: driver ${driver:-none}, override $(override_of "$device")"
}

# call CALL: and where the device is after it, whatever came of it.
call()
{
    virsh -q "nodedev-$1" "$name" 2>&1 || :
    state "$1"
}

# reload [PARAMETER=VALUE]: vfio-platform anew, which nothing is bound to.
reload()
{
    modprobe -r vfio-platform
    modprobe vfio-platform "$@"
}

# words [STEP…]: the first two of the device, as VFIO has them after these steps.
words()
{
    vfio-steps container group "$(group_of "$device")" attach iommu device "$device" \
        "$@" read 0:0 read 0:4 | grep '^read'
}

with_reset()
{
    on platform 7e220000.reset
    call detach
    # it has a group since then
    virsh -q nodedev-dumpxml "$name"
    words write 0:0 write 0:4
    call reset
    words
    call detach
    hold "$(group_of "$device")" "$device"
    call reset
    call reattach
    release
    call reattach
    call reset
    call reattach
}

# A driver of the host has it, and gets it back.
amba()
{
    on amba 9010000.pl031
    call detach
    virsh -q nodedev-dumpxml "$name" | grep -A 2 '<driver>'
    call reset
    call reattach
    test -e "$BUS/devices/$device/rtc"
}

refusals()
{
    on amba 9030000.pl061
    call detach
    call reattach
    on platform 7e200000.sram
    call reset
    call detach
    on platform 7e210000.plain
    call detach
    on platform 7e230000.bare
    call detach
}

# Linux 6.12 refuses a device whose interrupts are not isolated; it does not when told.
unsafe()
{
    on platform 7e290000.ethernet
    call detach
    call reset
    echo 1 > "$UNSAFE"
    call reset
    call reattach
}

# a group of two
pair()
{
    on platform 7e240000.pair
    call detach
    call reset
    call reattach
}

not_required()
{
    reload reset_required=0
    on platform 7e210000.plain
    call detach
    call reattach
    on platform 7e240000.pair
    call detach
    on platform 7e250000.pair
    call detach
    call reset
    on platform 7e240000.pair
    call reset
    call reattach
    on platform 7e250000.pair
    call reattach
    reload
}

calls()
{
    virsh -q nodedev-list | grep -E '^(platform|amba)_'
    virsh -q nodedev-dumpxml amba_9010000_pl031
    with_reset
    amba
    refusals
    unsafe
    pair
    not_required
}

# told NAME: a client has been told that this device has changed.
told()
{
    grep -q -F "event 'update' for node device $1" "$FSLMC_RESULTS/events"
}

at_exit sh -c "echo 0 > $UNSAFE"
# line by line, for the test waits for its lines
stdbuf -oL virsh nodedev-event --event update --loop > "$FSLMC_RESULTS/events" 2>&1 &
at_exit kill $!
calls > "$FSLMC_RESULTS/said"
sed -E "s/(iommuGroup number=')[0-9]+/\1N/; s/(IOMMU group) [0-9]+/\1 N/
        s/(process) [0-9]+/\1 PID/" "$FSLMC_RESULTS/said" |
    expect_output node-devices.expected
wait_for told amba_9010000_pl031
wait_for told platform_7e250000_pair
