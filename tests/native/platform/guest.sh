# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Guests with platform devices: how they are shown and stored, QEMU's command line for
# those in argv/, and which are refused, and why. None is started.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

HERE=tests/native/platform
ARGV=$FSLMC_TOP/$HERE/argv

# QEMU as of 10.2, which has no such device any more, where there is a /tmp/qemu-10.2
cat > $EMULATOR <<'END'
#!/bin/sh
case "$*" in *'-device help'*)
    echo 'name "vfio-fsl-mc", bus fsl-mc-bus'
    [ ! -e /tmp/qemu-10.2 ] || exec grep -v -e vfio-platform -e xgbe -e xgmac /tmp/devices
esac
exec qemu-system-aarch64 "$@"
END
qemu-system-aarch64 -M none -device help > /tmp/devices

# devices FILE: that are not libvirt's own
devices()
{
    virsh -q domxml-to-native qemu-argv "$1" > /tmp/argv || return
    sed -e "s/ -\([a-z]\)/\n-\1/g" -e "\$a\\" /tmp/argv | grep -e '^-device.*vfio-' -e '^-dtb'
}

# refused TEXT SCRIPT FILE: the guest in FILE, after sed's SCRIPT
refused()
{
    sed "$2" "$ARGV/$3" > /tmp/refused.xml
    ! virsh domxml-to-native qemu-argv /tmp/refused.xml > /tmp/said 2>&1 ||
        fail "it has a command line: $(cat /tmp/said)"
    grep -qF "$1" /tmp/said || fail "it does not say '$1' but: $(cat /tmp/said)"
}

fake_bus 1
fake_platform_bus
fake_platform_device platform e0700000.xgmac '' 4 amd,xgbe-seattle-v1a
fake_platform_device platform fff50000.ethernet '' 5 calxeda,hb-xgmac
fake_platform_device platform 3100000.serial '' 6 nvidia,tegra194-hsuart nvidia,tegra20-uart
fake_platform_device platform AMDI8001:00 '' 7
fake_platform_device amba 9010000.pl031 '' 8 arm,pl031 arm,primecell
with_plugin
start_with_kvm

for xml in "$ARGV"/*.xml; do
    name=$(basename "$xml" .xml)
    expect_output "$HERE/argv/$name.expected" devices "$xml"

    virsh define --validate "$xml"
    virsh dumpxml --inactive guest > /tmp/shown.xml
    if grep -q 'fslmc:' /tmp/shown.xml; then fail 'the carriage is shown'; fi
    hostdevs < "$xml" | diff - /dev/fd/3 3<<END
$(hostdevs < /tmp/shown.xml)
END
    grep -qF 'version="2"' /etc/libvirt/qemu/guest.xml || fail 'it is not stored as of version 2'
    cp /etc/libvirt/qemu/guest.xml /tmp/stored.xml
    for again in /tmp/shown.xml /tmp/stored.xml; do
        virsh define "$again"
        diff /tmp/stored.xml /etc/libvirt/qemu/guest.xml
    done
    virsh undefine guest
done

refused "device '3100000.serial' is compatible with 'nvidia,tegra194-hsuart', which QEMU cannot describe to the domain: give the domain a device tree with <dtb> in <os>" \
    '/<dtb>/d' dtb.xml
refused "device '9010000.pl031' cannot be given to a domain: it is an AMBA device" \
    's/e0700000.xgmac/9010000.pl031/' xgbe.xml
refused "device 'AMDI8001:00' cannot be given to a domain: this host has no device tree that describes it" \
    's/e0700000.xgmac/AMDI8001:00/' xgbe.xml
refused "no platform or AMBA device '7e230000.bare' is behind an IOMMU" \
    's/e0700000.xgmac/7e230000.bare/' xgbe.xml
refused "boot order is not supported for hostdev type 'platform'" \
    "s,</source>,&<boot order='1'/>," xgbe.xml
refused "platform hostdevs are not supported for machine type 'sbsa-ref'" \
    "s/machine='virt'/machine='sbsa-ref'/; /<gic/d" xgbe.xml
refused "is assigned twice" "s/e0700000.xgmac/3100000.serial/" several.xml

# hot-plug, for want of which QEMU's bus is to blame
virsh define "$ARGV/xgbe.xml"
hostdevs < "$ARGV/calxeda.xml" > /tmp/calxeda.xml
virsh attach-device guest --config /tmp/calxeda.xml
[ "$(virsh dumpxml --inactive guest | grep -c "type='platform'")" = 2 ] || fail 'it is not attached'
! virsh attach-device guest --config /tmp/calxeda.xml 2> /tmp/said || fail 'it is attached twice'
grep -F "device 'fff50000.ethernet' is in the domain configuration already" /tmp/said
virsh detach-device guest --config /tmp/calxeda.xml
[ "$(virsh dumpxml --inactive guest | grep -c "type='platform'")" = 1 ] || fail 'it is not detached'
virsh undefine guest

virsh domcapabilities --emulatorbin $EMULATOR --arch aarch64 --machine virt --virttype kvm > /tmp/caps
grep -F '<value>platform</value>' /tmp/caps
libvirtd_stop

touch /tmp/qemu-10.2
start_with_kvm
refused "emulator $EMULATOR has no device 'vfio-amd-xgbe'" '' xgbe.xml
refused "emulator $EMULATOR has no device 'vfio-platform'" '' dtb.xml
virsh domcapabilities --emulatorbin $EMULATOR --arch aarch64 --machine virt --virttype kvm > /tmp/caps
grep -F '<value>fsl_mc</value>' /tmp/caps
! grep -F '<value>platform</value>' /tmp/caps || fail 'it is promised'
libvirtd_stop
