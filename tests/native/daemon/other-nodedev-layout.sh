# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# changed: virNodeDeviceDriverState
# releases: bookworm
#
# Modules that were compiled for a libvirt of the same version, whose node-device driver
# keeps something else of itself: one line says so, and that driver is as stock, on a
# host with the bus.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

module=libvirt_fslmc_nodedev-$(virsh --version).so
cp "$FSLMC_TOP/build/changed-virNodeDeviceDriverState/src/plugin/$module" "$PLUGIN/"

fake_bus 1
with_plugin
libvirtd_start
virsh nodedev-list > /tmp/said
grep -q '^computer' /tmp/said
! grep '^dprc' /tmp/said || fail "the driver's table is not stock's"
virsh create "$PLAIN_GUEST"
virsh destroy guest
libvirtd_stop

expect_lines 1 "its 'virNodeDeviceDriverState' has another size"
