# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: strace
# releases: bookworm
#
# The daemon is killed before each system call that changes a file of ours, while it
# defines a container, defines it anew, sets autostart and undefines it. The next daemon
# has what was before or what was to be, whole, and nothing else; and it can do the same.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

DEFINITIONS=/etc/libvirt/fslmc
# those that look, of what names a file of ours
LOOKS='openat\(.*O_RDONLY|(newfstatat|fstat|stat|lstat|access|faccessat2?|read|readlink|close|getdents64|lseek|fcntl)\('

# definition VCPUS
definition()
{
    cat <<END
<device>
  <name>dprc_net</name>
  <parent>dprc_1</parent>
  <capability type='fsl_mc'>
    <label>net</label>
    <capability type='container'>
      <vcpus>$1</vcpus>
      <object type='dpni'/>
    </capability>
  </capability>
</device>
END
}

# state: prints what there is.
state()
{
    virsh -q nodedev-dumpxml dprc_net 2>/dev/null || echo none
    virsh -q nodedev-info dprc_net 2>/dev/null | grep '^Autostart' || :
}

# files: all of ours that are there.
files()
{
    find $DEFINITIONS ! -type d 2>/dev/null | sort
}

# prepare OPERATION: what there is before it.
prepare()
{
    virsh -q nodedev-undefine dprc_net > /dev/null 2>&1 || :
    # the folder comes with the first definition
    rm -rf $DEFINITIONS
    [ "$1" = define ] || virsh -q nodedev-define /tmp/2.xml
    [ "$1" != undefine ] || virsh -q nodedev-autostart dprc_net
}

# operate OPERATION
operate()
{
    case $1 in
        define) virsh -q nodedev-define /tmp/2.xml ;;
        define-anew) virsh -q nodedev-define /tmp/4.xml ;;
        autostart) virsh -q nodedev-autostart dprc_net ;;
        undefine) virsh -q nodedev-undefine dprc_net ;;
    esac
}

# is_traced: strace has all threads of the daemon.
is_traced()
{
    ! grep -qx 'TracerPid:.0' /proc/"$LIBVIRTD"/task/*/status
}

# trace OPTION…: the daemon, from now on.
trace()
{
    strace -f -y -qq -s 1 -o /tmp/trace "$@" -p "$LIBVIRTD" &
    tracer=$!
    until is_traced; do
        kill -0 $tracer || fail 'no strace'
        sleep 0.05
    done
}

# points: prints which call of a thread, and its number among those of that name, for each
# call in /tmp/trace that changes a file of ours.
points()
{
    grep -nE "^[0-9]+ +[a-z0-9_]+\(.*$DEFINITIONS" /tmp/trace |
        grep -vE "^[0-9]+:[0-9]+ +($LOOKS)" | while IFS=':' read -r line text; do
        thread=${text%% *}
        call=${text#* }
        call=${call%%(*}
        echo "$call" "$(head -n "$line" /tmp/trace | grep -c "^$thread *$call(")"
    done
}

definition 2 > /tmp/2.xml
definition 4 > /tmp/4.xml
fake_bus 0
with_plugin
libvirtd_start

for operation in define define-anew autostart undefine; do
    prepare $operation
    state > /tmp/before
    files > /tmp/files-before
    trace
    operate $operation
    kill $tracer
    wait $tracer || :
    state > /tmp/after
    files > /tmp/files-after
    points > /tmp/points
    cat /tmp/points
    if diff /tmp/before /tmp/after > /dev/null; then fail "$operation does nothing"; fi
    [ -s /tmp/points ] || fail "$operation changes no file"

    while read -r call number; do
        prepare $operation
        trace -e "trace=$call" -e "inject=$call:signal=KILL:when=$number"
        operate $operation > /dev/null 2>&1 && fail "$operation was not killed in $call"
        wait $tracer || :
        wait "$LIBVIRTD" || :

        libvirtd_start
        state > /tmp/now
        files > /tmp/files-now
        cmp -s /tmp/now /tmp/before || cmp -s /tmp/now /tmp/after ||
            { cat /tmp/now; fail "$operation killed before $call $number"; }
        cmp -s /tmp/files-now /tmp/files-before || cmp -s /tmp/files-now /tmp/files-after ||
            { cat /tmp/files-now; fail "files after $operation killed before $call $number"; }
        expect_lines 0 ''
        cmp -s /tmp/now /tmp/after || operate $operation
        state | diff /tmp/after -
    done < /tmp/points
done
libvirtd_stop
