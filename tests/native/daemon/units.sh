# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: systemd
#
# What systemd makes of the unit that starts containers at boot, and udev of the rule that
# wants it: systemd itself plans a boot, without any job being run. That the rule wants it
# for the device node of a root container is seen in the machine, see guest_life/boot.sh.

UNIT=libvirt-fslmc-containers@dprc.1.service
RULE=/usr/lib/udev/rules.d/60-libvirt-fslmc.rules

systemd-analyze verify --man=no "$UNIT" libvirtd.service > /tmp/said 2>&1 ||
    { cat /tmp/said; fail 'units that systemd does not take'; }
! grep fslmc /tmp/said || fail 'it has something to say of them'
printf '[Service]\nType=never\n' > /etc/systemd/system/broken.service
! systemd-analyze verify --man=no broken.service || fail 'it takes anything'

cat > /etc/systemd/system/boot.target <<END
[Unit]
Description=what a host has at boot
Wants=libvirtd.service
END
mount -t cgroup2 none /sys/fs/cgroup
# it does not plan as root
setpriv --reuid=65534 --clear-groups env -i PATH="$PATH" HOME=/ XDG_RUNTIME_DIR=/tmp \
    /usr/lib/systemd/systemd --test --system --unit=boot.target --no-pager > /tmp/plan 2>&1 ||
    { cat /tmp/plan; fail 'systemd does not plan that'; }

# planned FACT: it is one of the unit
planned()
{
    sed -n "/ Unit $UNIT:\$/,/ Unit [^:]*:\$/p" /tmp/plan | grep -qE "^[[:space:]]*$1( |\$)" ||
        fail "systemd does not plan: $1"
}

planned 'Unit Load State: loaded'
planned 'ConditionPathExists: /dev/dprc.1'
planned 'Type: oneshot'
planned 'RemainAfterExit: yes'
for daemon in libvirtd virtqemud virtnodedevd; do
    planned "Before: $daemon.service"
done
# the daemon wants it
planned "Action: $UNIT -> start"

# since systemd 254
if [ "$FSLMC_RELEASE" != bookworm ]; then
    udevadm verify "$RULE"
fi
