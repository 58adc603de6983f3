# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A guest that a daemon without the plugin started, and that therefore runs without
# its container: for a daemon with the plugin its live definition has none, and it is
# saved, dumped and restored as any guest. Its stored definition has it all the time.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# it runs, though not with KVM
cat > "$EMULATOR" <<'END'
#!/bin/sh
case "$*" in *'-device help'*) echo 'name "vfio-fsl-mc", bus fsl-mc-bus' ;; esac
for word; do
    shift
    [ "$word" != kvm ] || word=tcg
    set -- "$@" "$word"
done
exec qemu-system-aarch64 "$@"
END

# has_not: the guest runs without the container, and is to have it. What the daemon
# says of a guest waits until it has found the guest again; its status file does not.
has_not()
{
    [ "$(virsh domstate guest)" = running ] || fail 'it does not run'
    [ -z "$(virsh dumpxml guest | hostdevs)" ] || fail 'the live definition has it'
    if virsh dumpxml guest | grep fslmc:; then fail 'the carriage is left'; fi
    virsh dumpxml guest --inactive | hostdevs | grep -q dprc.2
    # the part of the status file that is the live definition
    sed '/<domain /,$!d' /run/libvirt/qemu/guest.xml > /tmp/live.xml
    if grep dprc.2 /tmp/live.xml; then fail 'the status file has it'; fi
}

with_plugin
start_with_kvm
virsh define "$GUEST"
libvirtd_stop

without_plugin
libvirtd_start
virsh start guest
libvirtd_stop

with_plugin
libvirtd_start
has_not
grep 'domain guest runs without container dprc.2' "$LOG"
libvirtd_stop
libvirtd_start
has_not

# nothing keeps it from what a guest without a container can do
virsh dump --memory-only guest /tmp/core
virsh managedsave guest
[ "$(virsh domstate guest)" = 'shut off' ] || fail 'it runs'
virsh start guest
has_not

virsh destroy guest
virsh dumpxml guest | hostdevs | grep dprc.2
libvirtd_stop
