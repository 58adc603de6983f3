# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: both
#
# An object of a detached container is bound to a driver of the host.

. ./lib

before=$(bus)
host=fsl_mc_allocator
tool detach dprc.2
echo dpbp.2 > "$BUS/drivers/vfio-fsl-mc/unbind"
echo "$host" > "$BUS/devices/dpbp.2/driver_override"
echo dpbp.2 > "$BUS/drivers/$host/bind"
refused "NOT_VFIO: cannot reset container 'dprc.2': 'dpbp.2' in its IOMMU group $(group_of dprc.2) is bound to '$host'" \
    reset dprc.2
tool reattach dprc.2
same "$before"
