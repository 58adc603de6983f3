# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# The XML in saved guests. One that runs with the device cannot be saved, so these
# ran in a daemon without the plugin, and without the device: their images say
# that there is a hostdev, or that there is none.

# shellcheck source=tests/native/domain/guest
. "$FSLMC_TOP/tests/native/domain/guest"

# with FILE: FILE with the hostdev in it
with()
{
    sed '/<memballoon/r /tmp/hostdev.xml' "$1"
}

cd /tmp
image=/var/lib/libvirt/image
one='target domain has 1 fsl_mc hostdevs, source has 0'
wrong="'dpni.1' is not the name of a container"

with_plugin
libvirtd_start
guest '' > guest.xml
virsh define guest.xml
virsh start --paused guest
virsh dumpxml --migratable guest > migratable.xml
with migratable.xml > with.xml
sed 's/dprc.2/dpni.1/' with.xml > wrong.xml
refused "$one" virsh save guest $image --xml with.xml
refused "$wrong" virsh save guest $image --xml wrong.xml
virsh domstate guest | grep -qx paused
virsh save guest $image --xml migratable.xml

virsh save-image-dumpxml $image > image.xml
with image.xml > with.xml
refused "$no" virsh save-image-define $image with.xml
refused "$wrong" virsh save-image-define $image wrong.xml
refused "$no" virsh restore $image --xml with.xml
refused "$wrong" virsh restore $image --xml wrong.xml
virsh save-image-dumpxml $image | diff image.xml -
virsh restore $image --xml image.xml --paused

virsh managedsave guest
virsh managedsave-dumpxml guest > managed.xml
with managed.xml > with.xml
refused "$no" virsh managedsave-define guest with.xml
refused "$wrong" virsh managedsave-define guest wrong.xml
virsh managedsave-dumpxml guest | diff managed.xml -
virsh start --paused guest
virsh destroy guest
libvirtd_stop

# an image that says that there is one
without_plugin
libvirtd_start
guest "$CARRIAGE" > carriage.xml
virsh define carriage.xml
virsh start --paused guest
virsh save guest $image
virsh start --paused guest
virsh managedsave guest
libvirtd_stop

with_plugin
libvirtd_start
virsh save-image-dumpxml $image > image.xml
virsh managedsave-dumpxml guest > managed.xml
for xml in image managed; do
    sed -n '/<hostdev/,/<.hostdev>/p' $xml.xml | sed 's/^    //' | diff hostdev.xml -
    if grep -q metadata $xml.xml; then fail 'the carriage is shown'; fi
    sed 's/dprc.2/dprc.3/' $xml.xml > $xml-other.xml
done
refused "$no" virsh save-image-define $image image-other.xml
refused "$no" virsh managedsave-define guest managed-other.xml
refused "$no" virsh restore $image
refused "$no" virsh start guest
virsh save-image-dumpxml $image | diff image.xml -
virsh managedsave-dumpxml guest | diff managed.xml -
virsh undefine --managed-save guest
libvirtd_stop
