# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# What QEMU may open, own and lock, with libvirt's defaults and when people have
# other wishes; and what the audit trail says about it.

# shellcheck source=life.bash
. ./life.bash

NO_RELABEL="<seclabel type='static' model='dac' relabel='no'><label>libvirt-qemu:kvm</label></seclabel>"

# define_with NAME CONTAINER XML [unmanaged]: a guest that has this, too.
define_with()
{
    guest "$1" "$2" "${4:-}" | sed "s,</domain>,$3&," > "$FSLMC_RESULTS/$1.xml"
    virsh -q define "$FSLMC_RESULTS/$1.xml"
}

# spawn_v1: libvirtd on a host that has version 1 of cgroups, and no other.
spawn_v1()
{
    daemon_spawn libvirtd unshare --mount sh -c '
        mount -t tmpfs cgroup /sys/fs/cgroup
        mkdir /sys/fs/cgroup/devices
        mount -t cgroup -o devices devices /sys/fs/cgroup/devices
        exec libvirtd'
    wait_for virsh -q uri
}

# cgroups_v1 NAME: prints the device cgroups of a guest there.
cgroups_v1()
{
    find "/proc/$(libvirtd_pid)/root/sys/fs/cgroup/devices/machine" -name "*$1*.libvirt-qemu"
}

locked_limit()
{
    awk '/^Max locked memory/ { print $4, $5 }' "/proc/$1/limits"
}

# opens PID PATH: prints what becomes of it in QEMU's cgroup, for one who may do
# all else.
opens()
{
    local cgroup

    cgroup=/sys/fs/cgroup$(sed -n 's/^0:://p' "/proc/$1/cgroup")
    (
        echo $BASHPID > "$cgroup/cgroup.procs"
        exec 18<> "$2"
    ) 2>&1 | sed 's/.*: //'
}

# owner CONTAINER: prints whose its group is, on the host.
owner()
{
    stat -c '%U %G %a' "/dev/vfio/$(group_of "$1")"
}

virsh nodedev-detach dprc_3

# a limit of one's own; the device cgroup has this group, and no other
define_with limited dprc.2 "<memtune><hard_limit unit='MiB'>512</hard_limit></memtune>"
virsh start limited
pid=$(pid_of limited)
test "$(locked_limit "$pid")" = "$((512 << 20)) $((512 << 20))"
test "$(opens "$pid" "/dev/vfio/$(group_of dprc.2)")" = 'Device or resource busy'
test "$(opens "$pid" "/dev/vfio/$(group_of dprc.3)")" = 'Operation not permitted'
test -z "$(opens "$pid" /dev/vfio/vfio)"
virsh destroy limited
expect_back dprc.2

# no limit; and nobody is to change labels, which in a /dev of its own is about
# nobody else's
define_with locked dprc.2 "<memoryBacking><locked/></memoryBacking>$NO_RELABEL"
virsh start locked
test "$(locked_limit "$(pid_of locked)")" = 'unlimited unlimited'
has locked dprc.2
test "$(owner dprc.2)" = 'root root 600'
virsh destroy locked
expect_back dprc.2

# without name spaces the host's own node is lent, and given back; the older
# cgroups have just what those above have
at_exit libvirtd_restart
at_exit cp "$FSLMC_RESULTS/qemu.conf" "$FSLMC_RESULTS/libvirtd.conf" /etc/libvirt
cp /etc/libvirt/qemu.conf /etc/libvirt/libvirtd.conf "$FSLMC_RESULTS"
echo 'namespaces = []' >> /etc/libvirt/qemu.conf
printf '%s\n' 'audit_logging = 1' 'log_filters = "2:audit"' \
    'log_outputs = "2:stderr"' >> /etc/libvirt/libvirtd.conf
libvirtd_stop
spawn_v1
log=$(libvirtd_log | wc -c)
define_with plain dprc.3 '' unmanaged
virsh start plain
test "$(owner dprc.3)" = 'libvirt-qemu libvirt-qemu 600'
number=$(stat -c '%Hr:%Lr' "/dev/vfio/$(group_of dprc.3)")
sed "s/ $number / GROUP /" "$(cgroups_v1 plain)/devices.list" | sort -V |
    expect_output devices-v1.expected
virsh destroy plain
test -z "$(cgroups_v1 plain)"
test "$(owner dprc.3)" = 'root root 600'
libvirtd_log | tail -c "+$((log + 1))" |
    sed -n -e '/dprc\.3/p' -e '/dev\/vfio/p' |
    sed -e 's/.*: success=/success=/' -e 's/uuid=[0-9a-f-]*/uuid=UUID/' \
        -e 's/cgroup="[^"]*"/cgroup=PATH/' -e 's,/dev/vfio/[0-9][0-9]*,/dev/vfio/GROUP,' \
        -e 's/rdev=[0-9A-F:]*/rdev=NUMBER/' |
    expect_output audit.expected

# unless somebody wants it otherwise, and then has to see to it
define_with kept dprc.3 "$NO_RELABEL" unmanaged
expect_error "failed to open /dev/vfio/$(group_of dprc.3): Permission denied" \
    virsh start kept
test "$(owner dprc.3)" = 'root root 600'
chown libvirt-qemu:kvm "/dev/vfio/$(group_of dprc.3)"
virsh start kept
virsh destroy kept
test "$(owner dprc.3)" = 'libvirt-qemu kvm 600'
virsh nodedev-reattach dprc_3
expect_back dprc.3
