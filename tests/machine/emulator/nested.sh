# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# kvm: yes
# daemon: none
#
# Nested containers and their objects come with the outer one.

# shellcheck source=emulator.bash
. ./emulator.bash

to_vfio dprc.2
start "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device vfio-fsl-mc,host=dprc.2
files_of "$pid" | sed 's,/dev/vfio/[0-9]*$,/dev/vfio/GROUP,' |
    expect_output nested.expected
test ! -s "$ERRORS"
stop TERM
