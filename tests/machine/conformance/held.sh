# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Unbinding what a process uses.
# daemon: none

. ./functions

gone()
{
    [ ! -e "$BUS/devices/$1/driver" ]
}

# read_or_stuck PID: the reader has read, or waits in the kernel's function.
read_or_stuck()
{
    [ -s "$FSLMC_RESULTS/override" ] ||
        grep -q driver_override_show "/proc/$1/stack"
}

held()
{
    local group node reader unbinder writer
    local result=$FSLMC_RESULTS/unbind-result

    to_vfio dprc.2
    group=$(group_of dprc.2)
    node=/dev/vfio/$group

    echo '# group and container'
    start_vfio container group "$group" attach iommu hold
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.2)"
    state_of dprc.2 dpni.1
    [ ! -e "$node" ] || echo 'its node is there'
    stop_vfio
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"

    echo '# a device'
    [ -e "$node" ] || echo 'its node is not there'
    start_vfio container group "$group" attach iommu device dprc.2 hold
    unbind vfio-fsl-mc dprc.2 > "$result" &
    unbinder=$!
    wait_for gone dprc.2
    [ -e "$BUS/devices/dpni.1" ] || echo 'dpni.1 is not there'
    [ -e "$node" ] || echo 'its node is not there'
    printf 'driver of dpni.1: %s\n' "$(driver_of dpni.1)"

    # the override of what is being unbound
    cat "$BUS/devices/dprc.2/driver_override" > "$FSLMC_RESULTS/override" &
    reader=$!
    wait_for read_or_stuck "$reader"
    if [ -s "$FSLMC_RESULTS/override" ]; then
        printf 'override meanwhile: %s\n' "$(cat "$FSLMC_RESULTS/override")"
    else
        echo 'override meanwhile: reading it waits'
    fi

    # even a kill does not end it
    writer=$(pgrep -P "$unbinder" sysfs-write)
    kill -KILL "$writer"
    wait_for in_state D "$writer"
    [ ! -s "$result" ] || echo 'the unbind has returned'
    stop_vfio
    wait $reader || :
    wait $unbinder || :
    state_of dprc.2 dpni.1
    [ ! -e "$node" ] || echo 'its node is there'
}

expect_printed held held
