# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# The device is in the lists that people and programs look at.

# shellcheck source=emulator.bash
. ./emulator.bash

"$EMULATOR" -machine none -nodefaults -device help > "$FSLMC_RESULTS/help"
grep -x 'name "vfio-fsl-mc", bus fsl-mc-bus' "$FSLMC_RESULTS/help"
expect_output properties.expected "$EMULATOR" -device vfio-fsl-mc,help

# everything else is as without it
grep -v fsl-mc "$FSLMC_RESULTS/help" > "$FSLMC_RESULTS/others"
qemu-system-aarch64 -machine none -nodefaults -device help |
    cmp - "$FSLMC_RESULTS/others"

# what libvirt asks
start "$EMULATOR" -S -no-user-config -nodefaults -nographic \
    -machine none,accel=kvm:tcg
answer=$(qmp qom-list-types '{"implements": "device"}')
[[ $answer == *'{"name": "vfio-fsl-mc", "parent": "device"}'* ]] ||
    fail "QMP does not list it"
answer=$(qmp device-list-properties '{"typename": "vfio-fsl-mc"}')
for property in host:str sysfsdev:str x-no-mmap:bool bootindex:int32; do
    name=${property%:*} type=${property#*:}
    [[ $answer == *"{\"name\": \"$name\", \"type\": \"$type\""* ]] ||
        fail "$property is not in: $answer"
done
stop TERM
