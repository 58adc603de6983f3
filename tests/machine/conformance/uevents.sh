# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# Which events come when a container moves between drivers, and in which order.
# daemon: none

. ./functions

# record NAME COMMAND…: prints the events that the command causes, a line each,
# with DRIVER and MODALIAS where an event has them.
record()
{
    local output=$FSLMC_RESULTS/events
    local root=$BUS/devices/dprc.1
    
    udevadm settle
    stdbuf -oL udevadm monitor --kernel --property --subsystem-match=fsl-mc \
        --subsystem-match=vfio --subsystem-match=vfio-dev > "$output" &
    monitor=$!
    wait_for grep -q '^KERNEL - ' "$output"
    "$@"
    # the last one is known, so all before it have come
    echo change > "$root/uevent"
    wait_for grep -q 'change .*/dprc.1 (fsl-mc)' "$output"
    kill $monitor
    wait $monitor || :
    awk '
        function flush() {
            if (event != "") print event driver modalias
            event = ""
        }
        /^KERNEL\[/ {
            flush()
            n = split($3, part, "/")
            name = part[n]
            if (part[n - 1] == "vfio-dev")
                name = part[n - 2] "/vfio-dev/vfioN"
            else if (part[n - 1] == "vfio")
                name = "vfio/N"
            event = $2 " " name
            driver = modalias = ""
            if ($2 == "change" && name == "dprc.1") event = ""
        }
        /^DRIVER=/ { driver = " " $0 }
        /^MODALIAS=/ { modalias = " " $0 }
        END { flush() }
    ' "$output"
}

events()
{
    # whether the host can use them depends on its processors
    mc remove dpio.3
    mc remove dpio.4
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/unbind"
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/bind"

    echo '# unbind from the host'
    set_override dprc.2 vfio-fsl-mc
    record unbind fsl_mc_dprc dprc.2

    echo '# bind to vfio, fails'
    mc fail open 5 1 dprc.2
    record bind vfio-fsl-mc dprc.2

    echo '# bind to vfio'
    record bind vfio-fsl-mc dprc.2

    echo '# unbind from vfio'
    record unbind vfio-fsl-mc dprc.2

    echo '# bind to the host'
    set_override dprc.2
    record bind fsl_mc_dprc dprc.2

    echo '# objects come and go'
    mc add dpni.20 dprc.1
    record store "$BUS/rescan" 1
    mc remove dpni.20
    record store "$BUS/rescan" 1
}

expect_printed uevents events
