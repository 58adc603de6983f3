# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# releases: bookworm
# containers: plugged
#
# libvirt-glib's objects for node devices do for ours: what they list and describe
# is what Sys::Virt and virsh do.

python3 libvirt_glib.py | expect_output perl.expected
python3 libvirt_glib.py dprc_3 | diff - <(virsh nodedev-dumpxml dprc_3)
