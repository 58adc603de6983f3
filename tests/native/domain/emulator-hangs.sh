# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
#
# An emulator that begins to list its devices and does not end: nobody waits for it
# for long, it is ended, and nothing is taken for an answer. That it does not answer
# is believed for a while.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

hangs()
{
    touch /tmp/hangs
    try virsh -q domxml-to-native qemu-argv "$GUEST"
    if grep -lx sleep /proc/[0-9]*/comm; then fail 'it is still there'; fi
    rm /tmp/hangs
    try virsh -q domxml-to-native qemu-argv "$GUEST"
    for _ in $(seq 600); do
        ! virsh -q domxml-to-native qemu-argv "$GUEST" > /tmp/argv 2>&1 || break
        sleep 0.1
    done
    grep -c vfio-fsl-mc /tmp/argv
}

with_plugin
start_with_kvm
expect_output "$HERE/emulator-hangs.expected" same hangs
libvirtd_stop
