# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# daemon: none
#
# The process holds the group, the container and each of its objects, and has
# the guest's memory locked; nobody else can have the group meanwhile. When it
# ends, however it ends, the container is free at once.

# shellcheck source=emulator.bash
. ./emulator.bash

locked()
{
    sed -n 's/^VmLck:[ \t]*\([0-9]*\) kB$/\1/p' "/proc/$1/status"
}

to_vfio dprc.2
group=$(group_of dprc.2)
for form in vfio-fsl-mc,host=dprc.2,id=fslmc0,bootindex=1 \
            '{"driver":"vfio-fsl-mc","host":"dprc.2","id":"fslmc0","bootindex":1}'; do
    start "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device "$form"
    files_of "$pid" | sed "s,/dev/vfio/$group\$,/dev/vfio/GROUP," |
        expect_output files.expected
    test "$(locked "$pid")" -ge $((64 * 1024))
    test "$(cat "/proc/$pid/comm")" = qemu-system-aar
    tr '\0' '\n' < "/proc/$pid/cmdline" | grep -x -F -e "$form"
    test "$(qmp qom-get '{"path": "/machine/peripheral/fslmc0", "property": "host"}')" = \
        '{"return": "dprc.2"}'
    expect_end 134 "failed to open /dev/vfio/$group: Device or resource busy" \
        "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}" -device vfio-fsl-mc,host=dprc.2
    stop KILL
    to_host dprc.2
    to_vfio dprc.2
done

# in its own right, and as what nobody needs
start "$EMULATOR" "${PAUSED[@]}" "${KVM[@]}"
test -z "$(files_of "$pid")"
stop TERM
