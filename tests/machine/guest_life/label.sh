# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# Containers by label: whichever is free, shown while the guest runs, and the guest's
# after a restart of the daemon. Of guests that start at the same time as many start as
# there are containers, and the others are told who has them.

# shellcheck source=life.bash
. ./life.bash

# labelled NAME: a guest with a container by label.
labelled()
{
    guest "$1" dprc.2 | sed "s,object='dprc.2',label='net'," > "$FSLMC_RESULTS/$1.xml"
    virsh -q define "$FSLMC_RESULTS/$1.xml"
}

# chosen NAME: prints what is shown of a guest that runs.
chosen()
{
    virsh dumpxml "$1" | sed -n "s,.*<address label='net' object='\\(.*\\)'/>.*,\\1,p"
}

labelled one
expect_error "no container has label 'net'" virsh start one
is_off one

mc label dprc.2 net
mc label dprc.3 net
labelled two
labelled three
for name in one two three; do
    virsh start $name > "$FSLMC_RESULTS/$name.said" 2>&1 &
done
wait

running=
for name in one two three; do
    if is_running $name; then
        running="$running $name"
        has $name "$(chosen $name)"
    else
        is_off $name
        off=$name
    fi
done
# shellcheck disable=SC2086 # words
set -- $running
test $# = 2
test "$({ chosen "$1"; chosen "$2"; } | sort | tr '\n' ' ')" = 'dprc.2 dprc.3 '
for name; do
    grep -F "container $(chosen "$name") is in use by driver QEMU, domain $name" \
        "$FSLMC_RESULTS/$off.said"
done
grep -F "no container with label 'net' is free: container dprc.2 is in use" \
    "$FSLMC_RESULTS/$off.said"

# it is the guest's as long as that runs
first=$(chosen "$1")
libvirtd_restart
wait_for is_running "$1"
test "$(chosen "$1")" = "$first"
expect_in_use "$first" "$1"
virsh dumpxml --inactive "$1" | grep -F "<address label='net'/>"

# and then the next one's
virsh destroy "$1"
wait_for is_back "$first"
virsh start "$off"
test "$(chosen "$off")" = "$first"
has "$off" "$first"
virsh destroy "$off"
virsh destroy "$2"
wait_for is_back dprc.2
wait_for is_back dprc.3
