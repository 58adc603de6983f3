# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# A libvirt that we have no module for: one line for each driver says so, and which
# versions there are modules for, and the daemon serves.

serves()
{
    libvirtd_start
    virsh nodedev-list | grep -q '^computer'
    virsh domcapabilities >/dev/null
    libvirtd_stop
}

version=$(virsh --version)
rm -f "$PLUGIN"/libvirt_fslmc_*-"$version".so
# the number decides, not the letters; what is no version's is not listed
for driver in nodedev qemu; do
    cp "$PLUGIN/connection-driver/libvirt_driver_$driver.so" \
        "$PLUGIN/libvirt_fslmc_$driver-8.10.0.so"
    : > "$PLUGIN/libvirt_fslmc_$driver-8.9.0.so"
    : > "$PLUGIN/libvirt_fslmc_$driver-8.x.0.so"
done
with_plugin
serves
expect_lines 2 "no module for libvirt $version, only for 8\.9\.0, 8\.10\.0\(, [0-9][0-9.]*\)*; the"

rm "$PLUGIN"/libvirt_fslmc_*
serves
expect_lines 2 "no module for libvirt $version, and none in "
