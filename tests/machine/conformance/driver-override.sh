# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# What driver_override takes, and what it does not do.
# daemon: none

. ./functions

attribute=$BUS/devices/dprc.2/driver_override

# try WHAT FORMAT [ARGUMENT…]: writes it and shows what can be read then.
try()
{
    local what=$1 result
    shift

    result=$(store "$attribute" "$@")
    printf '%s: %s, reads %s\n' "$what" "$result" "$(cut -c -40 "$attribute")"
}

overrides()
{
    local before long

    printf 'unset: reads %s\n' "$(cat "$attribute")"
    try 'a driver' vfio-fsl-mc
    try 'nothing' ''
    try 'a newline' '\n'
    try 'with newline' 'vfio-fsl-mc\n'
    try 'a NUL' '\0'
    try 'two lines' 'one\ntwo\n'
    try 'newline first' '\ntwo\n'
    try 'spaces' ' a b '
    try 'no such driver' no-such-driver
    long=$(printf '%4094s' '' | tr ' ' x)
    try '4094 bytes' %s "$long"
    try 'clear' '\n'
    try '4095 bytes' %s "${long}x"
    try '8191 bytes' %s "$long$long"

    # unlike a bind
    udevadm settle
    before=$(cat /sys/kernel/uevent_seqnum)
    try 'other driver' vfio-fsl-mc
    try 'clear' '\n'
    [ "$(cat /sys/kernel/uevent_seqnum)" = "$before" ] || echo 'an event'
    printf 'driver afterwards: %s\n' "$(driver_of dprc.2)"
}

expect_printed driver-override overrides
