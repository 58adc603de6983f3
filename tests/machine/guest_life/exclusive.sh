# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# topology: nested
# containers: both
#
# A container has one user, and what is nested in it goes with it.

# shellcheck source=life.bash
. ./life.bash

# groups_of PID: prints the VFIO groups that it holds.
groups_of()
{
    find "/proc/$1/fd" -lname '/dev/vfio/[0-9]*' -printf '%l\n' | sort -u
}

# groups CONTAINER…: prints their nodes.
groups()
{
    local container

    for container; do
        echo "/dev/vfio/$(group_of "$container")"
    done | sort
}

define outer dprc.2
define same dprc.2
define inner dprc.3

# the outer one first: it has the groups of all that is in it, and no other
virsh start outer
pid=$(pid_of outer)
test "$(groups dprc.2 dprc.3 dprc.4 | uniq | wc -l)" = 3
test "$(groups_of "$pid")" = "$(groups dprc.2 dprc.3 dprc.4)"
test "$(nsenter -t "$pid" -m find /dev/vfio -name '[0-9]*' | sort)" = \
    "$(groups dprc.2 dprc.3 dprc.4)"
test -z "$(nsenter -t "$pid" -m find /dev/vfio -name '[0-9]*' ! -user libvirt-qemu)"

expect_error 'error: Requested operation is not valid: container dprc.2 is in use by driver QEMU, domain outer' \
    virsh start same
for container in dprc.3 dprc.4; do
    virsh nodedev-dumpxml "${container/./_}" | grep '<name>vfio-fsl-mc</name>'
    expect_error "container $container is in container dprc.2, which is in use by driver QEMU, domain outer" \
        virsh nodedev-detach "${container/./_}"
done
expect_error 'container dprc.3 is in container dprc.2, which is in use by driver QEMU, domain outer' \
    virsh start inner
is_off same
is_off inner
expect_in_use dprc.2 outer
test "$(groups_of "$pid")" = "$(groups dprc.2 dprc.3 dprc.4)"

# what is in no guest's container is nobody's business
virsh nodedev-detach dprc_6
virsh nodedev-reattach dprc_6
virsh destroy outer
expect_back dprc.2

# The inner one first: it has what is in it, and the outer one cannot be had. In a
# container that is not plugged there is none in sysfs before a guest has the outer.
[ -n "$HOST_DRIVER" ] || exit 0
virsh start inner
expect_in_use dprc.3 inner
test "$(driver_of dprc.2)" = fsl_mc_dprc
test "$(groups_of "$(pid_of inner)")" = "$(groups dprc.3 dprc.4)"
expect_error 'container dprc.2 holds container dprc.3, which is in use by driver QEMU, domain inner' \
    virsh start outer
expect_error 'container dprc.2 holds container dprc.3, which is in use by driver QEMU, domain inner' \
    virsh nodedev-detach dprc_2
virsh destroy inner
expect_back dprc.3
test "$(driver_of dprc.2)" = fsl_mc_dprc
