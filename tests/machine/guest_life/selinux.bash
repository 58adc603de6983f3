# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by tests under SELinux.

CONTEXTS=/etc/selinux/fslmc/contexts
HOSTS=system_u:object_r:vfio_device_t:s0

# selinux_enforce POLICY: has the kernel enforce it.
selinux_enforce()
{
    mkdir -p $CONTEXTS/files
    printf '%s\n' SELINUX=enforcing SELINUXTYPE=fslmc > /etc/selinux/config
    printf '%s\n' system_u:system_r:svirt_t:s0 system_u:system_r:svirt_t:s0 \
        > $CONTEXTS/virtual_domain_context
    printf '%s\n' system_u:object_r:svirt_image_t:s0 system_u:object_r:virt_content_t:s0 \
        > $CONTEXTS/virtual_image_context
    printf '%s\n' "/dev/vfio/[0-9]+ -c $HOSTS" > $CONTEXTS/files/file_contexts
    mountpoint -q /sys/fs/selinux || mount -t selinuxfs selinuxfs /sys/fs/selinux
    secilc -o "$FSLMC_RESULTS/policy" -f /dev/null "$1"
    dd if="$FSLMC_RESULTS/policy" of=/sys/fs/selinux/load bs=1M status=none
    # what is made there becomes one, too
    chcon system_u:object_r:vfio_device_t:s0 /dev/vfio
    echo 1 > /sys/fs/selinux/enforce
}

# label_of GROUP [COMMAND…]: that of its node, as a process of the host sees it or
# one that the command makes.
label_of()
{
    local group=$1
    shift

    "$@" stat -c %C "/dev/vfio/$group"
}

# own_label NAME TYPE: prints the context of that type with the categories of the
# guest, which its QEMU runs under.
own_label()
{
    local range

    range=$(sed -n 's/^system_u:system_r:svirt_t:\(s0:c[0-9]*,c[0-9]*\).*/\1/p' \
        <(tr '\0' '\n' < "/proc/$(pid_of "$1")/attr/current"))
    [ -n "$range" ] || fail "QEMU is $(tr -d '\0' < "/proc/$(pid_of "$1")/attr/current")"
    printf '%s\n' "system_u:object_r:$2:$range"
}
