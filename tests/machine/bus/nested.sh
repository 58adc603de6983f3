# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# containers: both
#
# Containers in containers go and come with the one that they are in.

. ./lib

before=$(bus)

tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
detached=$(bus)
tool detach dprc.4
same "$detached"
refused "REFUSED: container 'dprc.3' is in container 'dprc.2', which is detached; reattach that one" \
    reattach dprc.3
refused "REFUSED: container 'dprc.4' is in container 'dprc.2', which is detached; reattach that one" \
    reattach dprc.4
tool reset dprc.4

# held: the innermost keeps all that it is in
group=$(group_of dprc.4)
hold "$group" dprc.4
text="BUSY: IOMMU group $group of container 'dprc.4' is in use by process $holder (vfio-hold)"
meanwhile refused "$text" reattach dprc.2
let_go
tool reattach dprc.2
same "$before"

# One of the inner ones alone. Of a container that is not plugged they are in sysfs
# only when it is detached.
[ -n "$HOST_DRIVER" ] || exit 0
tool detach dprc.3
all_on dprc.3 vfio-fsl-mc
test "$(driver_of dprc.2)" = fsl_mc_dprc
hold "$(group_of dprc.3)" dprc.3
meanwhile refused "BUSY: IOMMU group $(group_of dprc.3) of container 'dprc.3' is in use by process $holder" \
    detach dprc.2
meanwhile refused "BUSY: IOMMU group $(group_of dprc.3) of container 'dprc.3'" reattach dprc.3
let_go
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
tool reattach dprc.2
same "$before"

# without autoprobe the inner ones are bound one by one, too
echo 0 > "$BUS/drivers_autoprobe"
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
test "$(driver_of dpni.3)" = vfio-fsl-mc
echo 1 > "$BUS/drivers_autoprobe"
tool reattach dprc.2
same "$before"
