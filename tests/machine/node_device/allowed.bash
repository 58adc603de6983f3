# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced: what an operator may do with containers that are defined, by defined.rules: see
# all of them, and do what he likes with dprc_mine. $operator is his virsh, $mine an XML.

# said COMMAND…: and what came of it, without empty lines.
said()
{
    echo "$ $*"
    # shellcheck disable=SC2086,SC2154 # words; it is there where this is sourced
    { $operator "$@" 2>&1 || :; } | sed "/^$/d; s, '/[^']*', 'FILE',"
}

said nodedev-list --all | grep -E '^\$|^dprc_[a-z]'
for verb in start destroy undefine autostart; do
    said nodedev-$verb dprc_net-a
done
# shellcheck disable=SC2154 # as above
said nodedev-define "$mine" | sed 's,/[^ ]*/,,'
for verb in autostart start destroy undefine; do
    said nodedev-$verb dprc_mine
done
said nodedev-define "$mine" | sed 's,/[^ ]*/,,'
