# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# endures: the daemon is killed before each call that writes or moves something of ours
# cycles: 1000
# kvm: yes
# daemon: none
# timeout: 14400
#
# Containers are moved and made, and a guest has one. A trace of the daemon finds each
# system call by which that writes a file of ours or of the bus, or asks the MC or VFIO
# for something. The daemon is killed before each of them. The next one can do the same
# again and undo it, and then all is as it was. In a run of all tests it is one call in
# the middle of each.

# shellcheck source=endure.bash
. ./endure.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash

# shellcheck disable=SC2034 # used by cycles
FEW=1
# what changes something
CALLS=write,pwrite64,ioctl,mkdirat,unlinkat,renameat,renameat2,symlinkat,mknodat,fchownat,fchmodat
OURS='/(sys/bus/fsl-mc|sys/devices/platform/soc/[0-9]*.fsl-mc|run/libvirt/fslmc|etc/libvirt/fslmc|dev/dprc|dev/vfio)[^<>" ]*'

# where the daemon writes down what it has open in the MC
JOURNAL='^/run/libvirt/fslmc/containers/open-'

# container_state: what the MC, the bus and the disk have, without the numbers that the MC
# gives
container_state()
{
    mc dump | sed 's/[0-9][0-9]*/N/g'
    # a container that VFIO has had keeps its group
    bus_state | grep -v iommu_group
    left_of_containers
}

# state: the same, with what libvirt knows
state()
{
    container_state
    virsh -q list --all | sed 's,^ *[0-9-]* *,,'
}

is_state()
{
    state | cmp -s - "$1"
}

# traced COMMAND…: prints path, call and number of each that the daemon makes for it.
traced()
{
    local pid tracer

    pid=$(libvirtd_pid)
    ls "/proc/$pid/task" > "$FSLMC_RESULTS/threads"
    strace -f -y -qq -s 1 -o "$FSLMC_RESULTS/strace" -p "$pid" \
        -e "trace=$CALLS,clone,clone3" >&2 &
    tracer=$!
    wait_for is_traced "$pid"
    "$@" < /dev/null >&2
    # a container is given back when its guest is off
    wait_for guest_is_settled
    kill $tracer
    wait $tracer || :
    python3 kills.py "$OURS" "$FSLMC_RESULTS/strace" "$FSLMC_RESULTS/threads"
}

# guest_is_settled: the guest runs and has its container, or is off and owes none
guest_is_settled()
{
    if is_off guest; then
        [ ! -e "$LOANS/dprc.2" ]
    else
        is_running guest && has guest dprc.2
    fi
}

# again UNDO COMMAND…: does what was interrupted. It is refused when it was done before the
# daemon was killed. It is refused as well when a container was half destroyed, and who
# makes the next one removes that.
again()
{
    local undo=$1
    shift

    if "$@" < /dev/null || is_state "$FSLMC_RESULTS/after"; then
        return
    fi
    $undo < /dev/null
    "$@" < /dev/null
}

# kill_in NAME UNDO COMMAND…: at each call of the command.
kill_in()
{
    local name=$1 undo=$2 count path call number
    shift 2

    state > "$FSLMC_RESULTS/before"
    traced "$@" > "$FSLMC_RESULTS/all.$name"
    state > "$FSLMC_RESULTS/after"
    # What the daemon has just opened, and not yet written down, or is about to close, the
    # next one cannot close: as the documentation says, it stays until the MC boots.
    awk -v journal="$JOURNAL" '$0 !~ journal && !skip; { skip = $0 ~ journal }' \
        "$FSLMC_RESULTS/all.$name" > "$FSLMC_RESULTS/points.$name"
    count=$(wc -l < "$FSLMC_RESULTS/points.$name")
    [ "$count" != 0 ] || fail "$name changes nothing"
    $undo
    wait_for is_state "$FSLMC_RESULTS/before"

    # so many of them, at equal distances
    awk -v step=$(((count + $(cycles) - 1) / $(cycles))) '(NR + int(step / 2)) % step == 0' \
        "$FSLMC_RESULTS/points.$name" > "$FSLMC_RESULTS/chosen"
    while read -r path call number; do
        # the MC keeps the portals of all that were made until it boots
        mc pool mcp 100 > /dev/null
        killed_before "$path" "$call" "$number" "$@"
        libvirtd_start
        wait_for guest_is_settled
        again "$undo" "$@"
        wait_for is_state "$FSLMC_RESULTS/after"
        $undo < /dev/null
        wait_for is_state "$FSLMC_RESULTS/before"
    done < "$FSLMC_RESULTS/chosen"
    echo "$name: killed at $(wc -l < "$FSLMC_RESULTS/chosen") of $count calls;" \
        "$(($(wc -l < "$FSLMC_RESULTS/all.$name") - count)) are left out"
}

libvirtd_start
at_exit libvirtd_stop
sed "s,<device>,&<name>dprc_net-a</name>," /fslmc/top/examples/container.xml \
    > "$FSLMC_RESULTS/container.xml"
virsh nodedev-define "$FSLMC_RESULTS/container.xml"
(cd ../guest_life && define guest dprc.2)
# what the daemon runs is traced as well, and slow: the emulator is asked now
virsh domxml-to-native qemu-argv --domain guest > /dev/null

kill_in detach 'virsh nodedev-reattach dprc_2' virsh nodedev-detach dprc_2
kill_in make 'virsh nodedev-destroy dprc_net-a' virsh nodedev-start dprc_net-a
kill_in start 'virsh destroy guest' virsh start guest

# the other way
virsh nodedev-detach dprc_2
kill_in reattach 'virsh nodedev-detach dprc_2' virsh nodedev-reattach dprc_2
virsh nodedev-reattach dprc_2
# the MC has all portals again
mc reset
virsh nodedev-start dprc_net-a
kill_in destroy-container 'virsh nodedev-start dprc_net-a' virsh nodedev-destroy dprc_net-a
virsh nodedev-destroy dprc_net-a
virsh start guest
kill_in destroy-guest 'virsh start guest' virsh destroy guest
virsh destroy guest
