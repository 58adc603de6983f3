# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
# releases: bookworm
#
# Nova's own parser takes what virt-fslmc-nova-provider writes.

expect_output tests/native/clients/nova-provider.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova_provider.py" \
    "$FSLMC_TOP/tests/tools/data/nova-all.yaml.expected" \
    "$FSLMC_TOP/tests/tools/data/nova-no-labels.yaml.expected"

# there is no Management Complex here
! virt-fslmc-nova-provider > /tmp/written 2> /tmp/said || fail 'written for no host'
grep 'there is no root container' /tmp/said
[ ! -s /tmp/written ] || fail 'something was written'
! virt-fslmc-nova-provider --uuid 7 2> /tmp/said || fail 'written for no node'
grep 'that is no uuid' /tmp/said
