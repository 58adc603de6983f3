# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# Stock libvirt takes the emulator for what it is, and starts a guest with it.

virsh domcapabilities --emulatorbin /usr/bin/qemu-system-aarch64-fslmc |
    grep -F '<path>/usr/bin/qemu-system-aarch64-fslmc</path>'
virsh create --paused guest.xml
test "$(virsh domstate fslmc)" = paused
virsh resume fslmc
test "$(virsh domstate fslmc)" = running
test "$(stat -c %U "/proc/$(cat /run/libvirt/qemu/fslmc.pid)")" = libvirt-qemu
virsh destroy fslmc
