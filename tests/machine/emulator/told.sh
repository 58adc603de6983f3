# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# It goes wrong as it is told to, for the container that is named, and as the
# user that libvirt's QEMU is.

# shellcheck source=emulator.bash
. ./emulator.bash

as_qemu=(setpriv --reuid=libvirt-qemu --regid=kvm --clear-groups
         "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}")

holds_group()
{
    pid=$(pgrep -u libvirt-qemu -x qemu-system-aar) &&
        files_of "$pid" | grep -x '12 anon_inode:\[vfio-device\]'
}

to_vfio dprc.2
chown libvirt-qemu "/dev/vfio/$(group_of dprc.2)"
prlimit --pid $$ --memlock=unlimited

told 'dprc.3 die' 'dprc.2 killed'
expect_end 1 'told to die' "${as_qemu[@]}" -device vfio-fsl-mc,host=dprc.3
expect_end 137 '' "${as_qemu[@]}" -device vfio-fsl-mc,host=dprc.2

told 'json refused'
expect_end 1 'not a valid device model name' "${as_qemu[@]}" \
    -device '{"driver":"vfio-fsl-mc","host":"dprc.2"}'
start "${as_qemu[@]}" -device '{"driver":"pci-testdev"}' -device vfio-fsl-mc,host=dprc.2
test "$(files_of "$pid" | wc -l)" = 4
stop KILL

# the monitor greets, as QEMU's does before it makes a guest, and that is all
told 'dprc.2 hang'
coproc QEMU { "${as_qemu[@]}" -device vfio-fsl-mc,host=dprc.2 -qmp stdio; }
wait_for holds_group
read -r -t 60 line <&"${QEMU[0]}"
[[ $line == '{"QMP"'* ]] || fail "it says $line"
printf '{"execute": "qmp_capabilities"}\n' >&"${QEMU[1]}"
! read -r -t 3 line <&"${QEMU[0]}" || fail "it says $line"
pid=$QEMU_PID
stop KILL
