# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# topology: nested
#
# Guests that are refused when they start: refused/ has each, and the reason that
# is given. Nothing has changed after it.

# shellcheck source=life.bash
. ./life.bash

define_and_start()
{
    local name=$1

    virsh -q define "refused/$name.xml"
    virsh -q start "$name"
}

# so that the distribution's QEMU has none
without_device
for file in refused/*.xml; do
    name=${file##*/}
    name=${name%.xml}
    expect_refusal "refused/$name.expected" define_and_start "$name"
    is_off "$name"
    virsh -q undefine "$name"
    test "$(driver_of dprc.1)" = fsl_mc_dprc
    test "$(driver_of dprc.2)" = "$HOST_DRIVER"
    test -z "$(ls "$LOANS" 2>/dev/null)"
done

# held by a process
to_vfio dprc.2
hold "$(group_of dprc.2)"
define guest dprc.2
expect_refusal refused/held.expected virsh -q start guest
release

# a driver of the host on an object, and on one in a nested container
for object in dpmcp.3 dpmcp.4; do
    echo "$object" > "$BUS/drivers/vfio-fsl-mc/unbind"
    echo fsl_mc_allocator > "$BUS/devices/$object/driver_override"
    echo "$object" > "$BUS/drivers/fsl_mc_allocator/bind"
    expect_refusal "refused/child-$object.expected" virsh -q start guest
    test "$(driver_of "$object")" = fsl_mc_allocator
    to_host dprc.2
    to_vfio dprc.2
done

# nor can QEMU open one without any driver
echo dpmcp.3 > "$BUS/drivers/vfio-fsl-mc/unbind"
expect_refusal refused/child-unbound.expected virsh -q start guest
test -z "$(driver_of dpmcp.3)"

# it was detached before, and so it is now
test "$(driver_of dprc.2)" = vfio-fsl-mc
virsh nodedev-reattach dprc_2
expect_back dprc.2
