# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: desktop
# releases: bookworm
#
# What docs/virt-manager.rst says of virt-xml, virt-install and virt-clone, word
# for word, and the examples that are about them and Ansible, with a daemon.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# documented WORD: runs the command in the page that has WORD.
documented()
{
    sed -n 's/^   # \(virt-.*\)/\1/p' "$FSLMC_TOP/docs/virt-manager.rst" |
        grep -e "$1" > /tmp/command || fail "no command with '$1' in the page"
    cat /tmp/command
    sh -eu /tmp/command
}

# has GUEST [ADDRESS…]: the guest has hostdevs with these addresses, and no other.
has()
{
    virsh dumpxml "$1" | hostdevs > /tmp/has
    shift
    for address; do
        printf "<hostdev mode='subsystem' type='fsl_mc' managed='yes'>|<source>|<address %s/>|</source>|</hostdev>|" \
            "$address" | tr '|' '\n'
    done > /tmp/wanted
    sed 's/^ *//' /tmp/has | diff -u /tmp/wanted - || fail "not the hostdevs of it: $*"
}

with_plugin
# virt-install asks libvirt what it can do with the usual emulator
mv /usr/bin/qemu-system-aarch64 /usr/bin/qemu-aarch64
sed 's/exec qemu-system-/exec qemu-/' "$EMULATOR" > /usr/bin/qemu-system-aarch64
chmod +x /usr/bin/qemu-system-aarch64
cp /usr/bin/qemu-system-aarch64 "$EMULATOR"
libvirtd_start
virsh domcapabilities --emulatorbin "$EMULATOR" --arch aarch64 > /dev/null
libvirtd_stop
EMULATOR=/usr/bin/qemu-system-aarch64
start_with_kvm

sed '/<hostdev/,/<\/hostdev>/d' "$GUEST" > /tmp/guest.xml
virsh define /tmp/guest.xml
virsh dumpxml guest > /tmp/before.xml
documented 'add-device.*fsl_mc'
has guest "object='dprc.2'"
documented 'add-device.*platform'
virsh dumpxml guest | grep -c '<hostdev' | grep -x 2
virsh dumpxml guest | grep -A 2 "type='platform' managed='yes'" | grep -F "device='e0700000.xgmac'"
documented 'remove-device.*platform'
has guest "object='dprc.2'"
documented 'edit.*dprc.3'
has guest "object='dprc.3'"
documented virt-clone
has copy "object='dprc.3'"
documented 'edit.*@label'
has guest "label='net'"
documented 'remove-device.*fsl_mc'
has guest
virsh dumpxml guest | diff /tmp/before.xml -

"$FSLMC_TOP/examples/virt-install" --print-xml > /tmp/installed.xml
virsh define /tmp/installed.xml
has installed "object='dprc.2'"
if "$FSLMC_TOP/examples/virt-install" --print-xml --hostdev dprc_2 2> /tmp/said; then
    fail "'--hostdev dprc_2' is no longer refused"
fi
grep 'ERROR.*dprc_2' /tmp/said

# play: what it does is in /tmp/played. The second time there is nothing to do.
play()
{
    ANSIBLE_HOME=/tmp/ansible LC_ALL=C.UTF-8 ansible-playbook \
        "$FSLMC_TOP/examples/playbook.yml" -e guest=guest -e container=dprc.2 \
        > /tmp/played 2>&1 || { cat /tmp/played; fail 'the play is over'; }
}
# a host with the bus would know the device
mkdir -p /usr/local/bin
cat > /usr/local/bin/virsh <<'END'
#!/bin/sh
[ "$1" = nodedev-info ] || exec /usr/bin/virsh "$@"
END
chmod +x /usr/local/bin/virsh
PATH=/usr/local/bin:$PATH
for changes in 1 0; do
    play
    has guest "object='dprc.2'"
    grep "changed=$changes " /tmp/played
done
libvirtd_stop
