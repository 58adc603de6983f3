# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
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
