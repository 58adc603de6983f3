# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# boot: again
#
# A container that somebody made by hand, as with restool, is given to define as libvirt
# shows it. It is that of the definition from then on, which makes the same after a boot.

node=/dev/dprc.1

# send COMMAND…: to the MC, each to be carried out
send()
{
    mc-command $node "$@" > "$FSLMC_RESULTS/answer"
    [ "$(grep -c '^ok' "$FSLMC_RESULTS/answer")" = $# ] || fail "$*: $(cat "$FSLMC_RESULTS/answer")"
}

# same: what the MC has of it, without the numbers that it gives
same()
{
    mc dump | sed -n "/label='by hand'/,\$p" | sed 's/\(dprc\|dpni\|dpio\|dpmcp\)\.[0-9]*/\1/'
}

# shown NAME: its XML, without the numbers
shown()
{
    virsh nodedev-dumpxml "$1" |
        sed -e "/<path>/d; s/dprc[._][0-9][0-9]*/dprc/; s/ id='[0-9]*'//; s,>dp[a-z]*\.[0-9]*<,><,"
}

if [ "$(restarts)" = 1 ]; then
    ! mc dump | grep "label='by hand'"
    test "$(virsh -q nodedev-list --inactive | grep dprc_)" = dprc_by_hand
    # other numbers this time
    mc add dprc.4 dprc.1
    rescan
    virsh nodedev-start dprc_by_hand
    same | diff "$FSLMC_RESULTS/same" -
    shown dprc_by_hand | diff "$FSLMC_RESULTS/shown" -
    virsh nodedev-destroy dprc_by_hand
    virsh nodedev-undefine dprc_by_hand
    mc remove dprc.4
    rescan
    udevadm settle
    bus_state > /run/fslmc-bus
    exit
fi

virsh -q nodedev-list > "$FSLMC_RESULTS/before"
# restool's options, and objects that it creates with the container open
send 8051,0:32=1 '1512/1,0:32=0x47,4:32=0xffff,12:32=0xffffffff,16:s=by hand,8:32?' 8001/1
wait_for test -e "$BUS/devices/dprc.4"
send 8051,0:32=4 9017/1,4:8=4 90b2/1,0:32=0xffffffff 9031/1,2:8=1,4:8=8 \
    1571/1,0:32=4,4:32=5,12:32=4,16:s=dpni 1571/1,0:32=4,4:32=5,12:32=9,16:s=dpmcp \
    1571/1,0:32=4,4:32=5,12:32=6,16:s=dpio 8001/1
send 8051,0:32=1 1671/1,0:32=4,16:s=dpni,8:32=4,40:s=dpmac 8001/1
send 8011,0:32=4 2241/1,2:8=3,3:8=0x90,4:8=0x6d,5:8=0,6:8=0x54,7:8=0x52 8001/1
same | tee "$FSLMC_RESULTS/same"
grep "dpni mac=52:54:00:6d:90:03 connection=dpmac.4" "$FSLMC_RESULTS/same"
shown dprc_4 > "$FSLMC_RESULTS/unnamed"

# one device, that of the definition
virsh nodedev-dumpxml dprc_4 > "$FSLMC_RESULTS/dprc_4.xml"
virsh nodedev-info dprc_4 | grep -x 'Persistent: *no'
virsh nodedev-define "$FSLMC_RESULTS/dprc_4.xml" --validate
test "$(virsh -q nodedev-list --all | grep -xvFf "$FSLMC_RESULTS/before")" = dprc_by_hand
for name in dprc_by_hand dprc_4; do
    virsh nodedev-info $name > "$FSLMC_RESULTS/info"
    grep -x 'Name: *dprc_by_hand' "$FSLMC_RESULTS/info"
    grep -x 'Persistent: *yes' "$FSLMC_RESULTS/info"
    grep -x 'Active: *yes' "$FSLMC_RESULTS/info"
done
libvirtd_restart
virsh nodedev-info dprc_by_hand | grep -x 'Active: *yes'
shown dprc_by_hand > "$FSLMC_RESULTS/shown"
sed 's/dprc_by_hand/dprc/' "$FSLMC_RESULTS/shown" | diff "$FSLMC_RESULTS/unnamed" -

# its own XML once more is the same definition, and another label another one
virsh nodedev-dumpxml dprc_by_hand > "$FSLMC_RESULTS/again.xml"
virsh nodedev-define "$FSLMC_RESULTS/again.xml"
test "$(virsh -q nodedev-list --all | grep -xvFf "$FSLMC_RESULTS/before")" = dprc_by_hand
sed 's,<label>by hand,<label>other,' "$FSLMC_RESULTS/dprc_4.xml" > "$FSLMC_RESULTS/other.xml"
virsh nodedev-define "$FSLMC_RESULTS/other.xml"
virsh -q nodedev-list --inactive | grep -x dprc_other
virsh nodedev-undefine dprc_other

# after a boot it is inactive, because nobody has marked it for autostart
test -z "$(virsh -q nodedev-list --inactive | grep dprc_ || :)"
restart_machine
