# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# containers: unplugged
#
# The main job, shown to a reader: what scripts/demo runs.

# shellcheck source=../qemu_device/guest.bash
. ../qemu_device/guest.bash

# tell TEXT…: what comes next, and why.
tell()
{
    printf '\n# %s\n' "$@"
}

# show COMMAND: the command as a person would type it, and what it prints.
show()
{
    printf '\n$ %s\n' "$1"
    sh -c "$1" | sed '/^$/d'
}

# driver: shows which has the container; a container that was made at run time has
# none, as long as nobody has taken it.
driver()
{
    show 'readlink /sys/bus/fsl-mc/devices/dprc.2/driver || echo none'
}

seen()
{
    grep -aq dprc_2 /tmp/events
}

tell "This is $(. /etc/os-release; echo "$PRETTY_NAME"), $(uname -m), with a real fsl-mc bus and the distribution's own libvirt."
show 'uname -r'
show 'virsh version'

tell 'What is on the bus is among the node devices. The containers were made at run time, as by restool: no driver has them, and what is in them is no device yet.'
show "virsh nodedev-list | grep '^dprc'"
show "virsh nodedev-list --tree | sed -n '/dprc_1/,\$p' | sed '/^ *| *\$/d' | head -n 30"
show 'virsh nodedev-info dprc_2'
show 'virsh nodedev-dumpxml dprc_2'

tell 'A container is taken from the host, for a guest. Meanwhile another shell watches.'
stdbuf -oL virsh nodedev-event --event update --loop --timeout 110 > /tmp/events 2>&1 &
moved()
{
    virsh -q nodedev-detach dprc_3 && virsh -q nodedev-reattach dprc_3 &&
        grep -aq dprc_3 /tmp/events
}
wait_for moved

driver
show 'virsh nodedev-detach dprc_2'
driver
show 'cat /sys/bus/fsl-mc/devices/dprc.2/driver_override'
show 'ls -l /dev/vfio'
show "virsh nodedev-dumpxml dprc_2 | grep -A 2 '<driver>'"
wait_for seen
printf '\n$ virsh nodedev-event --event update --loop\n'
grep -a dprc_2 /tmp/events

show "virsh nodedev-list --tree | sed -n '/dprc_2/,/dprc_3/p' | sed '/^ *| *\$/d' | head -n 20"

tell 'It can be reset, and given back: it has no driver again.'
show 'virsh nodedev-reset dprc_2'
show 'virsh nodedev-reattach dprc_2'
driver

tell 'A guest gets it with one element of its XML; libvirt does the rest.'
tell "The QEMU is the distribution's own, and so is the kernel in the guest."
guest_files
SHOWN=/var/log/libvirt/qemu/guest.console
show 'cat guest.xml'
show 'virsh define guest.xml'
show 'virsh start guest'
show 'virsh dumpxml guest | sed -n "/<hostdev/,/<\/hostdev/p"'
show 'virsh nodedev-dumpxml dprc_2 | grep -A 2 "<driver>"'
pid=$(cat /run/libvirt/qemu/guest.pid)
show "ps -o user,comm -p $pid"
show "readlink /proc/$pid/exe"
show "tr '\\0' ' ' < /proc/$pid/cmdline | grep -o -e '-device [^ ]*fsl[^ ]*'"

tell 'What the guest sees, on its console:'
wait_console "$SHOWN" 240 grep -q -x $'guest# \r*' "$SHOWN"
expect_report "$SHOWN" 1 dprc.2 > /dev/null
show "sed -n '/^guest#/,\$p' $SHOWN"

tell 'Meanwhile the host keeps its hands off.'
show "readlink /proc/$pid/fd/* | grep -E 'vfio' | sort | uniq -c"
show "grep 'locked memory' /proc/$pid/limits"
printf '\n$ virsh nodedev-detach dprc_2; virsh nodedev-reattach dprc_2\n'
refused virsh nodedev-detach dprc_2 | sed '/^$/d'
refused virsh nodedev-reattach dprc_2 | sed '/^$/d'
show 'virsh destroy guest'
wait_for is_bound dprc.2 "$HOST_DRIVER"
driver
show 'virsh undefine guest'

tell 'What the host needs itself is not given away.'
printf '\n$ virsh nodedev-detach dprc_1\n'
refused virsh nodedev-detach dprc_1 | sed '/^$/d'
printf '\n$ virsh nodedev-detach dpmac_1\n'
refused virsh nodedev-detach dpmac_1 | sed '/^$/d'
