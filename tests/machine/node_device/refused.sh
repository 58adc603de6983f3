# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# What is no container that could be moved: an error that names it, and nothing
# changes.

before=$(bus_state)
{
    for name in dprc_1 dpni_1 dprc_99 dpni_99; do
        for verb in detach reattach reset; do
            printf '%s %s: ' $verb $name
            refused virsh nodedev-$verb $name
        done
    done
    printf 'detach with another driver: '
    refused virsh nodedev-detach dprc_2 --driver vfio-pci
    printf 'reset of one on its host driver: '
    refused virsh nodedev-reset dprc_2
} | grep -v '^$' | expect_output refused.expected
test "$(bus_state)" = "$before"
