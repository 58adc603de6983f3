# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# containers: plugged
#
# Containers that are not plugged, as those that are made at run time: they have
# no driver, no IOMMU group before the first bind, and what is in them is on the
# bus only while they are detached.

. ./lib

tool list | grep '^dprc.5 in dprc.1 driver none group -1 .* plugged no$' > /dev/null
tool list | grep '^dprc.7 in dprc.6 driver none group -1 .* plugged no$' > /dev/null
tool list | grep '^dprc.2 in dprc.1 driver fsl_mc_dprc .* plugged yes$' > /dev/null

# free CONTAINER: it has no driver and no override, and nothing of it is on the bus.
free()
{
    [ "$(driver_of "$1")" = '' ] || fail "$1 is on '$(driver_of "$1")'"
    [ "$(override_of "$1")" = '(null)' ] || fail "$1 has override '$(override_of "$1")'"
    [ -z "$(find "$(realpath "$BUS/devices/$1")" -mindepth 1 -maxdepth 1 -name 'dp*.*')" ] ||
        fail "there are objects in $1"
}

# there and back, twice: the second time it has a group before
refused "NOT_VFIO: cannot reset container 'dprc.5'" reset dprc.5
for times in 1 2; do
    tool detach dprc.5
    all_on dprc.5 vfio-fsl-mc
    test "$(driver_of dpni.4)" = vfio-fsl-mc
    test -c "/dev/vfio/$(group_of dprc.5)"
    detached=$(bus)
    tool detach dprc.5
    tool reset dprc.5
    same "$detached"
    tool reattach dprc.5
    free dprc.5
    echo "there and back: $times"
done
attached=$(bus)
tool reattach dprc.5
same "$attached"

# bound by hand, as the kernel's documentation has it
echo vfio-fsl-mc > "$BUS/devices/dprc.5/driver_override"
echo dprc.5 > "$BUS/drivers/vfio-fsl-mc/bind"
tool detach dprc.5
same "$detached"
tool reset dprc.5
tool reattach dprc.5
same "$attached"

# a detach that was cut short after each of its steps
echo vfio-fsl-mc > "$BUS/devices/dprc.5/driver_override"
tool reattach dprc.5
same "$attached"
echo vfio-fsl-mc > "$BUS/devices/dprc.5/driver_override"
tool detach dprc.5
same "$detached"

# and a reattach
echo > "$BUS/devices/dprc.5/driver_override"
tool reattach dprc.5
same "$attached"

# held by a process
tool detach dprc.5
hold "$(group_of dprc.5)" dprc.5
meanwhile refused "BUSY: IOMMU group $(group_of dprc.5) of container 'dprc.5' is in use by process $holder" \
    reattach dprc.5
meanwhile refused "BUSY: IOMMU group $(group_of dprc.5) of container 'dprc.5'" reset dprc.5
let_go
tool reattach dprc.5
same "$attached"

# nested in a plugged one: alone, and with the one around it
tool detach dprc.7
all_on dprc.7 vfio-fsl-mc
test "$(driver_of dprc.6)" = fsl_mc_dprc
tool reset dprc.7
tool reattach dprc.7
free dprc.7
tool detach dprc.6
all_on dprc.6 vfio-fsl-mc
test "$(driver_of dpni.6)" = vfio-fsl-mc
refused "REFUSED: container 'dprc.7' is in container 'dprc.6', which is detached; reattach that one" \
    reattach dprc.7
tool reattach dprc.6
test "$(driver_of dprc.6)" = fsl_mc_dprc
free dprc.7

# the firmware fails at the bind: it is as it was
attached=$(bus)
mc fail get_obj_count dma 1
refused "FIRMWARE: cannot bind container 'dprc.5' to driver 'vfio-fsl-mc': MC firmware error 0x5 (DMA error)" \
    detach dprc.5
mc clear
same "$attached"

# plugged in: the kernel binds it by itself
mc plug dprc.5
rescan
test "$(driver_of dprc.5)" = fsl_mc_dprc
before=$(bus)
tool detach dprc.5
tool reattach dprc.5
same "$before"

# unplugged while detached: the host's driver does not take it back
tool detach dprc.5
mc unplug dprc.5
rescan
tool reattach dprc.5
free dprc.5
