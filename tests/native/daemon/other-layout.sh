# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# changed: virDomainDef
# releases: bookworm
#
# Modules that were compiled for a libvirt of the same version, one of whose
# structures is another: one line for each driver says so, nothing of them stays in
# the daemon, and guests live as ever.

for driver in nodedev qemu; do
    module=libvirt_fslmc_$driver-$(virsh --version).so
    cp "$FSLMC_TOP/build/changed-virDomainDef/src/plugin/$module" "$PLUGIN/"
done

with_plugin
libvirtd_start
virsh nodedev-list | grep -q '^computer'
virsh domcapabilities > /dev/null
libvirtd_maps > /tmp/maps
! grep libvirt_fslmc_ /tmp/maps || fail 'a module has stayed'
virsh create "$PLAIN_GUEST"
virsh dumpxml guest | grep '<name>guest</name>'
virsh destroy guest
libvirtd_stop

expect_lines 2 "built for another libvirt of this version: its 'virDomainDef' has .*; the [a-z]* driver runs without fsl-mc support"
