# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# The MC's commands through the device node of the root container: a container is
# made, looked into and destroyed, as restool does it.
# daemon: none

. ./functions

node=/dev/dprc.1
root=8051,0:32=1

# object N: state, type, id and label of object N of the root container
object()
{
    mc-command $node $root "15a1/1,0:32=$1,12:32?,24:s?,4:32?,40:s?" 8001/1
}

commands()
{
    echo '# who may'
    stat -c '%A %U' $node

    echo '# what sysfs does not tell: an unplugged container, its label, what is in it'
    state_of dprc.2 dpni.1
    mc label dprc.2 net-a
    # which comes first is the MC's affair
    { object 13; object 14; } | LC_ALL=C sort
    mc-command $node 8051,0:32=2 1591/1,4:32? 15a1/1,0:32=8,24:s?,4:32?,12:32? 8001/1
    state_of dprc.2 dpni.1

    echo '# made: the kernel sees it by itself, and leaves it alone'
    mc-command $node $root 1512/1,0:32=0x42,4:32=0xffff,12:32=0xffffffff,16:s=net-b,8:32? 8001/1
    wait_for test -e "$BUS/devices/dprc.4"
    udevadm settle
    state_of dprc.4
    object 15

    echo '# filled and plugged: nothing to be seen before it is bound'
    mc-command $node 8051,0:32=4 90b2/1,0:32=0xffffffff,0:32? 9017/1,4:8=8,0:32? \
        1571/1,0:32=4,4:32=5,12:32=4,16:s=dpni 8001/1
    state_of dprc.4 dpmcp.9 dpni.4
    printf 'bind to the host: %s\n' "$(bind fsl_mc_dprc dprc.4)"
    free_for_vfio dprc.4
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.4)"
    state_of dprc.4 dpmcp.9 dpni.4
    echo '# open, so it stays'
    mc-command $node $root 1521/1,0:32=4
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.4)"
    state_of dprc.4 dpmcp.9 dpni.4
    mc-command $node $root 1521/1,0:32=4 8001/1
    wait_for test ! -e "$BUS/devices/dprc.4"

    echo '# errors: not passed on, no token, MC statuses 6, 0xb and 8'
    mc-command $node $root 1551/1,0:32=2
    mc-command $node 15a1,0:32=0
    mc-command $node $root 15a1/1,0:32=99
    mc-command $node $root 9018/1
    mc pool dpni 0 > /dev/null
    mc-command $node $root 9017/1

    echo '# a second one, as long as there is a portal for it'
    mc-command $node $root hold > "$FSLMC_RESULTS/first" &
    first=$!
    wait_for grep -q hold "$FSLMC_RESULTS/first"
    mc-command $node $root 8001/1
    kill $first

    echo '# until none is left'
    openers=()
    for _ in 1 2 3 4 5 6; do
        rm -f "$FSLMC_RESULTS/opener"
        mc-command $node hold > "$FSLMC_RESULTS/opener" &
        openers+=($!)
        wait_for test -s "$FSLMC_RESULTS/opener"
        opened=$(cat "$FSLMC_RESULTS/opener")
        [ "$opened" = hold ] || break
    done
    printf 'the last: %s\n' "$opened"
    kill "${openers[@]}" 2> /dev/null || :
}

expect_printed mc-device commands
