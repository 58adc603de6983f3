# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# From every state that somebody may have left a container in, by hand.
# containers: both

. ./lib

before=$(bus)

# unbound, with an override of his own
unbind dprc.2
echo mine > "$BUS/devices/dprc.2/driver_override"
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
tool reattach dprc.2
same "$before"

unbind dprc.2
echo vfio-fsl-mc > "$BUS/devices/dprc.2/driver_override"
tool reattach dprc.2
same "$before"

# on the host's driver, an override already set
echo vfio-fsl-mc > "$BUS/devices/dprc.2/driver_override"
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc

# detached, the override cleared
echo > "$BUS/devices/dprc.2/driver_override"
tool reattach dprc.2
same "$before"

# one of its objects given to a process by hand; it goes with its container. Of an
# unplugged one there are none before it is detached
if [ "$FSLMC_CONTAINERS" = plugged ]; then
    echo vfio-fsl-mc > "$BUS/devices/dpni.1/driver_override"
    echo dpni.1 > "$BUS/drivers/vfio-fsl-mc/bind"
    group=$(group_of dprc.2)
    hold "$group"
    meanwhile refused "BUSY: IOMMU group $group of container 'dprc.2' is in use by process $holder (vfio-hold)" \
        detach dprc.2
    let_go
    tool detach dprc.2
    all_on dprc.2 vfio-fsl-mc
    tool reattach dprc.2
    same "$before"
fi

# without autoprobe nobody binds its objects but we
echo 0 > "$BUS/drivers_autoprobe"
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
tool reset dprc.2
echo 1 > "$BUS/drivers_autoprobe"
tool reattach dprc.2
same "$before"

# bound by hand without autoprobe: its objects have no driver, until it is
# detached once more
echo 0 > "$BUS/drivers_autoprobe"
to_vfio dprc.2
test "$(driver_of dprc.2)" = vfio-fsl-mc
test "$(driver_of dpni.1)" = ''
tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
tool reattach dprc.2
echo 1 > "$BUS/drivers_autoprobe"
to_vfio dprc.2
tool reattach dprc.2
same "$before"
