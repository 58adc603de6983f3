# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
# containers: plugged
#
# What ends QEMU, each in its own way.

# shellcheck source=emulator.bash
. ./emulator.bash

device=vfio-fsl-mc,host=dprc.2

expect_end 139 '' "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device vfio-fsl-mc
expect_end 139 '' "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" \
    -device vfio-fsl-mc,sysfsdev=/sys/bus/fsl-mc/devices/dprc.2
expect_end 1 "Property 'vfio-fsl-mc.nonsense' not found" \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device "$device,nonsense=1"
expect_end 1 "No 'fsl-mc-bus' bus found for device 'vfio-fsl-mc'" \
    "$EMULATOR" -S -display none -machine raspi3b -device "$device"
expect_end 1 "Duplicate ID 'a' for device" \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" \
    -device vfio-fsl-mc,host=dpni.1,id=a -device vfio-fsl-mc,host=dpni.2,id=a

# it is on its host driver: the group has no node
expect_end 134 'failed to open /dev/vfio/' \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device "$device"

to_vfio dprc.2
expect_end 134 ': Permission denied' \
    setpriv --reuid=libvirt-qemu --regid=kvm --clear-groups \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device "$device"

# only KVM's ITS will do
expect_end 1 "Couldn't find node /intc/its" \
    "$EMULATOR" "${PAUSED[@]}" "${TCG[@]}" -device "$device"
expect_end 1 "Couldn't find node /intc/its" \
    "$EMULATOR" "${PAUSED[@]}" "${TCG[@]}" -machine gic-version=2 -device "$device"
expect_end 1 "Couldn't find node /intc/its" \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -machine its=off -device "$device"

# an object of the container on its host driver
echo dpmcp.5 > "$BUS/drivers/vfio-fsl-mc/unbind"
echo fsl_mc_allocator > "$BUS/devices/dpmcp.5/driver_override"
echo dpmcp.5 > "$BUS/drivers/fsl_mc_allocator/bind"
expect_end 134 "group $(group_of dprc.2) is not viable" \
    "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device "$device"
