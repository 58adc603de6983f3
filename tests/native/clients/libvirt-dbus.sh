# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: desktop
# releases: bookworm
#
# libvirt-dbus, by which Cockpit talks to libvirt: it has the containers, and the guest
# with its hostdev; what it defines again is as it was.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# call PATH METHOD [ARGUMENT…]: prints the answer, a string without quotes.
call()
{
    local path=$1 method=$2
    shift 2

    gdbus call --address "$ADDRESS" --dest org.libvirt --object-path "$path" \
        --method "org.libvirt.$method" "$@" > /tmp/answer
    python3 -c 'import ast, sys
answer = ast.literal_eval(sys.stdin.read().replace("objectpath ", ""))[0]
print(answer, end="") if isinstance(answer, str) else print(*answer, sep="\n")' < /tmp/answer
}

fake_bus 2
with_plugin
start_with_kvm
virsh define "$GUEST"

cat > /tmp/bus.conf <<END
<busconfig>
  <listen>unix:path=/tmp/bus</listen>
  <policy context='default'>
    <allow own='*'/>
    <allow send_destination='*'/>
    <allow receive_sender='*'/>
  </policy>
</busconfig>
END
ADDRESS=unix:path=/tmp/bus
dbus-daemon --config-file=/tmp/bus.conf --nofork &
bus=$!
until [ -S /tmp/bus ]; do kill -0 $bus; sleep 0.1; done
DBUS_SYSTEM_BUS_ADDRESS=$ADDRESS libvirt-dbus --system &
service=$!
until gdbus introspect --address "$ADDRESS" --dest org.libvirt \
        --object-path /org/libvirt/QEMU > /dev/null 2>&1; do
    kill -0 $service
    sleep 0.1
done

# node devices
call /org/libvirt/QEMU Connect.ListNodeDevices 0 > /tmp/devices
for name in $(virsh -q nodedev-list); do
    device=$(call /org/libvirt/QEMU Connect.NodeDeviceLookupByName "$name")
    grep -x "$device" /tmp/devices
    call "$device" NodeDevice.GetXMLDesc 0 > /tmp/by-dbus
    virsh nodedev-dumpxml "$name" | diff -B - /tmp/by-dbus
done > /tmp/said
[ "$(wc -l < /tmp/said)" = "$(wc -l < /tmp/devices)" ] || { cat /tmp/said; fail 'other devices'; }
virsh -q nodedev-list | grep -x dprc_3

# a guest
domain=$(call /org/libvirt/QEMU Connect.DomainLookupByName guest)
call "$domain" Domain.GetXMLDesc 0 > /tmp/by-dbus
virsh dumpxml guest > /tmp/by-virsh
grep "type='fsl_mc'" /tmp/by-dbus
diff -B /tmp/by-virsh /tmp/by-dbus
call /org/libvirt/QEMU Connect.DomainDefineXML "$(sed 's,</name>,&<title>again</title>,' /tmp/by-dbus)"
virsh dumpxml guest | sed '/<title>/d' | diff -B /tmp/by-virsh -

kill $service $bus
wait $service $bus || :
expect_lines 0 ''
libvirtd_stop
