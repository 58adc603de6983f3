# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# Names, places and modes on the bus as the host has it after it booted.
# daemon: none

. ./functions

modes()
{
    (cd "$1" && shift && stat -c '%n %A' "$@")
}

layout()
{
    echo '# the bus'
    modes "$BUS" autorescan rescan drivers_autoprobe drivers_probe uevent \
        devices drivers
    modes "$BUS/drivers" fsl_mc_allocator fsl_mc_dprc vfio-fsl-mc
    modes "$BUS/drivers/vfio-fsl-mc" bind unbind uevent

    echo '# where objects are'
    (cd "$BUS/devices" && realpath dprc.1 dprc.2 dpni.1)

    echo '# what they have'
    modes "$BUS/devices/dprc.2" driver driver_override iommu_group modalias \
        uevent power subsystem dpni.1
    modes "$BUS/devices/dpni.1" driver_override modalias uevent subsystem
    cat "$BUS/devices/dprc.2/modalias" "$BUS/devices/dpni.1/modalias"
    cat "$BUS/devices/dprc.2/uevent" "$BUS/devices/dpni.1/uevent"
    readlink -f "$BUS/devices/dprc.2/subsystem"

    echo '# on which drivers and in which groups they are'
    # how many dpio the host can use depends on its processors, so without them
    # shellcheck disable=SC2046 # a list
    state_of $(cd "$BUS/devices" && printf '%s\n' dp[bcmnrs]* | sort -V)

    echo '# nodes'
    stat -c '%n %A %U major %Hr' /dev/dprc.1
    stat -c '%n %A' /dev/vfio/vfio
}

expect_printed layout layout
