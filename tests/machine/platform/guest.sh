# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# Guests of stock libvirt and stock QEMU, with a stock kernel, that have platform devices:
# a guest reads and writes the registers of its device, and the host sees it; what QEMU is
# allowed; what is in use is left alone; the host has everything back however a guest ends;
# and devices that cannot be given, each with its reason, and everything put back.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=guest.bash
. ./guest.bash

CONSOLE=/var/log/libvirt/qemu/guest.console

# define_guest NAME DEVICE… [unmanaged]: prints nothing; with the device tree of the first
# test guest's machine unless the first device is one that QEMU describes.
define_guest()
{
    local name=$1 managed=yes device
    shift

    [ "${!#}" != unmanaged ] || managed=no
    sed -e "/<hostdev/,\$d; s,<name>.*<,<name>$name<,; s,guest.console,$name.console," guest.xml |
        case $1 in *.xgmac) sed '/<dtb>/d' ;; *) cat ;; esac > "$FSLMC_RESULTS/$name.xml"
    for device; do
        [ "$device" != unmanaged ] || continue
        echo "<hostdev mode='subsystem' type='platform' managed='$managed'>" \
             "<source><address device='$device'/></source></hostdev>"
    done >> "$FSLMC_RESULTS/$name.xml"
    echo '</devices></domain>' >> "$FSLMC_RESULTS/$name.xml"
    virsh -q define "$FSLMC_RESULTS/$name.xml"
}

# expect_host DEVICE [DRIVER]: the host has it, as it was.
expect_host()
{
    HOST_DRIVER=${2:-} expect_back "$1"
}

# fails TEXT GUEST: it does not start, and this is why.
fails()
{
    if virsh start "$2" > "$FSLMC_RESULTS/said" 2>&1; then
        fail "it starts: $2"
    fi
    grep -qF "$1" "$FSLMC_RESULTS/said" ||
        fail "$2 does not say '$1' but: $(cat "$FSLMC_RESULTS/said")"
}

# used DEVICE GUEST
used()
{
    local node=platform_${1//./_}

    refused virsh "nodedev-detach $node; nodedev-reattach $node; nodedev-reset $node" \
        > "$FSLMC_RESULTS/in-use"
    [ "$(grep -c "error: .*device $1 is in use by driver QEMU, domain $2$" \
         "$FSLMC_RESULTS/in-use")" = 3 ] || fail "$1: $(cat "$FSLMC_RESULTS/in-use")"
    is_bound "$1" vfio-platform
}

boot_files

echo '# registers'
virsh nodedev-detach platform_7e220000_reset
vfio-steps container group "$(group_of $DEVICE)" attach iommu device $DEVICE write 0:4
virsh nodedev-reattach platform_7e220000_reset
virsh define guest.xml
virsh dumpxml --inactive guest | hostdevs > "$FSLMC_RESULTS/shown"
hostdevs < guest.xml | diff - "$FSLMC_RESULTS/shown"
virsh start guest
pid=$(pid_of guest)
group=$(group_of $DEVICE)
test "$(readlink "/proc/$pid/exe")" = "$(readlink -f "$(command -v qemu-system-aarch64)")"
test "$(stat -c %U "/proc/$pid")" = libvirt-qemu
test "$(nsenter -t "$pid" -m stat -c %U "/dev/vfio/$group")" = libvirt-qemu
test "$(awk '/^Max locked memory/ { print $4 }' "/proc/$pid/limits")" -ge $((1536 << 20))
virsh dumpxml guest | hostdevs | grep -F "<alias name='platform0'/>"
ls $LOANS/$DEVICE
wait_guest $CONSOLE
tr -d '\r' < $CONSOLE | grep -E '^(device|first|second|then)' | expect_output guest-dtb.expected

echo '# in use'
used $DEVICE guest
define_guest other $DEVICE
fails "device $DEVICE is in use by driver QEMU, domain guest" other
libvirtd_restart
wait_for is_running guest
used $DEVICE guest
kill_daemon
libvirtd_start
wait_for is_running guest
used $DEVICE guest
test "$(pid_of guest)" = "$pid"
virsh dumpxml guest | hostdevs | grep -F "device='$DEVICE'"
refused virsh save guest "$FSLMC_RESULTS/saved" > "$FSLMC_RESULTS/said"
grep -F "cannot migrate a domain with <hostdev mode='subsystem' type='platform'>" "$FSLMC_RESULTS/said"

echo '# given back'
virsh destroy guest
expect_host $DEVICE
virsh nodedev-detach platform_7e220000_reset
test "$(word read 0:4)" = 0x600df00d
virsh nodedev-reattach platform_7e220000_reset

echo '# a QEMU that dies, with the daemon and without'
virsh start guest --paused
kill -9 "$(pid_of guest)"
wait_for is_off guest
expect_host $DEVICE
virsh start guest --paused
kill_daemon
kill -9 "$(pid_of guest)"
libvirtd_start
wait_for is_off guest
expect_host $DEVICE

echo '# a QEMU that does not come up'
mv $BOOT/guest.dtb $BOOT/away
echo nothing > $BOOT/guest.dtb
fails 'dtb' guest
mv $BOOT/away $BOOT/guest.dtb
expect_host $DEVICE

echo '# unmanaged'
define_guest mine $DEVICE unmanaged
fails "Unmanaged device $DEVICE must be manually detached from the host" mine
virsh nodedev-detach platform_7e220000_reset
hold "$(group_of $DEVICE)" $DEVICE
fails 'in use by process' mine
release
virsh start mine --paused
virsh destroy mine
is_bound $DEVICE vfio-platform
virsh nodedev-reattach platform_7e220000_reset
expect_host $DEVICE

echo '# a group of two'
define_guest one 7e240000.pair
define_guest two 7e250000.pair
fails "'7e250000.pair' in its IOMMU group" one
expect_host 7e240000.pair
expect_host 7e250000.pair sram
at_exit sh -c "echo 7e250000.pair > $BUS/drivers_probe"
echo 7e250000.pair > $BUS/drivers/sram/unbind
# of the other one the interrupts are not isolated, and Linux 6.12 has to be told
if [ "$FSLMC_RELEASE" != bookworm ]; then
    fails "device '7e240000.pair' is not assignable: the kernel does not let its IOMMU group $(group_of 7e240000.pair) use the IOMMU: Operation not permitted; without an isolated MSI domain (msi-parent) the kernel needs parameter allow_unsafe_interrupts=1" one
    expect_host 7e240000.pair
fi
unsafe
virsh start one --paused
fails "device 7e250000.pair is in one IOMMU group with device 7e240000.pair, which is in use by driver QEMU, domain one" two
virsh destroy one
expect_host 7e240000.pair
echo 7e250000.pair > $BUS/drivers_probe
expect_host 7e250000.pair sram

echo '# devices that cannot be given'
define_guest amba 9010000.pl031
fails "device '9010000.pl031' cannot be given to a domain: it is an AMBA device" amba
define_guest bare 7e230000.bare
fails "no platform or AMBA device '7e230000.bare' is behind an IOMMU" bare
define_guest plain 7e210000.plain
fails "no reset function for 'fslmc-test,plain' is loaded" plain
expect_host 7e210000.plain
sed '/<dtb>/d; s,<name>guest,<name>undescribed,' guest.xml > "$FSLMC_RESULTS/undescribed.xml"
virsh define "$FSLMC_RESULTS/undescribed.xml"
fails "device '$DEVICE' is compatible with 'fslmc-test,with-reset', which QEMU cannot describe" undescribed
expect_host $DEVICE

echo '# the driver cannot be loaded'
modprobe -r vfio-platform
at_exit rm -f /etc/modprobe.d/fslmc-test.conf
echo 'install vfio-platform /bin/false' > /etc/modprobe.d/fslmc-test.conf
fails 'vfio-platform' guest
rm /etc/modprobe.d/fslmc-test.conf
expect_host $DEVICE
modprobe vfio-platform

echo '# one that QEMU describes itself'
define_guest network 7e000000.xgmac
virsh start network --paused
tr '\0' '\n' < "/proc/$(pid_of network)/cmdline" | grep -F '"driver":"vfio-amd-xgbe"'
virsh destroy network
expect_host 7e000000.xgmac
for name in guest other mine one two amba bare plain undescribed network; do
    virsh -q undefine $name
done
