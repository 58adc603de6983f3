# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
#
# Containers that are not plugged: the host's driver does not take them.

. ./lib

tool list | grep '^dprc.5 in dprc.1 driver none group -1 .* plugged no$' > /dev/null
tool list | grep '^dprc.7 in dprc.6 driver none group -1 .* plugged no$' > /dev/null
tool list | grep '^dprc.2 in dprc.1 driver fsl_mc_dprc .* plugged yes$' > /dev/null

refused "NO_IOMMU_GROUP: container 'dprc.5' has no IOMMU group; it seems to be unplugged" \
    detach dprc.5
refused "REFUSED: cannot bind container 'dprc.5' to driver 'fsl_mc_dprc': the driver does not take it; the container may be unplugged" \
    reattach dprc.5
refused "NOT_VFIO: cannot reset container 'dprc.5'" reset dprc.5

# plugged in: the kernel binds it by itself
mc plug dprc.5
rescan
test "$(driver_of dprc.5)" = fsl_mc_dprc
before=$(bus)
tool detach dprc.5
tool reattach dprc.5
same "$before"

# unplugged while detached: it stays detached
tool detach dprc.5
mc unplug dprc.5
rescan
if [ "$(driver_of dprc.5)" = vfio-fsl-mc ]; then
    refused "REFUSED: cannot bind container 'dprc.5' to driver 'fsl_mc_dprc': the driver does not take it; the container may be unplugged" \
        reattach dprc.5
fi
tool list
