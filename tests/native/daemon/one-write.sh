# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: strace
#
# A module that cannot be loaded is told by one write: daemons may have one standard error,
# and what another one says meanwhile does not come into the line.

with_plugin
for module in "$PLUGIN"/libvirt_fslmc_*; do
    echo 'no module' > "$module"
done
cat > /tmp/traced <<'END'
#!/bin/sh
exec strace -D -f -qq -s 1000 -e trace=write,writev -o /tmp/trace libvirtd "$@"
END
chmod +x /tmp/traced
# shellcheck disable=SC2034 # by libvirtd_start
DAEMONS=/tmp/traced
libvirtd_start
libvirtd_stop

expect_lines 2 'cannot load module'
grep 'libvirt-fslmc: error' /tmp/trace > /tmp/writes
cat /tmp/writes
[ "$(grep -c 'write(2, "libvirt-fslmc: error : .* runs without fsl-mc support\\n"' /tmp/writes)" = 2 ] ||
    fail 'not by one write each'
