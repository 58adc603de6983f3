# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A driver of the host that does not let go of its device, as its unbind does not return:
# the daemon answers others meanwhile, moves other devices, and a guest that waits for
# this one can be destroyed. A daemon that is killed then leaves the device to the next
# one. The host has no fsl-mc bus.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

DEVICE=e0700000.xgmac
NODE=platform_e0700000_xgmac
LOAN=/run/libvirt/fslmc/platform/$DEVICE
OVERRIDE=$DEVICES/$DEVICE/driver_override

# wait_for COMMAND…
wait_for()
{
    for _ in $(seq 1200); do
        ! "$@" > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    cat "$LOG" /tmp/said* || :
    fail "waited in vain for: $*"
}

# writes COUNT: as many writes do not return.
writes()
{
    [ "$(waiting_writers)" = "$1" ]
}

is_in_state()
{
    [ "$(virsh -q domstate --reason guest)" = "$1" ]
}

# killed: the daemon is, and what it was writing is not written.
killed()
{
    kill -KILL "$LIBVIRTD"
    wait "$LIBVIRTD" || :
    [ "$(cat "$OVERRIDE")" = vfio-platform ]
    readlink "$DEVICES/$DEVICE/driver" | grep -q '/amd-xgbe$'
}

# kept: the host has the device, nothing is to take it later, and nothing is owed.
kept()
{
    ! grep -q vfio "$OVERRIDE" && [ ! -e "$LOAN" ] &&
        readlink "$DEVICES/$DEVICE/driver" | grep -q '/amd-xgbe$'
}

fake_bus 1
rm -r "$BUS" "$DEVICES"/fsl-mc
fake_platform_bus
fake_platform_device platform $DEVICE amd-xgbe 4 amd,xgbe-seattle-v1a
fake_platform_device platform 3100000.serial serial-tegra 6 nvidia,tegra194-hsuart
rm /sys/bus/platform/drivers/amd-xgbe/unbind
mkfifo /sys/bus/platform/drivers/amd-xgbe/unbind
with_plugin
start_with_kvm

virsh nodedev-detach $NODE > /tmp/said 2>&1 &
client=$!
wait_for writes 1

# each is answered, or this does not end
[ "$(virsh -q nodedev-list | grep -c '^platform_')" = 2 ] || fail 'a device is not listed'
virsh nodedev-dumpxml $NODE | grep -q '<name>amd-xgbe</name>'
virsh nodedev-info platform_3100000_serial
! virsh nodedev-detach platform_3100000_serial > /tmp/said-other 2>&1 || fail 'a fake driver let go'
grep -F "cannot unbind device '3100000.serial' from driver 'serial-tegra'" /tmp/said-other
if grep vfio "$DEVICES/3100000.serial/driver_override"; then fail 'it is taken later'; fi
virsh define "$FSLMC_TOP/tests/native/platform/argv/xgbe.xml"
virsh start guest > /tmp/said-start 2>&1 &
starting=$!
wait_for is_in_state 'paused (starting up)'
virsh destroy guest
if wait $starting; then fail 'it has started'; fi
grep -F 'domain guest was destroyed while it waited for its devices' /tmp/said-start
writes 1

# of a detach that a person asked for nothing is owed, and a reattach settles it
killed
[ ! -e $LOAN ]
wait $client || :
libvirtd_start
virsh nodedev-reattach $NODE
kept

# of one for a guest the next daemon sees to it
virsh start guest > /tmp/said-start 2>&1 &
wait_for writes 1
[ "$(cat $LOAN)" = guest ]
killed
[ -e $LOAN ]
libvirtd_start
wait_for kept
is_in_state 'shut off (unknown)'

# the driver takes what is written, and keeps its device: that is told, and undone
exec 8<> /sys/bus/platform/drivers/amd-xgbe/unbind
! virsh start guest > /tmp/said 2>&1 || fail 'it has started'
grep -F "cannot unbind device '$DEVICE' from driver 'amd-xgbe'" /tmp/said
wait_for kept
libvirtd_stop
