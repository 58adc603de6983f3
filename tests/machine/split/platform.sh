# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: trixie
# daemon: split
# dtb: platform
# kvm: yes
#
# A guest with a platform device in virtqemud: virtnodedevd shows who drives it, each of
# the two ends and comes again, and the host has the device back.

cd ../platform
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../platform/guest.bash
. ./guest.bash

NODE=platform_7e220000_reset

# is_used: by the guest, and nothing can be done with it.
is_used()
{
    expect_error "device $DEVICE is in use by driver QEMU, domain guest" \
        virsh nodedev-reattach $NODE
    virsh -c nodedev:///system nodedev-dumpxml $NODE | grep '<name>vfio-platform</name>'
}

boot_files
test "$(virsh -q -c nodedev:///system nodedev-list)" = "$(virsh -q nodedev-list)"
virsh -q -c nodedev:///system nodedev-list | grep -x $NODE
virsh nodedev-detach $NODE
virsh -c nodedev:///system nodedev-dumpxml $NODE | grep '<name>vfio-platform</name>'
virsh nodedev-reset $NODE
virsh nodedev-reattach $NODE
expect_back $DEVICE

virsh define guest.xml
virsh start guest --paused
pid=$(pid_of guest)
holds_group "$pid" $DEVICE
is_used
daemon_stop virtqemud
split_start virtqemud
test "$(pid_of guest)" = "$pid"
is_used
kill -KILL "$(daemon_pid virtnodedevd)"
split_start virtnodedevd
is_used
virsh destroy guest
expect_back $DEVICE
virsh -c nodedev:///system nodedev-dumpxml $NODE > "$FSLMC_RESULTS/host.xml"
refused grep '<driver>' "$FSLMC_RESULTS/host.xml"
virsh undefine guest
