# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# A libvirt that we have no module for: one line for each driver says so, and the
# daemon serves.

rm "$PLUGIN"/libvirt_fslmc_*

with_plugin
libvirtd_start
virsh nodedev-list | grep -q '^computer'
virsh domcapabilities >/dev/null
libvirtd_stop

expect_lines 2 'no module for libvirt [0-9.]*'
