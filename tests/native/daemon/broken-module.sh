# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# Modules that cannot be loaded: one line for each driver says why, nothing of
# them stays in the daemon, and that serves.

with_plugin

# serves: a daemon with these modules.
serves()
{
    libvirtd_start
    virsh nodedev-list | grep -q '^computer'
    virsh domcapabilities >/dev/null
    libvirtd_maps > /tmp/maps
    ! grep libvirt_fslmc_ /tmp/maps || fail 'a module has stayed'
    libvirtd_stop
}

# of a disk that was full, and of another kind; symbols for debuggers are last in
# a file, and would not be missed
for module in "$PLUGIN"/libvirt_fslmc_nodedev-*; do
    cp "$module" /tmp/whole
    head -c 16384 /tmp/whole > "$module"
done
for module in "$PLUGIN"/libvirt_fslmc_qemu-*; do
    echo 'no module' > "$module"
done
serves
expect_lines 2 'cannot load module: .*libvirt_fslmc_.* driver runs without fsl-mc support'
grep -q 'libvirt_fslmc_nodedev-.*: it is truncated; the nodedev driver' /tmp/lines ||
    fail 'it is not said that the module is truncated'

# that are there, but not to be had; and that are something else's
for module in "$PLUGIN"/libvirt_fslmc_nodedev-*; do
    rm "$module"
    ln -s "$module" "$module"
done
for module in "$PLUGIN"/libvirt_fslmc_qemu-*; do
    cp "$LIBVIRT_DRIVER_DIR/libvirt_driver_qemu.so" "$module"
done
serves
expect_lines 2 'cannot load module: .*libvirt_fslmc_.* driver runs without fsl-mc support'
grep -q 'Too many levels of symbolic links' /tmp/lines ||
    fail 'it is not said why the file is not to be had'
grep -q 'undefined symbol: virFslMcPluginStart; the qemu driver' /tmp/lines ||
    fail 'it is not said that the module is none of ours'
