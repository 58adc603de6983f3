# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-iommu
# daemon: none
#
# Without an IOMMU in the device tree the bus works, but nothing has a group.

test "$(driver_of dprc.2)" = fsl_mc_dprc
test -z "$(group_of dprc.2)"
expect_error 'Invalid argument' to_vfio dprc.2
