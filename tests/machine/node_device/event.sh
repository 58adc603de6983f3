# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# containers: both
#
# Objects that come and go, and containers that change their driver, are events.

watch()
{
    # line by line, for the test waits for its lines
    stdbuf -oL virsh nodedev-event --event "$1" --loop --timeout 110 >> events 2>&1 &
}

seen()
{
    grep -q -F "$1" events
}

moved()
{
    virsh -q nodedev-detach dprc_3 && virsh -q nodedev-reattach dprc_3 &&
        seen "event 'update' for node device dprc_3" &&
        seen "event 'lifecycle' for node device dpni_3"
}

cd "$FSLMC_RESULTS"
watch lifecycle
watch update
# the watchers are there when they see something
wait_for moved

virsh -q nodedev-detach dprc_2
wait_for seen "event 'update' for node device dprc_2"
# what is in a container that nobody has bound is not there before
[ -z "$HOST_DRIVER" ] || wait_for seen "event 'lifecycle' for node device dpni_1: Deleted"
wait_for seen "event 'lifecycle' for node device dpni_1: Created"
virsh -q nodedev-reattach dprc_2
wait_for seen "event 'lifecycle' for node device dpni_1: Deleted"

mc add dpni.44 dprc.1
rescan
wait_for seen "event 'lifecycle' for node device dpni_44: Created"
virsh -q nodedev-list | grep -x dpni_44
mc remove dpni.44
rescan
wait_for seen "event 'lifecycle' for node device dpni_44: Deleted"
expect_error 'no node device with matching name' virsh nodedev-dumpxml dpni_44
