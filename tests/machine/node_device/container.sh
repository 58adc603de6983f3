# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# timeout: 1800
#
# A container is made from XML with all that a guest needs, and destroyed again.
# Whatever the MC refuses on the way leaves everything as it was.

xml=/fslmc/top/examples/container.xml

made() {
    virsh -q nodedev-list | grep -xvFf "$FSLMC_RESULTS/before" || true
}

virsh -q nodedev-list > "$FSLMC_RESULTS/before"
before=$(mc dump)

virsh nodedev-create "$xml"
name=$(made)
object=$(printf %s "$name" | tr _ .)
virsh nodedev-dumpxml "$name" > "$FSLMC_RESULTS/xml"
grep "<label>net-a</label>" "$FSLMC_RESULTS/xml"
grep "<state plugged='no'/>" "$FSLMC_RESULTS/xml"
grep -E "<object type='dp" "$FSLMC_RESULTS/xml" | sed "s/.*type='\([a-z]*\)'.*/\1/" | sort | uniq -c |
    sed 's/^ *//' | expect_output container.expected
mc dump | grep -E "$object .*options=0x42 locked"
mc dump | grep 'mac=52:54:00:6d:90:02 connection=dpmac.3'

# its peer is taken now
expect_error "'dpmac.3' is connected to 'dpni." virsh nodedev-create "$xml"

# its XML makes the same again
with=$(mc dump)
virsh nodedev-destroy "$name"
test "$(mc dump)" = "$before"
virsh nodedev-create "$FSLMC_RESULTS/xml"
test "$(made)" = "$name"
virsh nodedev-dumpxml "$name" | diff "$FSLMC_RESULTS/xml" -
test "$(mc dump)" = "$with"

# in use, and then not
virsh -q nodedev-detach "$name"
hold "$(group_of "$object")"
expect_error 'is in use by process' virsh nodedev-destroy "$name"
release
virsh nodedev-destroy "$name"
test -z "$(made)"
test "$(mc dump)" = "$before"

for fault in 'create_container resource' 'create busy' 'create resource 1 after 3' \
             'set_primary_mac config' 'connect config' 'assign privilege' \
             'assign privilege 1 after 6' 'set_locked privilege' 'get_connection config 1 after 1'; do
    # shellcheck disable=SC2086
    set -- $fault
    mc fail "$1" "$2" "${3:-1}" ${4:+"$4" "$5"}
    if virsh nodedev-create "$xml" > "$FSLMC_RESULTS/out" 2>&1; then
        fail "made although $fault"
    fi
    mc clear
    grep -E 'cannot|does not have' "$FSLMC_RESULTS/out"
    test "$(mc dump)" = "$before" || fail "left behind after $fault: $(mc dump)"
done

virsh nodedev-create "$xml"
name=$(made)
with=$(mc dump)
# one that somebody has open all the time is tried for 3 seconds
for fault in 'set_locked busy 1' 'disconnect privilege 1' 'destroy_container busy 1000' \
             'get_connection config 1'; do
    # shellcheck disable=SC2086
    mc fail $fault
    if virsh nodedev-destroy "$name" 2> "$FSLMC_RESULTS/out"; then
        fail "destroyed although $fault"
    fi
    mc clear
    test "$(mc dump)" = "$with" || fail "changed after $fault: $(mc dump)"
done

# bound to the host's driver by hand, and then detached, as the message says
object=$(printf %s "$name" | tr _ .)
echo fsl_mc_dprc > "/sys/bus/fsl-mc/devices/$object/driver_override"
echo "$object" > /sys/bus/fsl-mc/drivers/fsl_mc_dprc/bind
expect_error "container '$object' is bound to 'fsl_mc_dprc'; detach it first" \
    virsh nodedev-destroy "$name"
test "$(mc dump)" = "$with"
virsh nodedev-detach "$name"
virsh nodedev-destroy "$name"
test "$(mc dump)" = "$before"
