# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
# releases: bookworm
#
# The daemon is killed at each step of a guest's start and of its stop. The next
# one finds out what there is: the guest runs and has the container, or does not
# run and the host has it.
#
# A hook script holds libvirt at a step, and a QEMU that hangs where there is none.

# shellcheck source=life.bash
. ./life.bash

HOOK=/etc/libvirt/hooks/qemu
STEP=/run/fslmc-step

# killed_at STEP VERB: the daemon is killed when "virsh VERB guest" is there.
killed_at()
{
    local client

    echo "# $2: $1"
    rm -f "$STEP.reached"
    echo "$1" > "$STEP"
    virsh "$2" guest &
    client=$!
    wait_for test -e "$STEP.reached"
    kill_daemon
    rm "$STEP"
    wait $client || :
}

# new_daemon STATE: it comes to this, and the container is where it belongs.
new_daemon()
{
    libvirtd_start
    wait_for "is_$1" guest
    wait_for settled guest dprc.2
    [ "$1" = off ] || expect_in_use dprc.2 guest
}

at_exit rm -rf "$HOOK" "$STEP" "$STEP.reached"
mkdir -p "${HOOK%/*}"
cat > "$HOOK" <<END
#!/bin/sh
[ "\$2" = "\$(cat $STEP 2>/dev/null)" ] || exit 0
touch $STEP.reached
while [ -e $STEP ]; do sleep 0.1; done
END
chmod +x "$HOOK"
# it looks for hooks when it starts
libvirtd_start
at_exit libvirtd_stop
define guest dprc.2

# the container is taken, or nearly so
killed_at start start
echo dprc.2 > "$BUS/drivers/vfio-fsl-mc/unbind"
new_daemon off

# QEMU has the container, and has not talked to any daemon
told 'dprc.2 hang'
virsh start guest &
client=$!
wait_for has guest dprc.2
kill_daemon
wait $client || :
told
pid=$(pid_of guest)
libvirtd_start
holds_group "$pid" dprc.2
kill -9 "$pid"
wait_for is_off guest
wait_for is_back dprc.2

killed_at started start
new_daemon running

# QEMU has ended, and the host does not have the container; then it has
killed_at stopped destroy
new_daemon off
virsh start guest
killed_at release destroy
new_daemon off
