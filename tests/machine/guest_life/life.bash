# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder.

# what the emulator is to do wrong, see ../emulator/README.md
SETTINGS=/etc/fslmc-emulator.conf
# what the plugin took from the host for a guest
LOANS=/run/libvirt/fslmc

# guest NAME CONTAINER [unmanaged]: prints the XML of a guest. Each has a uuid
# of its own.
guest()
{
    sed -e "s,<name>.*<,<name>$1<,; /<uuid>/d; s,object='.*',object='$2'," \
        -e "${3:+s, managed='yes',,}" guest.xml
}

# define NAME CONTAINER [unmanaged]
define()
{
    guest "$@" > "$FSLMC_RESULTS/$1.xml"
    virsh -q define "$FSLMC_RESULTS/$1.xml"
}

# told TEXT…: what the emulator is to do wrong from now on; nothing without TEXT.
told()
{
    at_exit rm -f "$SETTINGS"
    printf '%s\n' "$@" > "$SETTINGS"
}

# pid_of NAME: prints the process id of the guest's QEMU.
pid_of()
{
    cat "/run/libvirt/qemu/$1.pid"
}

# vfio_of PID: prints what it has open of VFIO, and how often, without the
# number of the group.
vfio_of()
{
    find "/proc/$1/fd" -lname '*vfio*' -printf '%l\n' |
        sed 's,/dev/vfio/[0-9]*$,/dev/vfio/GROUP,' | LC_ALL=C sort | uniq -c |
        sed 's/^ *//'
}

# holds_group PID CONTAINER
holds_group()
{
    find "/proc/$1/fd" -lname "/dev/vfio/$(group_of "$2")" | grep -q .
}

# has NAME CONTAINER: its QEMU has the container.
has()
{
    holds_group "$(pid_of "$1")" "$2"
}

is_off()
{
    [ "$(virsh -q domstate "$1")" = 'shut off' ]
}

# log_says TEXT
log_says()
{
    libvirtd_log | grep -F "$1"
}

is_running()
{
    [ "$(virsh -q domstate "$1")" = running ]
}

# is_back CONTAINER: the host has it again, and is owed nothing.
is_back()
{
    [ "$(driver_of "$1")" = "$HOST_DRIVER" ] && [ "$(override_of "$1")" = '(null)' ] &&
        [ ! -e "$LOANS/$1" ]
}

# is_back_soon CONTAINER: within two minutes. Giving back goes on when a guest is off.
is_back_soon()
{
    local end=$((SECONDS + 120))

    until is_back "$1"; do
        [ $SECONDS -lt $end ] || return 1
        sleep 0.1
    done
}

# expect_back CONTAINER…
expect_back()
{
    local container

    for container; do
        is_back_soon "$container" ||
            fail "$container is on '$(driver_of "$container")', override" \
                 "'$(override_of "$container")', loans: $(ls "$LOANS")"
    done
}

# expect_in_use CONTAINER GUEST: it is, and nothing can be done with it.
expect_in_use()
{
    local node=${1/./_}

    refused virsh "nodedev-detach $node; nodedev-reattach $node; nodedev-reset $node" \
        > "$FSLMC_RESULTS/in-use"
    [ "$(grep -c "error: .*container $1 is in use by driver QEMU, domain $2$" \
         "$FSLMC_RESULTS/in-use")" = 3 ] || fail "$1: $(cat "$FSLMC_RESULTS/in-use")"
    [ "$(driver_of "$1")" = vfio-fsl-mc ] || fail "$1 is on '$(driver_of "$1")'"
}

# without_numbers: what differs from one run to the next.
without_numbers()
{
    sed -e 's/[0-9-]*T[0-9:.]*Z/TIME/g' \
        -e "s/group [0-9]* of/group NUMBER of/; s,/dev/vfio/[0-9]*,/dev/vfio/NUMBER,g" \
        -e 's/process [0-9]*/process PID/' -e '/^$/d'
}

# expect_refusal FILE COMMAND…: it fails, and says what FILE says.
expect_refusal()
{
    local file=$1 said=$FSLMC_RESULTS/said
    shift

    if "$@" > "$said" 2>&1; then
        fail "succeeded: $*"
    fi
    without_numbers < "$said" | expect_output "$file"
}

# kill_daemon: as the kernel would, out of memory.
kill_daemon()
{
    local pid

    pid=$(libvirtd_pid)
    kill -9 "$pid"
    wait_for test ! -e "/proc/$pid"
}

# settled NAME CONTAINER: the guest runs and has the container, or does not, and
# the host has it.
settled()
{
    if is_off "$1"; then
        is_back "$2"
    else
        is_running "$1" && has "$1" "$2"
    fi
}

# is_traced PID: all its threads are.
is_traced()
{
    ! grep -q '^TracerPid:.0$' "/proc/$1"/task/*/status
}

# killed_before PATH CALL NUMBER COMMAND…: the daemon is killed when the command has it
# make one of these calls (comma separated) on PATH for the so manyth time.
killed_before()
{
    local path=$1 call=$2 number=$3 pid tracer
    shift 3

    echo "# $*: before $call $path $number"
    pid=$(libvirtd_pid)
    strace -qq -f -o "$FSLMC_RESULTS/strace" -p "$pid" -P "$path" \
        -e "trace=$call" -e "inject=$call:signal=KILL:when=$number" &
    tracer=$!
    wait_for is_traced "$pid"
    # a guest is off before its container is given back
    "$@" < /dev/null || :
    wait_for test ! -e "/proc/$pid"
    wait $tracer || :
}
