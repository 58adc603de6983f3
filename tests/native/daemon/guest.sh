# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# A guest without a container of the bus starts, runs and ends as ever.

# libvirt enters name spaces: their root has to be that of the test
[ "$(nsenter --mount=/proc/self/ns/mnt stat -c %d:%i /)" = "$(stat -c %d:%i /)" ] ||
    fail 'what libvirt does in the name space of a guest is done to this machine'

with_plugin
libvirtd_start
for driver in nodedev qemu; do
    libvirtd_maps | grep -q "libvirt_fslmc_$driver-" || fail "no module for $driver"
done
virsh create "$PLAIN_GUEST" --paused
virsh domstate guest | grep -qx paused
virsh resume guest
virsh destroy guest
libvirtd_stop

expect_lines 0 ''
