# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
# containers: plugged
#
# A process holds the group of a container, or of one nested in it: nothing is
# moved, and the error says who it is.

hold()
{
    vfio-hold "$@" > "$FSLMC_RESULTS/holder" &
    holder=$!
    wait_for grep -q . "$FSLMC_RESULTS/holder"
}

release()
{
    kill $holder
    wait $holder || :
}

unmoved()
{
    echo "# $*"
    before=$(bus_state)
    refused "$@"
    test "$(bus_state)" = "$before"
}

{
    virsh -q nodedev-detach dprc_6
    hold "$(group_of dprc.6)"
    echo '# the group only'
    unmoved virsh nodedev-reattach dprc_6
    unmoved virsh nodedev-reset dprc_6
    virsh nodedev-detach dprc_6
    release

    hold "$(group_of dprc.6)" dprc.6
    echo '# a device too'
    unmoved virsh nodedev-reattach dprc_6
    unmoved virsh nodedev-reset dprc_6
    release
    virsh nodedev-reattach dprc_6

    # by hand, below a container of the host
    to_vfio dprc.3
    hold "$(group_of dprc.3)" dprc.3
    echo '# of a nested container'
    unmoved virsh nodedev-detach dprc_2
    release
    to_host dprc.3
    virsh nodedev-detach dprc_2
    virsh nodedev-reattach dprc_2
} | grep -v '^$' | sed "s/process [0-9]*/process PID/" | expect_output held.expected
