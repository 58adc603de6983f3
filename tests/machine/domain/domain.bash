# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder.

# shellcheck disable=SC2034 # for them
GUEST=../guest_life/guest.xml

# all_refused COMMAND…: runs each as virsh's words, and prints it and the error.
all_refused()
{
    local command words

    for command; do
        printf '# %s\n' "$command"
        read -r -a words <<< "$command"
        refused virsh "${words[@]}" | sed '/^$/d'
    done
}
