# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder.

# validate: what the tool says, without what differs from one run to the next;
# its status goes to $FSLMC_RESULTS/status.
validate()
{
    local status=0

    "$@" virt-fslmc-host-validate > "$FSLMC_RESULTS/said" || status=$?
    echo "$status" > "$FSLMC_RESULTS/status"
    # what qemu-system-arm brings depends on the release
    sed -e 's/libvirt [0-9][0-9.]*/libvirt VERSION/; s/version is [0-9.]*/version is VERSION/; s/-[0-9][0-9.]*\.so/-VERSION.so/' \
        -e 's/group [0-9][0-9]*/group NUMBER/; s/process [0-9][0-9]*/process PID/' \
        "$FSLMC_RESULTS/said"
}

# first_failure FILE: the tool fails, and its first FAIL is what FILE says.
first_failure()
{
    validate env > "$FSLMC_RESULTS/text"
    [ "$(cat "$FSLMC_RESULTS/status")" = 1 ] || fail "status $(cat "$FSLMC_RESULTS/status")"
    grep -A 1 '^FAIL' "$FSLMC_RESULTS/text" | head -n 2 | expect_output "$1"
}
