# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: nova
# releases: forky
#
# Nova 32 and later says what a flavor's extra specs are: here Nova's own code of Debian's
# testing does. tests/qemu_fslmc/nova_test.c has the plugin read it.

python3 "$FSLMC_TOP/tests/native/clients/run_nova_metadata.py" /tmp/metadata.xml
expect_output tests/native/clients/nova-metadata.expected cat /tmp/metadata.xml
