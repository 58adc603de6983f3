# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# The daemon of a user, who may not do what it takes: it says so, and goes on.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

echo 'guest:x:1000:1000::/tmp/guest:/bin/sh' >> /etc/passwd
echo 'guest:x:1000:' >> /etc/group
install -d -o 1000 -g 1000 /tmp/guest /run/user/1000
AS_USER='setpriv --reuid 1000 --regid 1000 --clear-groups
    env HOME=/tmp/guest XDG_RUNTIME_DIR=/run/user/1000'
# where the board looks for what libvirt knows
rm -rf /var/cache/libvirt/qemu
mkdir -p /var/cache/libvirt
ln -s /tmp/guest/.cache/libvirt/qemu/cache /var/cache/libvirt/qemu

virsh()
{
    $AS_USER timeout 60 virsh -c qemu:///session "$@"
}

libvirtd_start()
{
    $AS_USER "${DAEMONS##* }" > "$LOG" 2>&1 &
    # shellcheck disable=SC2034 # for libvirtd_stop
    LIBVIRTD=$!
    # a client that finds no daemon would start one
    for _ in $(seq 100); do
        ! grep -q '/libvirt/.*[a-z]-sock$' /proc/net/unix || return 0
        sleep 0.1
    done
    cat "$LOG"
    fail 'no socket'
}

with_plugin
start_with_kvm
for verb in define create 'domxml-to-native qemu-argv'; do
    # shellcheck disable=SC2086 # two words
    ! virsh $verb "$GUEST" > /tmp/said 2>&1 || fail "succeeded: $verb"
    grep -q 'hostdevs of libvirt-fslmc are not possible here: qemu:///session has no access' /tmp/said ||
        fail "$verb is not refused: $(cat /tmp/said)"
done
[ -z "$(virsh -q list --all)" ] || fail 'something is defined'
libvirtd_stop
