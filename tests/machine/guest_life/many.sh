# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# topology: nested
# processors: 2
# releases: bookworm
# containers: plugged
#
# Fifty guests and eight clients at once, which start and stop them. There are
# four containers, of which three are in one another: whoever cannot have one
# is told who has it.

# shellcheck source=life.bash
. ./life.bash

GUESTS=50
CLIENTS=8
CONTAINERS=(dprc.2 dprc.3 dprc.4 dprc.6)

# commands CLIENT: prints what it has virsh do with its guests.
commands()
{
    local i

    for ((i = $1; i < GUESTS; i += CLIENTS)); do
        guest "many$i" "${CONTAINERS[i % ${#CONTAINERS[@]}]}" > "$FSLMC_RESULTS/many$i.xml"
        echo "define $FSLMC_RESULTS/many$i.xml"
    done
    for ((i = $1; i < GUESTS; i += CLIENTS)); do
        printf '%s many%d\n' start $i destroy $i
    done
    for ((i = $1; i < GUESTS; i += CLIENTS)); do
        echo "undefine many$i"
    done
}

daemon=$(libvirtd_pid)
clients=()
for ((i = 0; i < CLIENTS; i++)); do
    virsh "$(commands $i | paste -sd ';')" > "$FSLMC_RESULTS/said.$i" 2>&1 &
    clients+=($!)
done
for pid in "${clients[@]}"; do
    wait "$pid"
done

# each start has succeeded, or been refused with the reason
cat "$FSLMC_RESULTS"/said.* > "$FSLMC_RESULTS/said"
cd "$FSLMC_RESULTS"
started=$(grep -c "^Domain 'many[0-9]*' started$" said)
refused=$(grep -c '^error: Failed to start domain ' said)
echo "$started started, $refused refused"
sed -e '/^error: Failed to start domain /d; /is in use by driver QEMU, domain many/d' \
    -e '/^error: Failed to destroy domain /d; /domain is not running$/d' said |
    if grep error; then fail 'another error'; fi
test $((started + refused)) = $GUESTS
test "$started" = "$(grep -c "^Domain 'many[0-9]*' destroyed$" said)"

test -z "$(virsh -q list --all)"
test "$(libvirtd_pid)" = "$daemon"
for container in "${CONTAINERS[@]}"; do
    expect_back "$container"
done
