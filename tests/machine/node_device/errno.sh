# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# releases: bookworm
# containers: both
#
# Each error of the firmware, as virsh says it.

{
    for status in 3 4 5 6 7 8 9 10 11 12; do
        mc fail get_attributes $status 1 dprc.2
        printf '%s: ' $status
        refused virsh nodedev-detach dprc_2
        mc clear
        test "$(driver_of dprc.2)" = "$HOST_DRIVER"
        test "$(override_of dprc.2)" = '(null)'
    done
} | grep -v '^$' | expect_output errno.expected
