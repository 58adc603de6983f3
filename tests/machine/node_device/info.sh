# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
# containers: plugged
#
# What virsh says of a device in short.

for name in dprc_1 dprc_2 dpni_2; do
    virsh nodedev-info $name
done | expect_output info.expected
