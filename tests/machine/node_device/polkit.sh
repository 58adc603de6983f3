# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# boot: own
#
# A polkit rule that lets a user see devices and denies the rest of the API, and
# one device altogether.

cp polkit.rules /etc/polkit-1/rules.d/50-test.rules
echo 'access_drivers = [ "polkit" ]' >> /etc/libvirt/libvirtd.conf
/usr/lib/polkit-1/polkitd > "$FSLMC_RESULTS/polkitd" 2>&1 &
wait_for dbus-send --system --print-reply --dest=org.freedesktop.PolicyKit1 \
    /org/freedesktop/PolicyKit1/Authority org.freedesktop.DBus.Peer.Ping
libvirtd_restart

as_operator()
{
    as_user operator virsh -c qemu:///system "$@"
}

before=$(bus_state)
{
    as_operator -q nodedev-list | grep -E '^dprc_'
    as_operator nodedev-info dprc_2
    refused as_operator nodedev-dumpxml dprc_3
    for verb in detach reattach reset; do
        refused as_operator nodedev-$verb dprc_2
    done
} | grep -v '^$' | expect_output polkit.expected
test "$(bus_state)" = "$before"

# root may
virsh nodedev-detach dprc_2
virsh nodedev-reattach dprc_2

# containers that are defined
cp defined.rules /etc/polkit-1/rules.d/50-test.rules
xml=/fslmc/top/examples/container.xml
mine=$FSLMC_RESULTS/mine.xml
sed 's,<device>,&<name>dprc_mine</name>,; s,net-a,mine,; s,dpmac.3,dpmac.4,; s,:02,:03,' $xml > "$mine"
virsh nodedev-define $xml
operator='as_user operator virsh -c qemu:///system'
defined_seen() { $operator -q nodedev-list --inactive | grep -x dprc_net-a; }
wait_for defined_seen
# shellcheck source=tests/machine/node_device/allowed.bash
. ./allowed.bash | expect_output allowed.expected
virsh nodedev-undefine dprc_mine
virsh nodedev-undefine dprc_net-a
