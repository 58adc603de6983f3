# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder: the emulator, run by hand.
# shellcheck disable=SC2034 # what is set here is for them

EMULATOR=qemu-system-aarch64-fslmc
SETTINGS=/etc/fslmc-emulator.conf

# A board that the device works with, and one without KVM.
KVM=(-machine 'virt,gic-version=3' -accel kvm -cpu host)
TCG=(-machine 'virt,gic-version=3' -accel tcg)

# A small guest that does not run, whatever else it has.
PAUSED=(-nodefaults -no-user-config -display none -m 64 -S)

# told TEXT…: what the emulator is to do wrong in this test.
told()
{
    at_exit rm -f "$SETTINGS"
    printf '%s\n' "$@" > "$SETTINGS"
}

# expect_end STATUS TEXT COMMAND…: it ends by itself with this status, and says
# this on standard error; nothing at all where TEXT is empty.
expect_end()
{
    local wanted=$1 text=$2 said=$FSLMC_RESULTS/said status=0
    shift 2

    timeout 60 "$@" < /dev/null > "$said" 2>&1 || status=$?
    [ "$status" = "$wanted" ] ||
        fail "status $status, not $wanted: $* ($(cat "$said"))"
    if [ -n "$text" ]; then
        grep -q -F -e "$text" "$said" ||
            fail "'$*' does not say '$text', but: $(cat "$said")"
    elif [ -s "$said" ]; then
        fail "'$*' says: $(cat "$said")"
    fi
}

# start COMMAND…: an emulator in the background, whose monitor is at hand.
# Returns when it has made the guest: $QEMU_PID is its id, $ERRORS what it says.
start()
{
    local line

    ERRORS=$FSLMC_RESULTS/errors
    coproc QEMU { exec "$@" -qmp stdio 2> "$ERRORS"; }
    # bash forgets it when it ends
    pid=$QEMU_PID
    read -r -t 60 line <&"${QEMU[0]}" || fail "ended: $* ($(cat "$ERRORS"))"
    [ "$(qmp qmp_capabilities)" = '{"return": {}}' ] || fail "no monitor: $*"
}

# qmp COMMAND [ARGUMENTS]: asks the monitor of what was started, and prints its
# answer. Not in a pipeline: a coprocess is out of reach there.
qmp()
{
    local line

    printf '{"execute": "%s", "arguments": %s}\n' "$1" "${2:-{\}}" >&"${QEMU[1]}"
    while read -r -t 60 line <&"${QEMU[0]}"; do
        case $line in
            '{"return"'* | '{"error"'*) printf '%s\n' "${line%$'\r'}"; return ;;
        esac
    done
    fail "no answer to $1 ($(cat "$ERRORS"))"
}

# expect_refusal TEXT COMMAND [ARGUMENTS]: the monitor refuses with this text.
expect_refusal()
{
    local text=$1 answer
    shift

    answer=$(qmp "$@")
    case $answer in
        '{"error"'*"$text"*) ;;
        *) fail "$*: not '$text', but: $answer" ;;
    esac
}

# stop SIGNAL: ends what was started.
stop()
{
    kill "-$1" "$pid"
    wait "$pid" || :
}

# files_of PID: prints what it has open of KVM's and VFIO's, and how often.
files_of()
{
    find "/proc/$1/fd" -lname '*vfio*' -printf '%l\n' | LC_ALL=C sort | uniq -c |
        sed 's/^ *//'
}
