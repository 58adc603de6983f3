# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# boot: own
# daemon: none
#
# A driver of libvirt's is not installed, or broken: what the stock daemon does.

stock=/usr/lib/aarch64-linux-gnu/libvirt/connection-driver

# not installed: the daemon runs with the other one
mv $stock/libvirt_driver_qemu.so /tmp/
libvirtd_spawn
wait_for virsh -q -c nodedev:///system nodedev-list
virsh -q -c nodedev:///system nodedev-list | grep -x dprc_2
expect_error 'no connection driver available' virsh -c qemu:///system uri
libvirtd_stop
mv /tmp/libvirt_driver_qemu.so $stock

mv $stock/libvirt_driver_nodedev.so /tmp/
libvirtd_start
expect_error 'this function is not supported' virsh nodedev-list
libvirtd_stop

# broken: the daemon ends, with us as without us
echo rubbish > $stock/libvirt_driver_nodedev.so
for directory in $stock /usr/lib/aarch64-linux-gnu/libvirt-fslmc/connection-driver; do
    if env LIBVIRT_DRIVER_DIR="$directory" timeout 60 libvirtd > "$FSLMC_RESULTS/said" 2>&1; then
        fail "libvirtd runs with a broken module from $directory"
    fi
    grep libvirt_driver_nodedev.so "$FSLMC_RESULTS/said"
done
mv /tmp/libvirt_driver_nodedev.so $stock

libvirtd_start
virsh -q nodedev-list | grep -x dprc_1
