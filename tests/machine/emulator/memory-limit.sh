# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# As the user that libvirt's QEMU is, the limit of locked memory has to allow
# for the guest's memory.

# shellcheck source=emulator.bash
. ./emulator.bash

as_qemu=(setpriv --reuid=libvirt-qemu --regid=kvm --clear-groups
         "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device 'vfio-fsl-mc,host=dprc.2')
less=$((60 * 1024 * 1024))
more=$((80 * 1024 * 1024))

to_vfio dprc.2
chown libvirt-qemu "/dev/vfio/$(group_of dprc.2)"

expect_end 134 'for DMA: Cannot allocate memory' prlimit --memlock=$less "${as_qemu[@]}"

start prlimit --memlock=$more "${as_qemu[@]}"
test "$(files_of "$pid" | wc -l)" = 4
stop TERM

# it is the guest's memory that counts
expect_end 134 'for DMA: Cannot allocate memory' \
    prlimit --memlock=$more "${as_qemu[@]}" -m 96
