# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: python
#
# A guest with the hostdev that is off moves to another host, which is a daemon
# with another name and other folders.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

OTHER="qemu+unix:///system?socket=/tmp/other/run/libvirt/libvirt-sock"

# other_start: the other host's daemon, as with_plugin or without_plugin said
other_start()
{
    # shellcheck disable=SC2016 # for the inner shell
    unshare --mount --uts sh -eu -c '
        echo other > /proc/sys/kernel/hostname
        for folder in etc/libvirt var/lib/libvirt var/cache/libvirt run; do
            mount --bind "/tmp/other/$folder" "/$folder"
        done
        exec libvirtd > /tmp/other/log 2>&1
    ' &
    OTHERD=$!
    for _ in $(seq 600); do
        ! virsh -c "$OTHER" uri > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    fail 'the other host does not answer'
}

other_stop()
{
    kill "$OTHERD"
    wait "$OTHERD" || :
}

# migrate WORD…: with these words; what there is then on the other host.
migrate()
{
    echo "# $*"
    virsh migrate --offline --persistent "$@" guest "$OTHER" tcp://other 2>&1 || :
    virsh -c "$OTHER" dumpxml guest 2>&1 | hostdevs
}

migrations()
{
    migrate
    migrate --p2p
    sed 's/dprc.2/dprc.3/' /tmp/guest.xml > /tmp/xml
    migrate --xml /tmp/xml
    sed 's/dprc.2/dpni.1/' /tmp/guest.xml > /tmp/wrong
    migrate --xml /tmp/wrong
    migrate --persistent-xml /tmp/wrong
    migrate --p2p --persistent-xml /tmp/wrong
}

with_plugin
start_with_kvm
mkdir -p /tmp/other/run /tmp/other/etc /tmp/other/var/lib /tmp/other/var/cache
cp -a /etc/libvirt /tmp/other/etc
sed -i 's/^host_uuid = "5f/host_uuid = "6f/' /tmp/other/etc/libvirt/libvirtd.conf
cp -a /var/lib/libvirt /tmp/other/var/lib
cp -a /var/cache/libvirt /tmp/other/var/cache
virsh define "$GUEST"
virsh dumpxml guest > /tmp/guest.xml

other_start
expect_output "$HERE/migrate.expected" same migrations
expect_output "$HERE/migrate-older.expected" \
    python3 "$FSLMC_TOP/$HERE/migrate-older.py" "$OTHER" /tmp/xml /tmp/wrong

# a host without the plugin does not take it from a client; from a daemon it gets
# it as that has it stored, and keeps it as such
other_stop
without_plugin
other_start
migrate > /tmp/said
grep "^error: .*'fsl_mc'" /tmp/said || fail "it does not say so: $(cat /tmp/said)"
virsh dumpxml guest | diff /tmp/guest.xml -
migrate --p2p > /tmp/said
cat /tmp/said
grep -q '<fslmc:address object="dprc.2"/>' /tmp/other/etc/libvirt/qemu/guest.xml
other_stop

with_plugin
other_start
virsh -c "$OTHER" dumpxml guest | diff /tmp/guest.xml -
other_stop
libvirtd_stop
