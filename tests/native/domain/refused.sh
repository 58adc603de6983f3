# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# What tests/conf/data has of wrong documents, through the daemon: refused at each
# door with the error that the unit tests expect, and nothing is defined.

# refused TEXT COMMAND…
refused()
{
    local text=$1
    shift

    ! "$@" > /tmp/said 2>&1 || fail "succeeded: $*"
    grep -qxF "error: $text" /tmp/said ||
        fail "'$*' does not say '$text' but: $(cat /tmp/said)"
}

with_plugin
libvirtd_start
for xml in "$FSLMC_TOP"/tests/conf/data/lift/bad-*.xml; do
    text=$(sed 's/^XML: /XML error: /; s/^UNSUPPORTED: /unsupported configuration: /' "${xml%.xml}.error")
    case $xml in
        */bad-snapshot-*) continue ;;
    esac
    refused "$text" virsh define "$xml"
done
for command in 'define --validate' create 'create --validate' 'domxml-to-native qemu-argv'; do
    # shellcheck disable=SC2086 # two words
    refused "XML error: line 14: unknown element <address> in element <hostdev>" \
        virsh $command "$FSLMC_TOP/tests/conf/data/lift/bad-unknown-element.xml"
done
[ -z "$(virsh -q list --all)" ] || fail 'something is defined'
libvirtd_stop
