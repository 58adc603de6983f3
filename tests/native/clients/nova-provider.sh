# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
#
# Nova's own parser takes what virt-fslmc-nova-provider writes.

expect_output tests/native/clients/nova-provider.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova_provider.py" \
    "$FSLMC_TOP/tests/tools/data/nova-all.yaml.expected" \
    "$FSLMC_TOP/tests/tools/data/nova-no-labels.yaml.expected"

# refused WORDS COMMAND…: it fails and says so.
refused()
{
    words=$1
    shift
    if "$@" > /tmp/said 2>&1; then
        fail "succeeded: $*"
    fi
    cat /tmp/said
    grep -q "$words" /tmp/said
}

# there is no Management Complex here
refused 'there is no root container' virt-fslmc-nova-provider
refused 'that is no uuid' virt-fslmc-nova-provider --uuid 7
