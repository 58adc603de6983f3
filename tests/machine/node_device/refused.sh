# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# containers: both
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

# with the code that libvirt has for a PCI device; libvirt 9.0.0 has no such call
if virsh help nodedev-update >/dev/null 2>&1; then
    virsh nodedev-dumpxml dprc_2 > /tmp/dprc_2.xml
    expect_error "unsupported configuration: updating node device 'dprc_2'" \
        virsh nodedev-update dprc_2 /tmp/dprc_2.xml
fi
