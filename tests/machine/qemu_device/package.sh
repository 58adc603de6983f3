# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# plugin: package
# releases: bookworm
# next: trixie
# boot: own
#
# The life of the package qemu-vfio-fsl-mc, for which no daemon is started again. A guest
# without an emulator of its own is refused as long as the package is not there, and has its
# container when it is; a guest that runs stays when the package goes. When libvirt and QEMU
# become the next release's, it runs on, and the next one has the device for that QEMU. Where
# there is no module for a QEMU, guests with a container are refused, and all others run.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../guest_life/package.bash
. ../guest_life/package.bash

PLUGIN=$(echo /fslmc/top/build/deb/arm64/libvirt-fslmc_*_arm64.deb)
DEVICE=$(echo /fslmc/top/build/deb/arm64/qemu-vfio-fsl-mc_*_arm64.deb)
NO_DEVICE="emulator /usr/bin/qemu-system-aarch64 has no device 'vfio-fsl-mc': install the package qemu-vfio-fsl-mc"

# has_module GUEST [SERIES]: its QEMU has the module for this one; none, when not said.
has_module()
{
    local module

    module=$(sed -n 's,.*/qemu-vfio-fsl-mc-\(.*\)\.so$,\1,p' "/proc/$(pid_of "$1")/maps" | sort -u)
    [ "$module" = "${2:-}" ] || fail "$1 has module '$module'"
}

# others_run: a guest without a container starts.
others_run()
{
    virsh -q create --paused "$FSLMC_RESULTS/other.xml"
    has_module other
    virsh -q destroy other
}

# refuses TEXT: a guest with a container does not start.
refuses()
{
    expect_error "$1" virsh start guest
    is_off guest
    test "$(driver_of dprc.2)" = "$HOST_DRIVER"
}

guest_files
sed '/<hostdev/,/<\/hostdev>/d; s/<name>guest/<name>other/; s/guest.console/other.console/' guest.xml > "$FSLMC_RESULTS/other.xml"
init_system
dpkg_database "$PLUGIN" "$DEVICE"
mkdir -p /etc/apparmor.d/local/abstractions
dpkg --install "$PLUGIN"
daemon=$(libvirtd_pid)

# it is not there
virsh domcapabilities --machine virt --virttype kvm > "$FSLMC_RESULTS/capabilities"
grep -c fsl_mc "$FSLMC_RESULTS/capabilities" && fail 'it is'
virsh define guest.xml
refuses "$NO_DEVICE"
others_run

# installed
dpkg --install "$DEVICE"
virsh domcapabilities --machine virt --virttype kvm | grep '<value>fsl_mc</value>'
virsh start guest
has_module guest 7.2
others_run

# removed, while the guest runs
pid=$(pid_of guest)
dpkg --remove qemu-vfio-fsl-mc
find / -xdev -name '*qemu-vfio-fsl-mc*' -not -path '/proc/*' -not -path '/var/lib/dpkg/*'
is_running guest
test "$(pid_of guest)" = "$pid"
virsh destroy guest
wait_for is_back dprc.2
refuses "$NO_DEVICE"
others_run

# and back
dpkg --install "$DEVICE"
virsh start guest
has_module guest 7.2
test "$(libvirtd_pid)" = "$daemon"
pid=$(pid_of guest)

# libvirt and QEMU of the next release; the guest runs on with what it has
next_release
libvirtd_restart
daemon=$(libvirtd_pid)
libvirtd --version | grep -F 11.3.0
wait_for is_running guest
test "$(pid_of guest)" = "$pid"
has_module guest 7.2
virsh destroy guest
wait_for is_back dprc.2
virsh start guest
has_module guest 10.0
others_run
virsh destroy guest
wait_for is_back dprc.2

# another QEMU in its place, that there is no module for, until there is one
MODULE=$(echo /usr/lib/*/libvirt-fslmc/qemu-vfio-fsl-mc-10.0.so)
mv "$MODULE" "$FSLMC_RESULTS"
cp /usr/bin/qemu-system-aarch64 /usr/bin/qemu-system-aarch64.new
mv /usr/bin/qemu-system-aarch64.new /usr/bin/qemu-system-aarch64
refuses "which the package qemu-vfio-fsl-mc adds to the distribution's QEMU (7.2, 10.0): there is no module for QEMU 10.0"
others_run
mv "$FSLMC_RESULTS/${MODULE##*/}" "$MODULE"
virsh start guest
has_module guest 10.0
virsh destroy guest
wait_for is_back dprc.2
test "$(libvirtd_pid)" = "$daemon"
virsh undefine guest
