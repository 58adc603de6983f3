# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: no-iommu
# containers: both
#
# A host without an IOMMU before the bus.

. ./lib

expect_none()
{
    refused "NO_IOMMU_GROUP: container 'dprc.2' has no IOMMU group; is there an IOMMU for the fsl-mc bus?" \
        detach dprc.2
}

# Nothing is tried: of a container that the host never had, Linux 6.1 does not survive it.
expect_none
[ -z "$HOST_DRIVER" ] ||
    tool list | grep '^dprc.2 in dprc.1 driver fsl_mc_dprc group -1 .* plugged yes$' > /dev/null
tool reattach dprc.2
unbind dprc.2
expect_none
tool list | grep '^dprc.2 in dprc.1 driver none group -1 .* plugged unknown$' > /dev/null
tool reattach dprc.2
