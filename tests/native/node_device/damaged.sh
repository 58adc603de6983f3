# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
#
# Files among the definitions that are none are ignored, and that is said once of each.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

fake_bus 1
mkdir -p /etc/libvirt/fslmc
: > /etc/libvirt/fslmc/dprc_empty.xml
echo '<device><name>dprc_nothing</name><parent>dprc_1</parent></device>' \
    > /etc/libvirt/fslmc/dprc_nothing.xml
echo '<network/>' > /etc/libvirt/fslmc/dprc_other.xml

with_plugin
libvirtd_start
for _ in 1 2; do
    virsh -q nodedev-list > /tmp/list
    grep -c '^dprc_' /tmp/list | grep -x 2
    for name in empty nothing other; do
        if virsh nodedev-dumpxml "dprc_$name" 2> /dev/null; then fail "dprc_$name is there"; fi
    done
done
libvirtd_stop
expect_lines 3 'is not the definition of a container, and is ignored'
