# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# virt-fslmc-host-validate on a machine without the bus: that is what it says
# first; and it sees what the daemon has loaded.

with_plugin
libvirtd_start
status=0
virt-fslmc-host-validate > /tmp/said || status=$?
cat /tmp/said
[ "$status" = 1 ] || fail "status $status"
[ "$(head -n 1 /tmp/said)" = \
    "FAIL   bus: this kernel has no fsl-mc bus: the machine is '$(uname -m)'" ] ||
    fail 'the cause does not come first'
grep -qx 'PASS   libvirt: libvirt [0-9.]* answers, and there is a module for it' /tmp/said
grep -qx 'PASS   daemon: libvirtd has our modules loaded' /tmp/said
virt-fslmc-host-validate --tree > /tmp/tree
[ ! -s /tmp/tree ] || fail 'a tree of nothing'
virt-fslmc-host-validate --tree --json 2>/dev/null && fail 'two forms at once'
libvirtd_stop

without_plugin
libvirtd_start
virt-fslmc-host-validate > /tmp/said && fail 'a stock daemon will do'
grep -q "^FAIL   daemon: libvirtd (process $LIBVIRTD) runs without our module" /tmp/said ||
    fail 'it is not said that the daemon is stock'
libvirtd_stop
