# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# Domain capabilities list the hostdev where emulator, host and kind of guest can
# have it, and are libvirt's own where they cannot.

# shellcheck source=domain.bash
. ./domain.bash

with=/usr/bin/qemu-system-aarch64-fslmc
without=/usr/bin/qemu-system-aarch64

types()
{
    virsh domcapabilities "$@" | sed -n "/'subsysType'/,/<\/enum>/s/.*<value>\(.*\)<.*/\1/p" | xargs
}

all_types()
{
    while read -r words; do
        printf '%s: ' "$words"
        # shellcheck disable=SC2086 # words
        types $words
    done <<END
--emulatorbin $with --virttype kvm --machine virt
--emulatorbin $with --virttype qemu --machine virt
--emulatorbin $with --virttype kvm --machine raspi3b
--emulatorbin $without --virttype kvm --machine virt
END
}

expect_output caps.expected all_types

# without the device for the distribution's QEMU that has none
without_device
expect_output caps-without.expected all_types
