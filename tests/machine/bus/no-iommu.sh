# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: no-iommu
#
# A host without an IOMMU before the bus.

. ./lib

tool list | grep '^dprc.2 in dprc.1 driver fsl_mc_dprc group -1 .* plugged yes$' > /dev/null
refused "NO_IOMMU_GROUP: container 'dprc.2' has no IOMMU group; is there an IOMMU for the fsl-mc bus?" \
    detach dprc.2
tool reattach dprc.2
echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/unbind"
refused "NO_IOMMU_GROUP: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': it has no IOMMU group; is there an IOMMU for the fsl-mc bus?" \
    detach dprc.2
tool list | grep '^dprc.2 in dprc.1 driver none group -1 .* plugged unknown$' > /dev/null
tool reattach dprc.2
