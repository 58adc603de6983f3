# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# What the tests in daemon/ are written in. They run in a root file system of
# their own, as root, in name spaces of their own: nothing that they do is seen
# outside or by the next test.

# What runs: libvirtd, or the split daemons, the one that tests ask last. The
# words below say libvirtd for either.
DAEMONS=${FSLMC_DAEMONS:-libvirtd}
LOG=/run/libvirtd.log
if [ "$DAEMONS" != libvirtd ]; then
    # virsh asks the daemon of the driver, and not one for all; so does a daemon
    echo 'remote_mode = "direct"' > /etc/libvirt/libvirt.conf
    export LIBVIRT_DEFAULT_URI=qemu:///system
    for daemon in $DAEMONS; do
        cp /etc/libvirt/libvirtd.conf "/etc/libvirt/$daemon.conf"
    done
fi
MULTIARCH=$(basename "$(dirname /usr/lib/*/libvirt.so.0)")
# shellcheck disable=SC2034 # for the tests
PLUGIN=/usr/lib/$MULTIARCH/libvirt-fslmc
# shellcheck disable=SC2034
STOCK=/usr/lib/$MULTIARCH/libvirt/connection-driver

# a guest without any device
# shellcheck disable=SC2034
PLAIN_GUEST=$FSLMC_TOP/tests/native/plain-guest.xml

fail()
{
    printf 'FAIL: %s\n' "$*"
    exit 1
}

# with_plugin, without_plugin: how the daemon is started from now on.
with_plugin()
{
    LIBVIRT_DRIVER_DIR=$(sed -n 's/^Environment=LIBVIRT_DRIVER_DIR=//p' \
        "/usr/lib/systemd/system/${DAEMONS##* }.service.d/libvirt-fslmc.conf")
    export LIBVIRT_DRIVER_DIR
}

without_plugin()
{
    unset LIBVIRT_DRIVER_DIR
}

# libvirtd_start [URI]: returns when that driver of the daemon answers; the
# daemon's standard error is $LOG.
libvirtd_start()
{
    : > "$LOG"
    LIBVIRTD=
    for daemon in $DAEMONS; do
        "$daemon" >> "$LOG" 2>&1 &
        LIBVIRTD="${LIBVIRTD:+$LIBVIRTD }$!"
    done
    for _ in $(seq 600); do
        ! virsh -c "${1:-qemu:///system}" uri >/dev/null 2>&1 || return 0
        # more than one are words of their own
        # shellcheck disable=SC2086
        kill -0 $LIBVIRTD 2>/dev/null || break
        sleep 0.1
    done
    cat "$LOG"
    fail "$DAEMONS: no answer"
}

# libvirtd_maps: prints what is loaded.
libvirtd_maps()
{
    for pid in $LIBVIRTD; do
        cat "/proc/$pid/maps"
    done
}

# libvirtd_stop: in order. Stock libvirt 11.3.0 may fail at that: in
# nodeStateShutdownWait() it waits for its udev thread and holds the lock that
# this thread needs to end; after 30 s it gives up, and says so.
libvirtd_stop()
{
    local pid status

    # shellcheck disable=SC2086 # as above
    kill $LIBVIRTD
    for pid in $LIBVIRTD; do
        status=0
        wait "$pid" || status=$?
        if [ "$status" != 0 ] && ! grep -q 'Make forcefull daemon shutdown' "$LOG"; then
            cat "$LOG"
            fail "$DAEMONS: status $status of one that ended"
        fi
    done
}

# same_as_stock START: starts the daemon with that command without the plugin, and
# then with it. What the test's "answers FOLDER" writes is the same each time.
same_as_stock()
{
    without_plugin
    "$1"
    answers /tmp/stock
    libvirtd_stop

    with_plugin
    libvirtd_start qemu:///system
    answers /tmp/plugin
    libvirtd_stop

    diff -r /tmp/stock /tmp/plugin
}

# our_lines: what the plugin had to say; and anything that sounds like it.
our_lines()
{
    grep -iE 'fsl|dprc' "$LOG" || :
}

# expect_lines COUNT PATTERN: that many lines of ours, each with PATTERN.
expect_lines()
{
    our_lines > /tmp/lines
    cat /tmp/lines
    [ "$(wc -l < /tmp/lines)" = "$1" ] || fail "not $1 lines of ours"
    [ "$1" = 0 ] || [ "$(grep -c "$2" /tmp/lines)" = "$1" ] || fail "'$2' is not said"
}

# expect_output FILE COMMAND…: what the command prints, to standard error too, is
# what FILE says, a path in the checkout; FILE.<release> goes before FILE.
expect_output()
{
    local file=$1
    shift

    "$@" > /tmp/came 2>&1 || { cat /tmp/came; fail "failed: $*"; }
    [ ! -e "$FSLMC_TOP/$file.$FSLMC_RELEASE" ] || file=$file.$FSLMC_RELEASE
    if [ -n "$FSLMC_UPDATE" ]; then
        mkdir -p "$FSLMC_UPDATE/$(dirname "$file")"
        cp /tmp/came "$FSLMC_UPDATE/$file"
    else
        diff -u --label "$file" --label 'what came' "$FSLMC_TOP/$file" /tmp/came ||
            fail "not what $file expects"
    fi
}

# try COMMAND…: says what it does, what came of it, and goes on.
try()
{
    echo "$ $*"
    "$@" 2>&1 || echo "[status $?]"
}
