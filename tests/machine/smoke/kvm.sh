# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# kvm: yes
#
# A guest of type kvm runs in the machine.

cat > "$FSLMC_RESULTS/guest.xml" <<END
<domain type='kvm'>
  <name>smoke</name>
  <memory unit='MiB'>64</memory>
  <vcpu>1</vcpu>
  <os><type arch='aarch64' machine='virt'>hvm</type></os>
  <features><gic version='3'/></features>
  <cpu mode='host-passthrough'/>
  <devices><emulator>/usr/bin/qemu-system-aarch64</emulator></devices>
</domain>
END
test -c /dev/kvm
virsh -c qemu:///system create "$FSLMC_RESULTS/guest.xml"
virsh -c qemu:///system list --name | grep '^smoke$'
virsh -c qemu:///system destroy smoke
