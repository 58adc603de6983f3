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

virsh nodedev-create $xml
name=$(made)
object=$(printf %s "$name" | tr _ .)
{
    mc dump | sed -n "/ $object /,/^    [^ ]/p" | sed '$d'
    virsh nodedev-dumpxml "$name"
    virsh nodedev-info "$name"
} | expect_output container.expected

# its peer is taken now
expect_error "'dpmac.3' is connected to 'dpni." virsh nodedev-create $xml

# in use, and then not
virsh -q nodedev-detach "$name"
hold "$(group_of "$object")"
expect_error 'is in use by process' virsh nodedev-destroy "$name"
release
virsh nodedev-destroy "$name"
test -z "$(made)"
test "$(mc dump | sed 's/ dpmcp.*//')" = "$(printf '%s\n' "$before" | sed 's/ dpmcp.*//')"

for fault in 'create_container resource' 'create busy' 'create resource 1 after 3' \
             'set_primary_mac config' 'connect config' 'assign privilege' \
             'assign privilege 1 after 6' 'set_locked privilege' 'get_connection config 1 after 1'; do
    # shellcheck disable=SC2086
    set -- $fault
    mc fail "$1" "$2" "${3:-1}" ${4:+"$4" "$5"}
    if virsh nodedev-create $xml > "$FSLMC_RESULTS/out" 2>&1; then
        fail "made although $fault"
    fi
    mc clear
    printf '%s: ' "$fault"
    sed '/^$/d; s/dprc\.[0-9]*/dprc.N/g; 2!d' "$FSLMC_RESULTS/out"
    test "$(mc dump)" = "$before" || fail "left behind after $fault: $(mc dump)"
done | expect_output container-refused.expected

virsh nodedev-create $xml
name=$(made)
with=$(mc dump)
for fault in 'set_locked busy' 'disconnect privilege' 'destroy_container busy' \
             'get_connection config'; do
    # shellcheck disable=SC2086
    mc fail $fault 1
    if virsh nodedev-destroy "$name" 2> "$FSLMC_RESULTS/out"; then
        fail "destroyed although $fault"
    fi
    mc clear
    test "$(mc dump)" = "$with" || fail "changed after $fault: $(mc dump)"
done
virsh nodedev-destroy "$name"
test "$(mc dump)" = "$before"
