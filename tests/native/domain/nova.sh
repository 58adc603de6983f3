# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Guests as Nova writes them, whose flavor asks for a container: whether they are to have
# one is seen at their start, which fails then, because this host has no bus. What is
# stored is what Nova wrote.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

CONFIG=/etc/libvirt/fslmc-nova.conf

# it runs, though not with KVM
cat > "$EMULATOR" <<'END'
#!/bin/sh
case "$*" in *'-device help'*) echo 'name "vfio-fsl-mc", bus fsl-mc-bus' ;; esac
for word; do
    shift
    [ "$word" != kvm ] || word=tcg
    set -- "$@" "$word"
done
exec qemu-system-aarch64 "$@"
END

# nova FLAVOR [LABEL [NAME]]: a guest of that flavor, whose extra spec asks for LABEL
nova()
{
    sed -e '/<hostdev/,/<\/hostdev>/d' -e '/<uuid>/r /dev/stdin' "$GUEST" > /tmp/guest.xml <<END
  <metadata>
    <nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/1.1'>
      <nova:name>${3:-}</nova:name>
      <nova:flavor name='$1' id='1'>
        <nova:memory>64</nova:memory>
        <nova:extraSpecs>
          ${2:+<nova:extraSpec name='fslmc:label'>$2</nova:extraSpec>}
        </nova:extraSpecs>
      </nova:flavor>
    </nova:instance>
  </metadata>
END
    virsh -q define /tmp/guest.xml
}

# outcome TEXT: what the start says; "" for a guest that runs, without a container.
# Nothing of that is stored.
outcome()
{
    cp /etc/libvirt/qemu/guest.xml /tmp/stored.xml
    if [ -n "$1" ]; then
        ! virsh start guest > /tmp/said 2>&1 || fail "it runs, and does not say: $1"
        grep -F "$1" /tmp/said || fail "not '$1' but: $(cat /tmp/said)"
    else
        virsh -q start guest
        [ -z "$(virsh dumpxml guest | hostdevs)" ] || fail 'it has a hostdev'
        virsh -q destroy guest
    fi
    [ -z "$(virsh dumpxml --inactive guest | hostdevs)" ] || fail 'it is stored'
    diff /tmp/stored.xml /etc/libvirt/qemu/guest.xml
}

taken='this host has no fsl-mc bus'
closed="which is not among the 'labels' in '$CONFIG'"

with_plugin
start_with_kvm

# who has written nothing down has opened nothing to Nova
nova m1.dpaa2
outcome ''
nova m1.small net
outcome "flavor 'm1.small' asks for a container with label 'net', $closed"

printf '%s\n' 'labels = [ "net" ]' 'flavors = [ "m1.dpaa2=net", "m1.wrong=other" ]' > $CONFIG
nova m1.small
outcome ''
nova m1.small net
outcome "$taken"
nova m1.dpaa2
outcome "$taken"
nova m1.small other
outcome "asks for a container with label 'other', $closed"
nova m1.wrong
outcome "asks for a container with label 'other', $closed"

# the name of an instance is its tenant's
nova m1.small '' "&lt;nova:flavor name='m1.dpaa2'/&gt;"
outcome ''

# with the guest's own hostdev nobody interferes
nova m1.small net
virsh attach-device guest "$HOSTDEV" --config
! virsh start guest > /tmp/said 2>&1 || fail 'it runs'
grep -F "$taken" /tmp/said
virsh dumpxml --inactive guest | hostdevs | grep dprc.2
virsh undefine guest
libvirtd_stop
