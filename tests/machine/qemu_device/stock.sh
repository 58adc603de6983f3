# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# The stock QEMU with the device, by hand: the guest's kernel reads the MC's version
# through an emulated portal, binds its container and all objects, has their
# interrupts, and does so again after a reset.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

guest_files
to_vfio dprc.2
: > "$CONSOLE"
start env LD_PRELOAD="$MODULES/qemu-vfio-fsl-mc.so" qemu-system-aarch64 "${KVM[@]}" \
    -nodefaults -no-user-config -display none -m 256 -sandbox on \
    -kernel "$KERNEL" -initrd "$INITRD" -append 'console=ttyAMA0 rdinit=/init quiet' \
    -serial "file:$CONSOLE" -device vfio-fsl-mc,host=dprc.2,id=fslmc0
test "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$(command -v qemu-system-aarch64)")"
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 1
expect_report "$CONSOLE" 1 dprc.2
grep '^msi-\|msi-cells' "$FSLMC_RESULTS/report" > "$FSLMC_RESULTS/msi"
diff - "$FSLMC_RESULTS/msi" <<< $'msi-map: 16\n#msi-cells: 4'

# an interrupt that VFIO signals arrives in the guest's driver
vfio-trigger "$pid" 0 0
wait_console "$CONSOLE" 60 grep -q '^interrupts of dprc.2: [1-9]' "$CONSOLE"

# the guest's kernel begins anew, and so does the container
resets=$(mc count reset)
test "$(qmp system_reset)" = '{"return": {}}'
test "$(mc count reset)" -gt "$resets"
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 2
expect_report "$CONSOLE" 2 dprc.2

case $FSLMC_RELEASE in
    bookworm) fixed="expects a pluggable device type" ;;
    *) fixed="does not support hotplugging" ;;
esac
expect_refusal "$fixed" device_add '{"driver": "vfio-fsl-mc", "host": "dprc.3", "id": "b"}'
expect_refusal "does not support hotplugging" device_del '{"id": "fslmc0"}'
expect_refusal "State blocked by non-migratable device" migrate '{"uri": "exec:cat"}'

# what was sent to it is free at once
stop KILL
to_host dprc.2
cat "$ERRORS"
test ! -s "$ERRORS"
