# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# kvm: yes
# daemon: none
#
# QEMU runs on without the device, whatever it has to say about that.

# shellcheck source=emulator.bash
. ./emulator.bash

# runs_on TEXT HOST BOARD…: nothing is said where the text is empty.
runs_on()
{
    local text=$1 device=vfio-fsl-mc,host=$2 expected=
    shift 2

    [ -z "$text" ] || expected="qemu-system-aarch64: -device $device: $text"
    start "$EMULATOR" "${PAUSED[@]}" "$@" -device "$device"
    test "$(cat "$ERRORS")" = "$expected"
    test -z "$(files_of "$pid")"
    stop TERM
}

runs_on 'no such host device: dprc.77' dprc.77 "${KVM[@]}"
# it is not plugged: nothing has probed it, so it is in no group
runs_on 'no iommu_group for dprc.5' dprc.5 "${KVM[@]}"
# nothing is attached, so nobody looks for the ITS
runs_on 'no iommu_group for dprc.5' dprc.5 "${TCG[@]}"
runs_on '' dpni.1 "${KVM[@]}"
runs_on '' dpni.0 "${KVM[@]}"

to_vfio dprc.2
told 'dprc.2 absent'
runs_on '' dprc.2 "${KVM[@]}"
