# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# What docs/virt-manager.rst says of virt-xml and virt-install, with their real
# programs: they write the hostdev as it has to be, and change and remove it.

set -euo pipefail

top=$(realpath "$(dirname "${BASH_SOURCE[0]}")/../..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# option WORD: prints the arguments of the command in the page that has WORD.
option()
{
    sed -n "s/^   # virt-xml guest \($1 .*\)/\1/p" "$top/docs/virt-manager.rst"
}

# valid FILE: the hostdev in it is one by the schema.
valid()
{
    sed -n '/<hostdev.*fsl_mc/,/<\/hostdev>/p' "$1" > "$work/hostdev.xml"
    xmllint --noout --relaxng "$top/docs/schemas/fslmc-hostdev.rng" "$work/hostdev.xml"
}

# virt_xml ARGUMENT…: changes the guest on standard input.
virt_xml()
{
    virt-xml --connect test:///default "$@"
}

# as the only driver has it that needs no daemon
sed -e "s/type='kvm'/type='test'/" -e "s/ arch='aarch64' machine='virt'//" \
    "$top/examples/guest-managed.xml" > "$work/guest.xml"
sed '/<hostdev/,/<\/hostdev/d' "$work/guest.xml" > "$work/without.xml"

read -ra add <<< "$(option --add-device)"
virt_xml "${add[@]}" < "$work/without.xml" > "$work/added.xml"
valid "$work/added.xml"
grep -q 'type="fsl_mc" managed="yes"' "$work/added.xml"
grep -q '<address object="dprc.2"/>' "$work/added.xml"

read -ra edit <<< "$(option --edit)"
virt_xml "${edit[@]}" < "$work/guest.xml" > "$work/edited.xml"
valid "$work/edited.xml"
grep -q '<address object="dprc.3"/>' "$work/edited.xml"

read -ra remove <<< "$(option --remove-device)"
virt_xml "${remove[@]}" < "$work/guest.xml" > "$work/removed.xml"
[ -s "$work/removed.xml" ]
[ "$(grep -c fsl_mc "$work/removed.xml")" = 0 ]

virt-install --connect test:///default --name guest --memory 64 --import \
    --disk none --osinfo generic "${add[@]:1}" --print-xml > "$work/installed.xml"
valid "$work/installed.xml"

if virt-install --connect test:///default --name guest --memory 64 --import \
       --disk none --osinfo generic --hostdev dprc_2 --print-xml 2> "$work/said"; then
    exit 1
fi
grep -q 'ERROR.*dprc_2' "$work/said"
