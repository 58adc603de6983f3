# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# The examples do what they say.

top=/fslmc/top/examples
log=/var/log/libvirt/qemu/containers.log
is_on()
{
    [ "$(driver_of dprc.2)" = "$1" ] || fail "dprc.2 is on '$(driver_of dprc.2)', not '$1'"
}
count_ours()
{
    virsh dumpxml "$1" | grep -c "type='fsl_mc'" || :
}

# the daemon finds hooks when it starts
mkdir -p /etc/libvirt/hooks
at_exit rm -f /etc/libvirt/hooks/qemu "$log"
install -m 755 $top/qemu-hook /etc/libvirt/hooks/qemu
libvirtd_restart

for guest in managed unmanaged with-others; do
    virsh define "$top/guest-$guest.xml"
done
virsh start managed
virsh destroy managed
sed 's/^[^ ]* //' $log | expect_output hook.expected

expect_error 'must be manually detached' virsh start unmanaged
virsh dumpxml others | grep "<hostdev" | expect_output others.expected

# each way to do it does the same
for program in "$top/containers.py" /fslmc/top/build/arm64/examples/containers; do
    "$program" list | grep -o '^dprc_[0-9]*' | LC_ALL=C sort | expect_output list.expected
    "$program" detach dprc_2
    is_on vfio-fsl-mc
    "$program" reattach dprc_2
    is_on "$HOST_DRIVER"
    "$program" remove managed dprc.2
    test "$(count_ours managed)" = 0
    "$program" attach managed dprc.2
    test "$(count_ours managed)" = 1
    expect_error "no node device with matching name 'dprc_99'" "$program" detach dprc_99
done

rm /etc/libvirt/hooks/qemu
libvirtd_restart
