# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Without libvirt's own drivers ours have nothing to add to, and the daemon
# starts as it does then.

rm "$STOCK/libvirt_driver_qemu.so" "$STOCK/libvirt_driver_nodedev.so"

with_plugin
libvirtd_start storage:///system
virsh -c storage:///system pool-list
virsh -c qemu:///system uri && fail 'there is a QEMU driver'
libvirtd_stop

expect_lines 0 ''
