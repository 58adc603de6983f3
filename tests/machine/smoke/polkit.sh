# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# polkit decides who may use the daemon: started by dbus when it is asked.

as_user operator virsh -c qemu:///system uri
expect_error 'authentication unavailable' \
    as_user user virsh -c qemu:///system uri
as_user user virsh -c qemu:///system --readonly uri

cat > /etc/polkit-1/rules.d/10-test.rules <<END
polkit.addRule(function(action, subject) {
    if (action.id == "org.libvirt.unix.manage" && subject.user == "operator")
        return polkit.Result.NO;
});
END
at_exit rm /etc/polkit-1/rules.d/10-test.rules
wait_for expect_error 'denied' as_user operator virsh -c qemu:///system uri
