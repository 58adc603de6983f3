# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# layer: iproute
# with: objects on the fsl-mc bus, for a daemon with the plugin
# without: 1,024 network devices, for a stock daemon
# goal: 0.50 for the list, for each device in it; 1.00 for the others
#
# What it takes to ask for one of 4,096 and of 16,384 objects, and for the list of them.
# A container has 63 objects, and its XML names them all, twice. Of network devices there
# are fewer, because what the stock driver does for each grows with their number.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# The stock daemon has a network of its own, and its sockets in /tmp/stock.
cat > /tmp/stock.sh <<'END'
    . "$FSLMC_TOP/tests/native/lib.sh"
    seq -f %.0f $(($1 / 2)) | sed "s,.*,link add link& type veth peer name peer&," > /tmp/links
    ip -batch /tmp/links
    mount -t sysfs none /sys
    mount -t proc none /proc
    mount --bind /tmp/stock /run
    # what udev would have written: libvirt does not list others
    mkdir -p /run/udev/data
    cat /sys/class/net/*/ifindex | sed 's,^,/run/udev/data/n,' | xargs touch
    libvirtd_start
    until [ "$(virsh -q nodedev-list | wc -l)" -ge "$1" ]; do sleep 0.1; done
    touch /run/ready
    sleep infinity
END

STOCK='qemu:///system?socket=/tmp/stock/libvirt/libvirt-sock'

# measure LABEL COUNT: with so many objects, in turns with the stock daemon.
measure()
{
    local label=$1 count=$2 round state states

    "$FSLMC_BUILD/bench/fake_objects" make 2 "$count"
    with_plugin
    libvirtd_start
    for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
        states='with without'
        [ $((round % 2)) = 0 ] || states='without with'
        for state in $states; do
            if [ "$state" = with ]; then
                set -- qemu:///system dpni_129 dprc_2
            else
                set -- "$STOCK" "$device" "$device"
            fi
            "$FSLMC_BUILD/bench/node_devices" "$round $state" "$@" |
                sed "s/$state /&$label-/" >> "$FSLMC_ARTEFACTS/bench"
        done
    done
    libvirtd_stop
    "$FSLMC_BUILD/bench/fake_objects" remove 2 "$count"
}

mkdir /tmp/stock
unshare --mount --net --pid --fork --kill-child sh -eu /tmp/stock.sh 1024 &
stock=$!
until [ -e /tmp/stock/ready ]; do
    kill -0 $stock || fail 'no stock daemon'
    sleep 0.1
done
device=$(virsh -q -c "$STOCK" nodedev-list --cap net | grep -m 1 '^net_link9_')

fake_bus 0
measure 4096 4096
measure 16384 16384

kill $stock
