# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# Modules that cannot be loaded: one line for each driver says why, and the
# daemon serves.

for module in "$PLUGIN"/libvirt_fslmc_*; do
    echo 'no module' > "$module"
done

with_plugin
libvirtd_start
virsh nodedev-list | grep -q '^computer'
virsh domcapabilities >/dev/null
libvirtd_stop

expect_lines 2 'cannot load module: .*libvirt_fslmc_'
