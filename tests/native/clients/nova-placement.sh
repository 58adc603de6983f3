# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
#
# What Placement and Nova's scheduler make of the provider configuration, see docs/nova.rst.

expect_output tests/native/clients/nova-placement.expected \
    python3 "$FSLMC_TOP/tests/native/clients/run_nova_placement.py" \
    "$FSLMC_TOP/tests/tools/data/nova-all.yaml.expected"
