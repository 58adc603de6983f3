# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Stored configurations that somebody edited, or that a newer version of ours
# has written: the daemon has all its guests, each that cannot be understood says
# why when it is wanted, and what is stored stays as it is.

# shellcheck source=tests/native/domain/guest
. "$FSLMC_TOP/tests/native/domain/guest"

# stored NAME SED-COMMAND: a guest whose carriage was edited.
stored()
{
    guest "$(printf '%s\n' "$CARRIAGE" | sed "$2")" |
        sed "s/<name>guest</<name>$1</; /<uuid>/d" > "/tmp/$1.xml"
    virsh define "/tmp/$1.xml"
}

without_plugin
libvirtd_start
stored other 's/dprc\.2/dprc.7/'
stored object 's/dprc\.2/dpni.1/'
stored newer 's/version="1"/version="3"/'
stored attribute 's/managed="yes"/managed="perhaps"/'
stored unversioned 's/ version="1"//'
libvirtd_stop
cat /etc/libvirt/qemu/*.xml > /tmp/stored

with_plugin
libvirtd_start

# what was edited rightly counts
virsh dumpxml other | sed -n '/<hostdev/,/<.hostdev>/p' | sed 's/^    //; s/dprc\.7/dprc.2/' |
    diff /tmp/hostdev.xml -
refused "$no" virsh start other

# fails NAME TEXT
fails()
{
    refused "$2" virsh start "$1"
    grep -q 'hostdevs of libvirt-fslmc in <metadata>: ' /tmp/said
    virsh dumpxml "$1" > "/tmp/$1.shown"
    # it is not lost on the way through an editor, nor let in
    grep -q 'urn:libvirt-fslmc:domain' "/tmp/$1.shown"
    refused "$2" virsh define "/tmp/$1.shown"
}

fails object "'dpni.1' is not the name of a container, which is like 'dprc.2'"
fails newer 'written in version 3 by a newer libvirt-fslmc; this one knows version 2'
fails attribute "invalid value 'perhaps' for attribute 'managed' in element <hostdev>"
fails unversioned "missing attribute 'version'"

virsh list --all --name | sed '/^$/d' | sort | tr '\n' ' ' |
    grep -x 'attribute newer object other unversioned '
cat /etc/libvirt/qemu/*.xml | diff /tmp/stored -
for name in attribute newer object other unversioned; do
    virsh undefine "$name"
done
libvirtd_stop
