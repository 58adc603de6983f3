# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Guests as they are defined, in define/, and as they are shown then. What is
# shown can be defined again, and so can what libvirt has stored.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

with_plugin
start_with_kvm
for xml in "$FSLMC_TOP/$HERE"/define/*.xml; do
    name=$(basename "$xml" .xml)
    virsh define --validate "$xml"
    expect_output "$HERE/define/$name.expected" same virsh dumpxml --inactive guest

    for flags in --inactive --security-info '--security-info --migratable'; do
        # shellcheck disable=SC2086 # words
        virsh dumpxml $flags guest > /tmp/shown.xml
        if grep -q 'fslmc:' /tmp/shown.xml; then fail 'the carriage is shown'; fi
        [ "$(grep -c "type='fsl_mc'" /tmp/shown.xml)" = 1 ] || fail 'it is not shown'
    done
    grep -q '<fslmc:address object="dprc.2"/>' /etc/libvirt/qemu/guest.xml ||
        fail 'the carriage is not stored'
    if grep -q '<hostdev.*fsl_mc' /etc/libvirt/qemu/guest.xml; then
        fail 'the element is stored'
    fi

    cp /etc/libvirt/qemu/guest.xml /tmp/stored.xml
    for again in /tmp/shown.xml /tmp/stored.xml; do
        virsh define "$again"
        diff /tmp/stored.xml /etc/libvirt/qemu/guest.xml
    done
    virsh undefine guest
done
libvirtd_stop
