# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# VFIO on a container that is detached, and on what is in it.
# daemon: none

. ./functions

vfio()
{
    local group

    to_vfio dprc.2
    group=$(group_of dprc.2)

    echo '# a container'
    vfio-steps container group "$group" status attach status iommu \
        device dprc.2 info region 0 irq 0 region 1 irq 1 reset map

    echo '# what is in it'
    vfio-steps container group "$group" attach iommu \
        device dpmcp.5 info region 0 irq 0 \
        device dpio.3 info region 0 region 1 \
        device dpni.1 info region 0 irq 0 reset

    echo '# in the wrong order'
    vfio-steps container group "$group" device dprc.2 attach device dprc.2 \
        iommu attach
    vfio-steps container group "$group" attach iommu device dpni.3 device dprc.9

    echo '# the reset fails'
    mc fail reset 5 1 dprc.2
    vfio-steps container group "$group" attach iommu device dprc.2 reset reset

    echo '# held: a second user'
    start_vfio container group "$group" attach iommu hold
    vfio-steps container group "$group"
    stop_vfio
    vfio-steps container group "$group" attach iommu
}

expect_printed vfio vfio
