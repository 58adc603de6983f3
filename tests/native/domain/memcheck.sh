# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: valgrind
# releases: bookworm
#
# valgrind's memcheck finds no mistake of the plugin's in a daemon that is asked everything
# about containers and a guest that has one, is to start that, and ends. What the libraries
# of the daemon do by themselves is not looked at.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# a file for each process
FOUND=/tmp/memcheck

# its forks become other programs
cat > /tmp/checked <<END
#!/bin/sh
exec valgrind --quiet --child-silent-after-fork=yes --keep-debuginfo=yes --leak-check=full \
    --show-leak-kinds=definite --num-callers=40 --log-file=$FOUND.%p libvirtd "\$@"
END
chmod +x /tmp/checked

# ours: those of its findings that name a function of the plugin.
ours()
{
    # there is an empty line between two
    cat $FOUND.* | sed 's/^==[0-9]*== *//' | sed -e '/./{H;$!d}' -e 'x;/virFslMc\|fslmc_/!d'
}

fake_bus 3
with_plugin
start_with_kvm
libvirtd_stop
# shellcheck disable=SC2034 # by libvirtd_start
DAEMONS=/tmp/checked
libvirtd_start
python3 "$FSLMC_TOP/tests/native/domain/flat.py" "$GUEST" 190
virsh -q define "$GUEST"
let_go
# nothing moves here: the ways back are taken
if virsh start guest; then fail 'it has started'; fi
if virsh nodedev-detach dprc_3; then fail 'it is detached'; fi
if virsh nodedev-reset dprc_3; then fail 'it was reset'; fi
virsh -q undefine guest
libvirtd_stop

ours > "$FSLMC_ARTEFACTS/memcheck"
cat "$FSLMC_ARTEFACTS/memcheck"
[ ! -s "$FSLMC_ARTEFACTS/memcheck" ] || fail 'mistakes were found'
