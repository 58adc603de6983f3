# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A guest that cannot have the hostdev on this host, but whose stored
# configuration has it: it is shown, cannot be started, can be taken out, and
# not put back.

# shellcheck source=tests/native/domain/guest
. "$FSLMC_TOP/tests/native/domain/guest"

without_plugin
libvirtd_start
guest "$CARRIAGE" > /tmp/guest.xml
virsh define /tmp/guest.xml
libvirtd_stop

with_plugin
libvirtd_start
virsh dumpxml guest > /tmp/shown.xml
sed -n '/<hostdev/,/<.hostdev>/p' /tmp/shown.xml | sed 's/^    //' | diff /tmp/hostdev.xml -
if grep -q metadata /tmp/shown.xml; then fail 'the carriage is shown'; fi

refused "$no" virsh start guest
refused "$no" virsh define /tmp/shown.xml
refused "$no" virsh define --validate /tmp/shown.xml
refused "$no" virsh create /tmp/shown.xml
refused "$no" virsh domxml-to-native qemu-argv --domain guest
refused "$no" virsh update-device --config guest /tmp/hostdev.xml
# as metadata that is not there
for uri in urn:libvirt-fslmc:domain urn:nothing; do
    virsh metadata guest $uri > /tmp/$uri 2>&1 || echo "status $?" >> /tmp/$uri
done
diff /tmp/urn:nothing /tmp/urn:libvirt-fslmc:domain
refused 'is kept for hostdevs of libvirt-fslmc' \
    virsh metadata guest urn:libvirt-fslmc:domain --key x --set '<hostdevs/>'
refused 'is in the domain configuration already' \
    virsh attach-device --config guest /tmp/hostdev.xml
virsh dumpxml guest | diff /tmp/shown.xml -

virsh detach-device --config guest /tmp/hostdev.xml
virsh dumpxml --security-info guest > /tmp/without.xml
if grep -q 'hostdev\|metadata' /tmp/without.xml; then fail 'it is still there'; fi
grep -q "passwd='secret'" /tmp/without.xml
if grep -q fslmc /etc/libvirt/qemu/guest.xml; then fail 'it is still stored'; fi
refused "$no" virsh attach-device --config guest /tmp/hostdev.xml
virsh dumpxml --security-info guest | diff /tmp/without.xml -
virsh start --paused guest
refused "hotplug is not supported for hostdev subsys type 'fsl_mc'" \
    virsh attach-device guest /tmp/hostdev.xml
virsh destroy guest
libvirtd_stop
