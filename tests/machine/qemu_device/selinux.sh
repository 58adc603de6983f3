# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# lsm: selinux
# releases: bookworm
#
# Under SELinux, enforcing, the kernel has QEMU's dynamic loader be secure, so the device is
# not brought in: the guest does not start, and virsh says why. With the rule of the page on
# QEMU the guest has its container.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../guest_life/selinux.bash
. ../guest_life/selinux.bash

POLICY=$FSLMC_RESULTS/policy.cil

guest_files
# as a distribution's policy: it knows of this permission, and has not given it
sed 's/^(class process (.*dyntransition/& noatsecure/' ../guest_life/selinux.cil > "$POLICY"
grep -q noatsecure "$POLICY"
selinux_enforce "$POLICY"
libvirtd_restart
virsh capabilities | grep '<model>selinux</model>'
virsh define guest.xml
expect_error "'vfio-fsl-mc' is not a valid device model name" virsh start guest
is_off guest
wait_for is_back dprc.2

# the rule, for the domains of this policy
sed -n 's/^   (allow virtd_t \(svirt_t (process (noatsecure)))\)$/(allow kernel_t \1/p' \
    /fslmc/top/docs/qemu.rst > "$FSLMC_RESULTS/rule.cil"
test "$(wc -l < "$FSLMC_RESULTS/rule.cil")" = 1
cat "$FSLMC_RESULTS/rule.cil" >> "$POLICY"
selinux_enforce "$POLICY"
virsh start guest
grep -c '/qemu-vfio-fsl-mc-7.2.so$' "/proc/$(pid_of guest)/maps"
grep -a 'system_r:svirt_t' "/proc/$(pid_of guest)/attr/current"
virsh destroy guest
wait_for is_back dprc.2
virsh undefine guest
