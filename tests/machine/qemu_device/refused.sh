# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# Whatever is wrong, QEMU says it in one line and does not run on without the device.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

DEVICE=(-device 'vfio-fsl-mc,host=dprc.2')

# expect_refused TEXT OPTION…
expect_refused()
{
    local text=$1
    shift

    expect_end 1 "$text" env LD_PRELOAD="$MODULES/qemu-vfio-fsl-mc.so" \
        qemu-system-aarch64 "${PAUSED[@]}" "$@"
    test "$(wc -l < "$FSLMC_RESULTS/said")" = 1
}

expect_refused ", not vfio-fsl-mc" "${KVM[@]}" "${DEVICE[@]}"
to_vfio dprc.2
expect_refused "machine type 'virt' is needed" -machine none "${DEVICE[@]}"
expect_refused "accelerator 'kvm' is needed" "${TCG[@]}" "${DEVICE[@]}"
expect_refused "a GIC of version 3 with an ITS is needed" \
    -machine virt,gic-version=3,its=off -accel kvm -cpu host "${DEVICE[@]}"
expect_refused "the guest cannot have an IOMMU" \
    -machine virt,gic-version=3,iommu=smmuv3 -accel kvm -cpu host "${DEVICE[@]}"
expect_refused "host= is missing" "${KVM[@]}" -device vfio-fsl-mc
expect_refused "host=../dprc.2 is not the name of a container" \
    "${KVM[@]}" -device vfio-fsl-mc,host=../dprc.2
expect_refused "host=dpni.1 is not the name of a container" \
    "${KVM[@]}" -device vfio-fsl-mc,host=dpni.1
expect_refused "no container dprc.99 on this host" "${KVM[@]}" -device vfio-fsl-mc,host=dprc.99
expect_refused "dprc.1 is the host's root container" "${KVM[@]}" -device vfio-fsl-mc,host=dprc.1
expect_refused "do without -dtb" "${KVM[@]}" -dtb /sys/firmware/fdt "${DEVICE[@]}"
expect_refused "ACPI does not describe containers" "${KVM[@]}" \
    -bios /usr/share/AAVMF/waiting.fd "${DEVICE[@]}"
expect_refused "a guest can have one container, and it has dprc.2" \
    "${KVM[@]}" "${DEVICE[@]}" "${DEVICE[@]}"

# memory up to the end of all addresses: its own to 2 GiB, and what may be added to it
expect_refused "no room for" -machine virt,gic-version=3,highmem=off -accel kvm -cpu host \
    -m 1G,slots=1,maxmem=2G "${DEVICE[@]}"

# held by another process
hold "$(group_of dprc.2)"
expect_refused "Device or resource busy" "${KVM[@]}" "${DEVICE[@]}"
release

# an object that the guest would lack
echo dpni.1 > /sys/bus/fsl-mc/drivers/vfio-fsl-mc/unbind
expect_refused "dpni.1 has no driver, not vfio-fsl-mc" "${KVM[@]}" "${DEVICE[@]}"
to_host dprc.2

# what the kernel would not map, as it is no whole page
mc queue-portals 2048
to_vfio dprc.2
expect_refused "region 0 of dpio.3 cannot be mapped" "${KVM[@]}" "${DEVICE[@]}"
to_host dprc.2
