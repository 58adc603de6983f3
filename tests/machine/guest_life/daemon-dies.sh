# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
# daemon: none
#
# The daemon is killed at each step of a guest's start and of its stop. The next
# one finds out what there is: the guest runs and has the container, or does not
# run and the host has it.
#
# strace kills it before something is written, a hook script holds it at a step of
# libvirt's, and a QEMU that hangs where there is none.

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

# what is about to be done; and what the container's driver and override are then. An
# unplugged one has no driver to begin with; the host's driver is asked for it in the end,
# and does not take it.
while read -r verb file driver override; do
    [ -n "$HOST_DRIVER" ] || [[ $file != */fsl_mc_dprc/unbind ]] || continue
    if [ "$verb" = destroy ]; then
        virsh start guest < /dev/null
    else
        # what the daemon runs is traced as well, and slow: the emulator is asked now
        virsh domxml-to-native qemu-argv --domain guest < /dev/null > /dev/null
    fi
    killed_before "$file" write,unlinkat 1 virsh "$verb" guest
    [ "$driver" != host ] || driver=$HOST_DRIVER
    test "$(driver_of dprc.2) $(override_of dprc.2)" = "${driver#none} $override"
    test "$(ls "$LOANS")" = dprc.2
    new_daemon off
done << END
start    $BUS/devices/dprc.2/driver_override  host         (null)
start    $BUS/drivers/fsl_mc_dprc/unbind      host         vfio-fsl-mc
start    $BUS/drivers/vfio-fsl-mc/bind        none         vfio-fsl-mc
destroy  $BUS/drivers/vfio-fsl-mc/unbind      vfio-fsl-mc  (null)
destroy  $BUS/drivers/fsl_mc_dprc/bind        none         (null)
destroy  $LOANS/dprc.2                        host         (null)
END

# the container is taken, and there is no QEMU yet
killed_at start start
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

# QEMU has ended, and nothing is given back
killed_at stopped destroy
new_daemon off
