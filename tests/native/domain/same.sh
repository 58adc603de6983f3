# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Guests without the hostdev: every answer about them, errors too, what is stored
# of them and how they are started is byte for byte that of a daemon without the
# plugin. They are those of the other tests, less their hostdevs, and documents
# that have words of ours where they mean nothing.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

WITHOUT='/<hostdev.*fsl_mc/,/<\/hostdev>/d; /<fslmc:hostdevs/,/<\/fslmc:hostdevs>/d'
cat > /tmp/pci.xml <<END
<hostdev mode='subsystem' type='pci'><source><address bus='7'/></source></hostdev>
END

# XML stands for the file
GUEST_COMMANDS='define XML; define --validate XML; domxml-to-native qemu-argv XML
attach-device guest /tmp/pci.xml --config; update-device guest XML --config
dumpxml guest; dumpxml guest --inactive; dumpxml guest --security-info; dumpxml guest --migratable
detach-device guest /tmp/pci.xml --config
metadata guest urn:other --key other --set <fslmc/>; metadata guest urn:other
create XML; undefine guest'
DOCUMENT_COMMANDS='define XML; create XML; domxml-to-native qemu-argv XML
attach-device other XML --config; snapshot-create other XML; undefine guest'

# answer COMMANDS: what virsh says to each. How libvirt learns that a QEMU has
# ended is not the same each time.
answer()
{
    printf '%s\n' "$1" | sed "s,XML,/tmp/guest.xml,g" | tr ';' '\n' |
        while read -r words; do
            # shellcheck disable=SC2086 # words
            try virsh $words
        done | sed 's/internal error: .* [0-9-]*T[0-9:.]*Z/QEMU says/'
}

# answers FOLDER: notes there what the daemon says
answers()
{
    local name xml

    mkdir -p "$1"
    virsh domcapabilities --emulatorbin $EMULATOR --arch aarch64 --virttype qemu > "$1/capabilities"
    for name in define/among-others define/carriage define/passwords argv/boot-second; do
        sed "$WITHOUT" "$FSLMC_TOP/$HERE/$name.xml" > /tmp/guest.xml
        answer "$GUEST_COMMANDS" > "$1/$(basename "$name")"
        virsh define /tmp/guest.xml
        cp /etc/libvirt/qemu/guest.xml "$1/$(basename "$name").stored"
        virsh undefine guest
    done

    sed "$WITHOUT; s/>guest</>other</; s/2</3</" "$GUEST" > /tmp/other.xml
    virsh define /tmp/other.xml
    for xml in "$FSLMC_TOP"/tests/conf/data/pass/*.xml; do
        cp "$xml" /tmp/guest.xml
        answer "$DOCUMENT_COMMANDS" > "$1/$(basename "$xml" .xml)"
    done
    virsh undefine other

    # one that runs; descriptors have other numbers each time
    sed "s/type='kvm'/type='qemu'/; $WITHOUT" "$GUEST" > /tmp/guest.xml
    virsh create /tmp/guest.xml --paused
    tr '\0' '\n' < "/proc/$(cat /run/libvirt/qemu/guest.pid)/cmdline" |
        sed 's/\(fd[^0-9]*\)[0-9]*/\1N/g' > "$1/command-line"
    virsh dumpxml guest > "$1/running"
    virsh destroy guest
}

same_as_stock start_with_kvm
