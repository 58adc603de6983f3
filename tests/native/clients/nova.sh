# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
# releases: bookworm
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

with_plugin
start_with_kvm
# its threads speak to each other
ip link set lo up
LC_ALL=C.UTF-8 expect_output tests/native/clients/nova.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova.py" "$HOSTDEV" /tmp/guest.xml \
    "$FSLMC_TOP"/tests/machine/node_device/dumpxml-*.expected
# a test of the machine goes on with it, see tests/machine/guest_life/nova.sh
expect_output tests/native/clients/nova-guest.xml cat /tmp/guest.xml
libvirtd_stop
