# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the agent: the machine's state between tests. Each test finds it
# as the first one did, whatever the one before it did.

# remember: what the machine looks like before the first test.
remember()
{
    udevadm settle
    bus_state > /run/fslmc-bus
}

bus_is_back()
{
    udevadm settle
    bus_state | cmp -s - /run/fslmc-bus
}

# containers_changed: prints those with another driver or override than in the
# beginning.
containers_changed()
{
    bus_state | diff /run/fslmc-bus - | sed -n 's,^[<>] \(dprc[^/]*\)/.*,\1,p' | sort -u
}

# put_back_bus: firmware, objects and drivers as in the beginning.
put_back_bus()
{
    local container

    [ ! -e "$MC_PORT" ] || mc reset
    bus_is_back && return 0

    echo 1 > "$BUS/drivers_autoprobe"
    for container in $(containers_changed); do
        [ ! -e "$BUS/devices/$container" ] || to_host "$container"
    done
    rescan
    bus_is_back && return 0

    # An unplugged container keeps the group that its first bind gave it, for as
    # long as its device exists.
    for container in $(containers_changed); do
        (mc remove "$container") 2> /dev/null || : # gone with its parent
    done
    rescan
    mc reset
    rescan
    bus_is_back && return 0

    # from the ground up; not without an IOMMU, where Linux 6.12 cannot bind the
    # bus twice: the root's misc device, made before there was a class for such,
    # stays behind as 10:256
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
    bus_is_back && return 0

    echo "PUT BACK: the bus is not as it was"
    bus_state | diff -u /run/fslmc-bus -
    return 1
}

# put_back_guests: no guest runs and none is defined.
put_back_guests()
{
    local name

    set -- /etc/libvirt/qemu/*.xml /run/libvirt/qemu/*.xml
    for name in "$@"; do
        [ -e "$name" ] || continue
        libvirtd_pid > /dev/null || daemon_pid virtqemud > /dev/null || libvirtd_start
        name=${name##*/}
        name=${name%.xml}
        virsh -q destroy "$name" > /dev/null 2>&1
        virsh -q undefine "$name" > /dev/null 2>&1
    done
}

# put_back_definitions: no container is defined, and what is known of them is gone
# as after a boot.
put_back_definitions()
{
    rm -rf /etc/libvirt/fslmc /run/libvirt/fslmc/containers
}

# put_back: all of it, after a test.
put_back()
{
    echo 1 > /sys/fs/cgroup/test/cgroup.kill
    wait_for rmdir /sys/fs/cgroup/test
    put_back_guests
    put_back_definitions
    put_back_bus
}

# daemon_wanted NAME: libvirtd runs, the split daemons do, or none of them, as the
# next test wants it.
daemon_wanted()
{
    [ "$1" = split ] || split_stop
    [ "$1" = libvirtd ] || libvirtd_stop
    case $1 in
        libvirtd) libvirtd_pid > /dev/null || libvirtd_start ;;
        split)
            daemon_pid virtnodedevd > /dev/null || split_start virtnodedevd
            daemon_pid virtqemud > /dev/null || split_start virtqemud
            ;;
    esac
}
