# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: python
# releases: bookworm
#
# After ten thousand calls the daemon has no more files open and hardly more memory
# than before them.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# in KiB: 4 were seen; of each of the 19 calls there are 526, so that 130 bytes which one
# of them leaves behind are more
MORE=64

# calls COUNT
calls()
{
    python3 "$FSLMC_TOP/tests/native/domain/flat.py" "$GUEST" "$1"
}

# files: how many the daemon has open when its client is gone; memory: how much it has of its own, in KiB.
files()
{
    local now before=

    while now=$(find "/proc/$LIBVIRTD/fd" -type l | wc -l); [ "$now" != "$before" ]; do
        before=$now
        sleep 1
    done
    echo "$now"
}

memory()
{
    sed -n 's/^RssAnon:[[:space:]]*\([0-9]*\) kB$/\1/p' "/proc/$LIBVIRTD/status"
}

# One arena: with one for each thread, what a call needs is taken once for each.
export MALLOC_ARENA_MAX=1
fake_bus 3
with_plugin
start_with_kvm
calls 2000
files=$(files)
memory=$(memory)
calls 10000
echo "files: $files, then $(files); memory: $memory KiB, then $(memory) KiB"
[ "$(files)" -le "$files" ] || fail 'more files are open'
[ "$(memory)" -lt $((memory + MORE)) ] || fail 'more memory is taken'
libvirtd_stop
