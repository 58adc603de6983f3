# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: python
# releases: bookworm
#
# What each call for node devices answers: for objects of a bus, for a definition, for
# devices of libvirt's own, and for flags that nobody knows.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

fake_bus 2
fake_object fsl-mc/dprc.1/dprc.2/dpni.1 fsl_mc_dprc 2
with_plugin
libvirtd_start
expect_output tests/native/node_device/calls.expected \
    python3 "$FSLMC_TOP/tests/native/node_device/calls.py"
libvirtd_stop
