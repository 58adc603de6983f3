# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# processors: 2
# kvm: yes
# containers: both
# releases: bookworm
# timeout: 1800
#
# The MC fails at each command that it gets when a guest starts, and when it ends; or it
# does not answer then.

# shellcheck source=life.bash
. ./life.bash

# asked COMMAND…: what the MC was asked while that ran, a line each: "COMMAND from
# CONTAINER on OBJECT for OBJECT". From whom is whose portal it was.
asked()
{
    local before

    before=$(mc count any)
    "$@" > /dev/null
    mc log $(($(mc count any) - before)) |
        sed -E 's/^portal [0-9]+ \((.*)\): ([^ ]+) 0x[0-9a-f]+(.*): status .*/\2 from \1\3/'
}

# each_kind: of these lines, the first of each kind, with the number of earlier ones
# of that command. What is no container is as good as any other.
each_kind()
{
    awk '{
        kind = $0
        gsub(/dp(ni|mcp|io|bp|con|seci|mac|ci)\.[0-9]+/, "an object", kind)
        if (!seen[kind]++)
            print count[$1] + 0, $1, kind
        count[$1]++
    }'
}

end_guest()
{
    virsh -q destroy guest
    expect_back dprc.3
}

failed_returns()
{
    libvirtd_log | grep -c 'cannot give container dprc.3 of domain guest back to the host' || :
}

# start_without COUNT COMMAND KIND: a start of the guest at which the MC fails that
# command after COUNT others; prints what came of it. Either the guest has its container,
# or the start is undone and the next one succeeds.
start_without()
{
    mc fail "$2" dma 1 after "$1"
    printf 'start, %s: ' "$3"
    if virsh -q start guest > "$FSLMC_RESULTS/said" 2>&1; then
        echo started
    else
        sed -n 's/^error: //p' "$FSLMC_RESULTS/said" | tail -n 1
        is_off guest
        expect_back dprc.3
        mc clear
        virsh -q start guest
    fi
    mc clear
    has guest dprc.3
    end_guest
}

# end_without COUNT COMMAND KIND: the same of its end. The guest is off at once, and the
# host has the container soon.
end_without()
{
    local failed

    failed=$(failed_returns)
    virsh -q start guest
    mc fail "$2" dma 1 after "$1"
    printf 'end, %s: ' "$3"
    virsh -q destroy guest
    is_off guest
    expect_back dprc.3
    [ "$(failed_returns)" = "$failed" ] || printf 'after another attempt, '
    echo 'given back'
    mc clear
}

# Every command in turn, of a container with few objects.
define guest dprc.3
asked virsh start guest | each_kind > "$FSLMC_RESULTS/start"
asked end_guest | each_kind > "$FSLMC_RESULTS/end"
# When fsl_mc_dprc has set up its interrupt and then is refused to unmask or to enable
# it, Linux 6.1 oopses, see bus/firmware.sh.
sed -i '/^[0-9]* set_irq_\(mask\|enable\) /d' "$FSLMC_RESULTS/end"
for verb in start end; do
    [ -s "$FSLMC_RESULTS/$verb" ] || fail "nothing was asked at the $verb"
    while read -r count command kind <&3; do
        ${verb}_without "$count" "$command" "$kind"
    done 3< "$FSLMC_RESULTS/$verb"
done | expect_output firmware.expected
virsh -q undefine guest

define guest dprc.2

mc fail get_obj_count dma 1
expect_error "container 'dprc.2' to driver 'vfio-fsl-mc': MC firmware error 0x5 (DMA error)" \
    virsh start guest
is_off guest
expect_back dprc.2

if [ "$FSLMC_CONTAINERS" = plugged ]; then
    # not even the way back: it is on no side, and the guest can be started again
    mc fail get_obj_count dma
    expect_error 'its former state could not be restored' virsh start guest
    test -z "$(driver_of dprc.2)"
    expect_error 'MC firmware error 0x5 (DMA error)' virsh start guest
    test "$(ls "$LOANS")" = dprc.2
    mc clear
fi
virsh start guest
expect_in_use dprc.2 guest

# A guest that ends has ended, but the host has to wait until the MC is well again.
# Of an unplugged container it has to say that it is.
mc fail get_obj_count dma
virsh destroy guest
is_off guest
wait_for log_says 'cannot give container dprc.2 of domain guest back to the host'
! is_back dprc.2
test "$(ls "$LOANS")" = dprc.2
mc clear
expect_back dprc.2

# a person who wants it back is told what the matter is
virsh start guest
mc fail get_obj_count dma
virsh destroy guest
expect_error 'MC firmware error 0x5 (DMA error)' virsh nodedev-reattach dprc_2
mc clear
virsh nodedev-reattach dprc_2
expect_back dprc.2

# no answer is as good as a refusal: the kernel waits 15 s for one
mc silent get_obj_count 1
expect_error "container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer" \
    virsh start guest
is_off guest
expect_back dprc.2

# others are answered while the MC is not; then it is tried again
virsh start guest
mc silent get_obj_count
virsh destroy guest
is_off guest
virsh list --all
virsh nodedev-list > /dev/null
virsh dumpxml guest > /dev/null
refused is_back dprc.2
wait_for log_says 'the MC firmware did not answer'
mc clear
expect_back dprc.2

# the next guest does not fail because of it, and its end brings it back
[ "$FSLMC_CONTAINERS" = plugged ] || exit 0
virsh start guest
define other dprc.2
mc silent get_obj_count 1
virsh destroy guest
virsh start other
expect_in_use dprc.2 other
virsh destroy other
expect_back dprc.2
