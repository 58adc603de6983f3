# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# A host without an IOMMU before its MC.
# daemon: none
# dtb: no-iommu

. ./functions

no_iommu()
{
    state_of dprc.1 dprc.2 dpmcp.5 dpni.1
    free_for_vfio dprc.2
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"
    state_of dprc.2 dpni.1
    free_for_host dprc.2
    printf 'bind to the host: %s\n' "$(bind fsl_mc_dprc dprc.2)"
    state_of dprc.2 dpmcp.5 dpni.1
}

expect_printed no-iommu no_iommu
