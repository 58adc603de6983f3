# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: trixie
# daemon: split
# boot: own
#
# Containers that are defined with virtnodedevd: it ends and comes again, the unit that
# starts containers at boot runs at the same time, and a polkit rule says who may what.

xml=/fslmc/top/examples/container.xml

(
    cd ../node_device
    # shellcheck source=/dev/null
    . ./container.sh
)

before=$(mc dump)
virsh nodedev-define "$xml"
virsh nodedev-autostart dprc_net-a
daemon_stop virtnodedevd
# as at boot: the unit runs, and makes what the daemon shows that is started meanwhile
virt-fslmc-containers --autostart dprc.1 &
unit=$!
split_start virtnodedevd
virsh nodedev-start dprc_net-a 2> "$FSLMC_RESULTS/start" || grep 'already active' "$FSLMC_RESULTS/start"
wait $unit
test "$(mc dump | grep -c "label='net-a'")" = 1
virsh -q nodedev-list | grep -x dprc_net-a
virsh nodedev-info dprc_net-a | grep -x 'Persistent: *yes'
kill -KILL "$(daemon_pid virtnodedevd)"
split_start virtnodedevd
virsh -q nodedev-list | grep -x dprc_net-a

# who may
cp ../node_device/defined.rules /etc/polkit-1/rules.d/50-test.rules
echo 'access_drivers = [ "polkit" ]' >> /etc/libvirt/virtnodedevd.conf
/usr/lib/polkit-1/polkitd > "$FSLMC_RESULTS/polkitd" 2>&1 &
wait_for dbus-send --system --print-reply --dest=org.freedesktop.PolicyKit1 \
    /org/freedesktop/PolicyKit1/Authority org.freedesktop.DBus.Peer.Ping
daemon_stop virtnodedevd
split_start virtnodedevd
sed 's,<device>,&<name>dprc_mine</name>,; s,net-a,mine,; s,dpmac.3,dpmac.4,; s,:02,:03,' "$xml" \
    > "$FSLMC_RESULTS/mine.xml"
(
    cd ../node_device
    # shellcheck disable=SC2034 # for what follows
    operator='as_user operator virsh -c nodedev:///system' mine=$FSLMC_RESULTS/mine.xml
    # shellcheck source=tests/machine/node_device/allowed.bash
    . ./allowed.bash
) | expect_output containers.expected
virsh nodedev-undefine dprc_mine
virsh nodedev-destroy dprc_net-a
virsh nodedev-undefine dprc_net-a
test "$(mc dump)" = "$before"
