# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
#
# With the distribution's libvirt and QEMU, and no <emulator>: a guest gets its container,
# confined by AppArmor; its kernel binds all that is in it, after a reset as well; two
# guests do at once; the host has everything back however a guest ends.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../guest_life/apparmor.bash
. ../guest_life/apparmor.bash

LOGS=/var/log/libvirt/qemu

# is_free CONTAINER: no guest has it.
is_free()
{
    [ "$(driver_of "$1")" != vfio-fsl-mc ]
}

apparmor_enforce
apparmor_rules
guest_files
virsh domcapabilities --machine virt --virttype kvm | grep "<value>fsl_mc</value>"
virsh define guest.xml
virsh start guest
pid=$(pid_of guest)
test "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$(command -v qemu-system-aarch64)")"
test "$(stat -c %U "/proc/$pid")" = libvirt-qemu
is_confined guest
tr '\0' '\n' < "/proc/$pid/cmdline" | grep -A 1 -x -e -sandbox | grep on
wait_console "$LOGS/guest.console" 240 has_reports "$LOGS/guest.console" 1
expect_report "$LOGS/guest.console" 1 dprc.2

# a second one, while the first one's kernel begins anew
sed 's/guest/second/; s/guest.console/second.console/; s/dprc.2/dprc.3/' guest.xml \
    > "$FSLMC_RESULTS/second.xml"
virsh reset guest
virsh create "$FSLMC_RESULTS/second.xml"
wait_console "$LOGS/guest.console" 240 has_reports "$LOGS/guest.console" 2
expect_report "$LOGS/guest.console" 2 dprc.2
wait_console "$LOGS/second.console" 240 has_reports "$LOGS/second.console" 1
expect_report "$LOGS/second.console" 1 dprc.3

# however they end
kill -9 "$pid"
wait_for is_off guest
wait_for is_free dprc.2
virsh destroy second
wait_for is_free dprc.3
virsh undefine guest

# a guest with nothing of ours has nothing of this
sed '/<hostdev/,/<\/hostdev/d; s/<name>guest/<name>other/' guest.xml > "$FSLMC_RESULTS/other.xml"
virsh create --paused "$FSLMC_RESULTS/other.xml"
grep -c fslmc "/proc/$(pid_of other)/maps" && fail 'another guest has the device'
virsh destroy other
