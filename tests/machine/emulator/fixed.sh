# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# A device that is there stays there, and stays here.

# shellcheck source=emulator.bash
. ./emulator.bash

to_vfio dprc.2
start "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device vfio-fsl-mc,host=dprc.2,id=fslmc0

fixed="Bus 'fsl-mc-bus.0' does not support hotplugging"
expect_refusal "$fixed" device_add '{"driver": "vfio-fsl-mc", "host": "dprc.3", "id": "b"}'
expect_refusal "$fixed" device_del '{"id": "fslmc0"}'
expect_refusal "State blocked by non-migratable device 'vfio-fsl-mc'" \
    migrate '{"uri": "exec:cat"}'
test "$(files_of "$pid" | wc -l)" = 4

# the guest's memory may change and its CPU may run with it
test "$(qmp cont)" = '{"return": {}}'
test "$(qmp system_reset)" = '{"return": {}}'
test "$(files_of "$pid" | wc -l)" = 4
stop TERM
