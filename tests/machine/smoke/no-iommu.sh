# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-iommu
# containers: plugged
# daemon: none
#
# Without an IOMMU in the device tree the bus works, but nothing has a group. Linux 6.1
# may crash when an unplugged container is bound there: the library does not try it.

test "$(driver_of dprc.2)" = fsl_mc_dprc
test -z "$(group_of dprc.2)"
expect_error 'Invalid argument' to_vfio dprc.2
