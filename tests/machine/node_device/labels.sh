# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# processors: 3
#
# What sysfs does not show and the MC does: labels, the plugged state, and the
# objects of a container that no driver is bound to. A label changes without an
# event. While the MC is silent node devices are without all that.

label_is() {
    virsh nodedev-dumpxml dprc_70 | grep -q "<label>$1</label>"
}

mc add dprc.70 dprc.1
mc unplug dprc.70
mc label dprc.70 "'first <guest>'"
mc add dpni.70-71 dprc.70
mc add dpbp.70 dprc.70
mc unplug dpbp.70
mc plug dpni.70
mc plug dpni.71
rescan
virsh nodedev-dumpxml dprc_70 | expect_output labels.expected

mc label dprc.70 second
wait_for label_is second

mc add dpbp.71 dprc.1
mc silent open 1 dprc.70
rescan
virsh nodedev-dumpxml dprc_70 > "$FSLMC_RESULTS/silent"
grep '<name>dprc_70</name>' "$FSLMC_RESULTS/silent"
if grep -E '<label>|<state|dpni' "$FSLMC_RESULTS/silent"; then
    fail 'a silent MC that tells something'
fi
told() { libvirtd_log | grep -q 'without their labels'; }
wait_for told

mc remove dpbp.71
rescan
wait_for label_is second
test "$(libvirtd_log | grep -c 'without their labels')" = 1
