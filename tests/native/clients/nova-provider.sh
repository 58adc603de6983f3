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
expect_error 'there is no root container' virt-fslmc-nova-provider
expect_error 'that is no uuid' virt-fslmc-nova-provider --uuid 7
