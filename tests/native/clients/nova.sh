# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
#
# What docs/nova.rst says, with Nova's own code.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# a guest of Nova's runs, though not as fast as it thinks
cat > "$EMULATOR" <<'END'
#!/bin/sh
case "$*" in *'-device help'*) echo 'name "vfio-fsl-mc", bus fsl-mc-bus' ;; esac
for word; do
    shift
    [ "$word" != kvm ] || word=tcg
    set -- "$@" "$word"
done
exec qemu-system-aarch64 "$@"
END

# without_changes FILE: what Nova says to libvirt, but for what is another each time, and
# in each update.
without_changes()
{
    sed 's,<nova:creationTime>[^<]*<,<nova:creationTime><,
        s,\(package version=\\"[0-9]*\)[^\\]*,\1,' "$1"
}

with_plugin
start_with_kvm
# its threads speak to each other
ip link set lo up
LC_ALL=C.UTF-8 expect_output tests/native/clients/nova.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova.py" "$HOSTDEV" /tmp/guest.xml \
    "$FSLMC_TOP"/tests/machine/node_device/dumpxml-*.expected
LC_ALL=C.UTF-8 expect_output tests/native/clients/nova-flavor.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova_flavor.py" /tmp/calls.json
# a test of the machine goes on with it, see tests/machine/guest_life/nova.sh
expect_output tests/native/clients/nova-guest.xml cat /tmp/guest.xml
expect_output tests/native/clients/nova-calls.expected without_changes /tmp/calls.json
libvirtd_stop
