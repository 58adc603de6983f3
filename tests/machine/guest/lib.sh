# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Helpers of the tests; README.md tells how to use them.

MC_PORT=/dev/virtio-ports/org.libvirt.fslmc.mc
BUS=/sys/bus/fsl-mc
LIBVIRTD_LOG=/var/log/libvirt/libvirtd.log
# The driver of a container that nobody has taken from the host: none when it is
# not plugged.
# shellcheck disable=SC2034 # used by tests
HOST_DRIVER=fsl_mc_dprc
# shellcheck disable=SC2034
[ "${FSLMC_CONTAINERS:-}" != unplugged ] || HOST_DRIVER=

# virsh ARGUMENT…: which does not give the daemon up either, see "init".
virsh()
{
    command virsh -k 0 "$@"
}

# fail TEXT…: the test has failed.
fail()
{
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

# skip TEXT…: the test does not apply, for this reason.
skip()
{
    printf '%s\n' "$*" > "$FSLMC_RESULTS/reason"
    exit 77
}

# power_cut: the machine restarts, and the test runs again. The firmware has what its
# configuration says, and the disk what was written through.
power_cut()
{
    echo $(($(restarts) + 1)) > "$FSLMC_RESULTS/restarts"
    mc reset
    echo b > /proc/sysrq-trigger
    # it takes a moment
    sleep 60
    fail 'the machine does not restart'
}

# restart_machine: the same, when all that was written is on the disk.
restart_machine()
{
    sync
    power_cut
}

# restarts: prints how often the test has restarted the machine.
restarts()
{
    cat "$FSLMC_RESULTS/restarts" 2> /dev/null || echo 0
}

# wait_for COMMAND…: runs it until it succeeds, for two minutes at most.
wait_for()
{
    local end=$((SECONDS + 120))

    until "$@" > /dev/null 2>&1; do
        [ $SECONDS -lt $end ] || fail "waited in vain for: $*"
        sleep 0.1
    done
}

# at_exit COMMAND…: runs it when the test ends, however it ends; the last first.
at_exit()
{
    at_exit_list="$(printf '%q ' "$@")
${at_exit_list:-}"
    trap 'eval "$at_exit_list"' EXIT
}

# expect_output FILE [COMMAND…]: what the command (or standard input) prints
# is what FILE, kept beside the test, says. FILE.<release> goes before FILE, and
# FILE.plugged or FILE.unplugged with containers of that kind.
expect_output()
{
    local file=$1 actual variant status=0
    shift

    actual=$FSLMC_RESULTS/${file##*/}
    if [ $# = 0 ]; then
        cat > "$actual"
    else
        "$@" > "$actual" || status=$?
        [ $status = 0 ] || fail "status $status of: $*"
    fi
    for variant in "$FSLMC_CONTAINERS" "$FSLMC_RELEASE"; do
        [ ! -e "$file.$variant" ] || { file=$file.$variant; break; }
    done
    if [ -n "${FSLMC_UPDATE:-}" ]; then
        mkdir -p "$FSLMC_RESULTS/update/$(dirname "$file")"
        cp "$actual" "$FSLMC_RESULTS/update/$file"
    elif ! diff -u --label "$file (expected)" --label "what came" \
                "$file" "$actual" >&2; then
        fail "not what $file expects"
    fi
}

# expect_error TEXT COMMAND…: it fails, and says TEXT on standard error.
expect_error()
{
    local text=$1 said=$FSLMC_RESULTS/stderr
    shift

    if "$@" 2> "$said"; then
        fail "succeeded: $*"
    fi
    grep -q -F -e "$text" "$said" ||
        fail "'$*' does not say '$text', but: $(cat "$said")"
}

# refused COMMAND…: it fails; what it says goes to standard output.
refused()
{
    if "$@" 2>&1; then
        fail "succeeded: $*"
    fi
}

# mc LINE…: a command to the firmware model; prints what it answers.
mc()
{
    local answer

    exec 16> /run/fslmc-mc.lock
    flock 16
    exec 17<> "$MC_PORT"
    printf '%s\n' "$*" >&17
    IFS= read -r answer <&17
    exec 16>&- 17>&-
    case $answer in
        ok) ;;
        'ok '*) printf '%b\n' "${answer#ok }" ;;
        *) fail "mc $*: $answer" ;;
    esac
}

# driver_of OBJECT: prints the driver it is bound to, or nothing.
driver_of()
{
    local link

    link=$(readlink "$BUS/devices/$1/driver") || return 0
    printf '%s\n' "${link##*/}"
}

# is_bound OBJECT DRIVER
is_bound()
{
    [ "$(driver_of "$1")" = "$2" ]
}

# override_of OBJECT: prints its driver_override; "(null)" is none.
override_of()
{
    cat "$BUS/devices/$1/driver_override"
}

# group_of OBJECT: prints the number of its IOMMU group, or nothing.
group_of()
{
    local link

    link=$(readlink "$BUS/devices/$1/iommu_group") || return 0
    printf '%s\n' "${link##*/}"
}

# bus_state: prints every object, its driver and its override, and whether it has
# an IOMMU group: an unplugged container keeps the one that a bind gave it.
bus_state()
{
    [ -d "$BUS/devices/dprc.1" ] || return 0
    (
        cd "$BUS/devices" &&
            grep '' -- */driver_override /dev/null
        find -- */driver -maxdepth 0 -printf '%p %l\n'
        ls -d -- */iommu_group 2> /dev/null || :
    )
}

# rescan: has the kernel look at the MC's objects again, and udev follow.
rescan()
{
    echo 1 > "$BUS/rescan"
    udevadm settle
}

# to_vfio CONTAINER, to_host CONTAINER: bind it, by the kernel's own means.
to_vfio()
{
    echo vfio-fsl-mc > "$BUS/devices/$1/driver_override"
    [ ! -e "$BUS/devices/$1/driver" ] ||
        echo "$1" > "$BUS/devices/$1/driver/unbind"
    echo "$1" > "$BUS/drivers/vfio-fsl-mc/bind"
}

# The kernel binds a plugged container, and leaves an unplugged one alone.
to_host()
{
    [ ! -e "$BUS/devices/$1/driver" ] ||
        echo "$1" > "$BUS/devices/$1/driver/unbind"
    echo > "$BUS/devices/$1/driver_override"
    echo "$1" > "$BUS/drivers_probe"
}

# as_user NAME COMMAND…: runs it as this user, in its groups.
as_user()
{
    local name=$1
    shift

    HOME=/home/$name setpriv --reuid="$name" --regid="$name" --init-groups "$@"
}

# without_device: takes the device for the distribution's QEMU away, until the test ends.
without_device()
{
    local file

    for file in /usr/lib/*/libvirt-fslmc/qemu-vfio-fsl-mc.so; do
        [ -e "$file" ] || continue
        at_exit mv "$file.away" "$file"
        mv "$file" "$file.away"
    done
}

# hostdevs: prints those of the XML on standard input.
hostdevs()
{
    sed -n '/<hostdev/,/<\/hostdev>/p'
}

# join_cgroup NAME: this process and what it starts belong there from now on.
# Those of a test end with it; daemons outlive it.
join_cgroup()
{
    mkdir -p "/sys/fs/cgroup/$1"
    echo "$BASHPID" > "/sys/fs/cgroup/$1/cgroup.procs"
}

# unit_environment UNIT: prints what the unit's drop-ins set, as systemd would.
unit_environment()
{
    cat /usr/lib/systemd/system/"$1".service.d/*.conf \
        /etc/systemd/system/"$1".service.d/*.conf 2>/dev/null |
        sed -n 's/^Environment=//p'
}

# daemon_spawn UNIT [NAME=VALUE…] COMMAND…: starts the unit's command as systemd
# would, with its standard error in the log, and does not wait for it.
daemon_spawn()
{
    local settings daemon=$1
    shift

    mapfile -t settings < <(unit_environment "$daemon")
    # Not in the cgroup of the test, and with none of its open files; and a
    # child of the first process, which sees to it when it ends.
    (
        set +x
        join_cgroup daemons
        exec 16>&- 17>&- 19>&-
        setsid env "${settings[@]}" "$@" \
            < /dev/null >> "$LIBVIRTD_LOG" 2>&1 &
    )
}

# libvirtd_spawn [NAME=VALUE…]
libvirtd_spawn()
{
    daemon_spawn libvirtd "$@" libvirtd
}

# libvirtd_start [NAME=VALUE…]: starts it, and waits until it answers.
libvirtd_start()
{
    libvirtd_spawn "$@"
    wait_for virsh -q -c qemu:///system uri
}

# daemon_pid DAEMON: prints its process id; fails where it does not run.
daemon_pid()
{
    local pid

    pid=$(cat "/run/$1.pid" 2>/dev/null) && [ -n "$pid" ] &&
        [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = "$1" ] &&
        printf '%s\n' "$pid"
}

# libvirtd_pid
libvirtd_pid()
{
    daemon_pid libvirtd
}

# daemon_stop DAEMON: ends it, as systemd would: stock libvirt
# 11.3.0 may wait 30 s for a thread of its own before it gives up.
daemon_stop()
{
    local pid

    pid=$(daemon_pid "$1") || return 0
    kill "$pid"
    wait_for test ! -e "/proc/$pid"
}

# libvirtd_stop
libvirtd_stop()
{
    daemon_stop libvirtd
}

# split_start DAEMON [OPTION…]: virtqemud or virtnodedevd instead of libvirtd;
# returns when its driver answers. Whoever asks from then on, asks it directly.
split_start()
{
    local daemon=$1 driver=${1#virt}

    printf '%s\n' 'remote_mode = "direct"' 'uri_default = "qemu:///system"' \
        > /etc/libvirt/libvirt.conf
    daemon_spawn "$daemon" "$@"
    wait_for virsh -q -c "${driver%d}:///system" uri
}

# split_stop: both end, and libvirtd is asked again.
split_stop()
{
    daemon_stop virtqemud
    daemon_stop virtnodedevd
    rm -f /etc/libvirt/libvirt.conf
}

# libvirtd_restart [NAME=VALUE…]
libvirtd_restart()
{
    libvirtd_stop
    libvirtd_start "$@"
}

# libvirtd_log: prints what it has logged since this test began.
libvirtd_log()
{
    tail -c "+$(($(cat "$FSLMC_RESULTS/log-size") + 1))" "$LIBVIRTD_LOG" \
        2>/dev/null || :
}

# hold GROUP [DEVICE…]: another process has the group open, and the devices;
# returns when it has. "release" ends it.
hold()
{
    local said=$FSLMC_RESULTS/held

    : > "$said"
    vfio-hold "$@" > "$said" &
    HOLDER=$!
    until grep -q held "$said"; do
        [ -e "/proc/$HOLDER" ] || fail "cannot hold $*"
        sleep 0.1
    done
}

release()
{
    kill "$HOLDER"
    wait "$HOLDER" || :
}
