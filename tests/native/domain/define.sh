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
    grep -q -e '<fslmc:address object="dprc.2"/>' -e '<fslmc:address label="net &amp; crypto"/>' \
        /etc/libvirt/qemu/guest.xml ||
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

# which container that is, is not known before the guest starts
if virsh domxml-to-native qemu-argv "$FSLMC_TOP/$HERE/define/label.xml" 2> /tmp/said; then
    fail 'it has a command line'
fi
grep -F "the container with label 'net & crypto' is chosen when the domain starts" /tmp/said
virsh define "$FSLMC_TOP/$HERE/define/label.xml"
for command in detach-device attach-device; do
    virsh $command guest --config /dev/stdin <<END
<hostdev mode='subsystem' type='fsl_mc' managed='yes'>
  <source><address label='net &amp; crypto' object='dprc.8'/></source>
</hostdev>
END
done
expect_output "$HERE/define/label.expected" same virsh dumpxml --inactive guest
virsh undefine guest
libvirtd_stop
