# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A module of libvirt's own that cannot be loaded ends the daemon, as it does without
# the plugin; the reason is said.

echo 'no module' > "$STOCK/libvirt_driver_nodedev.so"

# ends: the daemon starts, and does not serve.
ends()
{
    timeout 60 libvirtd > "$LOG" 2>&1 && fail 'it has started'
    cat "$LOG"
}

without_plugin
ends
with_plugin
ends
our_lines | grep -q "cannot load libvirt's own module: .*libvirt_driver_nodedev.so: file too short" ||
    fail 'the reason is not said'
