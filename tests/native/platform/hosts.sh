# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Hosts that have devices of neither kind, of one, and of both: a daemon has a thread for
# each bus that is there, and for nothing else, and lists what there is.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# threads: prints those of ours that the daemon has as long as it runs.
threads()
{
    local pid

    for pid in $LIBVIRTD; do
        cat "/proc/$pid"/task/*/comm
    done | grep -E '^(fslmc|mv)-' | grep -vx fslmc-recover || :
}

# host THREADS NODES: a daemon has that many threads of ours, and lists these.
host()
{
    local count nodes

    libvirtd_start
    nodes=$(virsh -q nodedev-list | grep -E '^(platform|amba|dp[a-z]*)_' | tr '\n' ' ')
    [ "$nodes" = "$2" ] || fail "it lists '$nodes'"
    count=$(threads | wc -l)
    [ "$count" = "$1" ] || { threads; fail "$count threads of ours, not $1"; }
    libvirtd_stop
}

with_plugin
# this machine's own platform bus, and no IOMMU
mount -t tmpfs none /sys/class/iommu
host 0 ''

fake_bus 1
host 1 'dprc_1 dprc_2 '

fake_platform_bus
fake_platform_device platform e0700000.xgmac '' 4 amd,xgbe-seattle-v1a
fake_platform_device amba 9010000.pl031 '' 8 arm,pl031 arm,primecell
host 2 'amba_9010000_pl031 dprc_1 dprc_2 platform_e0700000_xgmac '

rm -r "$BUS" "$DEVICES"/fsl-mc
host 1 'amba_9010000_pl031 platform_e0700000_xgmac '
