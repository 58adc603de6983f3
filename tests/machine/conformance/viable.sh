# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# When the group of a container can be used: all of it is on vfio-fsl-mc, or on
# no driver.
# daemon: none

. ./functions

viable()
{
    local group

    to_vfio dprc.2
    group=$(group_of dprc.2)

    echo '# all on vfio-fsl-mc'
    vfio-steps container group "$group" status attach

    echo '# an object on no driver'
    unbind vfio-fsl-mc dpbp.2
    state_of dpbp.2
    vfio-steps container group "$group" status attach

    echo '# an object on a driver of the host'
    set_override dpbp.2
    bind fsl_mc_allocator dpbp.2
    state_of dpbp.2
    vfio-steps container group "$group" status attach

    echo '# while the group is in use'
    unbind fsl_mc_allocator dpbp.2
    start_vfio container group "$group" attach iommu device dprc.2 hold
    bind fsl_mc_allocator dpbp.2
    state_of dpbp.2
    stop_vfio
}

expect_printed viable viable
