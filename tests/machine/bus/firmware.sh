# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: bookworm
#
# The firmware fails at each command that a detach or a reattach makes the
# kernel send, one after the other. Some the kernel gets over, leaving an
# object out; whatever comes of it, the container is on one side as a whole,
# and the tool says on which. That takes minutes, so one kernel has to do.
# containers: both

. ./lib

# clean_up: back to where all began. An object that was left out comes back with
# the next bind.
clean_up()
{
    mc clear
    tool reattach dprc.3
    [ "$(bus)" = "$before" ] || to_host dprc.3
    same "$before"
}

# judge VERB FROM TO STATUS: what must be so after that outcome; prints it.
judge()
{
    local verb=$1 from=$2 to=$3 status=$4 said code now

    said=$(cat "$FSLMC_RESULTS/said")
    code=${said%%:*}
    now=$(driver_of dprc.3)
    case $status-$code in
        0-)
            [ "$now" = "$to" ] || fail "success, but it is on '$now'"
            code=success
            ;;
        1-FIRMWARE|1-REFUSED)
            [ "$now" = "$from" ] || fail "$said, but it is on '$now'"
            same "$start"
            ;;
        1-NOT_RESTORED)
            [[ $said = *"now its driver is '${now:-none}' and"* ]] ||
                fail "$said, but it is on '$now'"
            ;;
        *)
            fail "status $status, $said"
            ;;
    esac
    printf '%s\n' "$code"
}

before=$(bus)
outcomes=$FSLMC_RESULTS/outcomes
for verb in detach reattach; do
    from=$HOST_DRIVER to=vfio-fsl-mc
    [ $verb = detach ] || { from=vfio-fsl-mc to=$HOST_DRIVER; tool detach dprc.3; }
    start=$(bus)

    sent=$(mc count any)
    tool $verb dprc.3
    sent=$(($(mc count any) - sent))
    clean_up

    # When fsl_mc_dprc has set up its interrupt and then is refused to unmask or
    # to enable it, Linux 6.1 takes the way back in the wrong order, and oopses
    # in fsl_mc_msi_write_msg(). Nobody but the kernel can help it.
    # An unplugged container is only unbound.
    [ $verb = detach ] || [ -z "$HOST_DRIVER" ] || sent=$((sent - 2))

    for ((n = 0; n < sent; n++)); do
        [ $verb = detach ] || tool detach dprc.3
        mc fail any unsupported 1 after "$n"
        status=0
        tool $verb dprc.3 2> "$FSLMC_RESULTS/said" || status=$?
        printf '%s, command %s of %s: ' $verb $((n + 1)) "$sent"
        judge $verb "$from" "$to" $status
        clean_up
    done
done | tee "$outcomes"
for verb in detach reattach; do
    grep -q "^$verb.*success" "$outcomes"
    # of an unplugged one too: the MC is asked whether it is
    grep -q "^$verb.*FIRMWARE" "$outcomes"
done

# The errno of "invalid state" is also that of a driver which takes only what is
# plugged.
tool detach dprc.2
detached=$(bus)
if [ -n "$HOST_DRIVER" ]; then
    mc fail get_obj_count state 1
    refused "FIRMWARE: cannot bind container 'dprc.2' to driver 'fsl_mc_dprc': MC firmware error 0xc (invalid state)" \
        reattach dprc.2
    same "$detached"
else
    mc fail any state
    expect_error "it cannot be found out whether that is because it is not plugged: cannot open 'dprc.1' in the MC: MC firmware error 0xc (invalid state)" \
        tool reattach dprc.2
    mc clear
fi
tool reattach dprc.2
same "$before"

# each status of the firmware has its text
while read -r status text; do
    mc fail get_obj_count "$status" 1
    refused "FIRMWARE: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': MC firmware error $text" \
        detach dprc.2
done <<'END'
auth 0x3 (authentication error)
privilege 0x4 (no privilege)
dma 0x5 (DMA error)
config 0x6 (configuration error)
resource 0x8 (no resources)
memory 0x9 (no memory)
busy 0xa (busy)
unsupported 0xb (unsupported operation)
state 0xc (invalid state)
END
mc fail get_obj_count timeout 1
refused "TIMEOUT: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer" \
    detach dprc.2

# and the reset
tool detach dprc.2
detached=$(bus)
mc fail reset unsupported 1
expect_error "FIRMWARE: cannot reset container 'dprc.2': MC firmware error 0xb (unsupported operation)" \
    tool reset dprc.2
same "$detached"
tool reattach dprc.2

# failing for good: the way back is barred, too, where there is one
mc fail get_obj_count dma
code=NOT_RESTORED
[ -n "$HOST_DRIVER" ] || code=FIRMWARE
expect_error "$code: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': MC firmware error 0x5 (DMA error)" \
    tool detach dprc.2
test "$(driver_of dprc.2)" = ''
test "$(override_of dprc.2)" = '(null)'
mc clear
tool reattach dprc.2
same "$before"
