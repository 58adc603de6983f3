# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-iommu
# containers: both
#
# A host without IOMMU groups: devices are listed, and a detach says why not.

before=$(bus_state)
{
    virsh nodedev-dumpxml dprc_2
    refused virsh nodedev-detach dprc_2
} | grep -v '^$' | expect_output no-iommu.expected
test "$(bus_state)" = "$before"
