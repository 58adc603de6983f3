# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# Under AppArmor, as Debian has it by default: daemon and guest are confined. QEMU
# may open its own group, and see what is in the container when the profile has
# the rules that the package brings. The host check tells, also a user who may do
# nothing.

# shellcheck source=life.bash
. ./life.bash
# shellcheck source=apparmor.bash
. ./apparmor.bash

apparmor_enforce
# the emulator here
cat > "$LOCAL/abstractions/libvirt-qemu" <<'END'
  /usr/bin/qemu-system-aarch64-fslmc rmix,
  /{usr/,}bin/bash rmix,
  /usr/lib/fslmc-emulator/* mr,
END

# a guest that would have an empty container does not start
define guest dprc.2
expect_error "QEMU runs without what is in container dprc.2: may it read '$(realpath \
    "$BUS/devices/dprc.2")'?" virsh start guest
expect_back dprc.2
as_user user virt-fslmc-host-validate > "$FSLMC_RESULTS/before" && fail 'it passes without the rules'
test "$(grep ^FAIL "$FSLMC_RESULTS/before")" = "FAIL   apparmor: AppArmor confines guests, \
and their profile does not let QEMU read '$(realpath "$BUS/devices/dprc.2")/': it would not \
see what is in a container"

apparmor_rules
virt-fslmc-host-validate | grep -x \
    'PASS   apparmor: AppArmor confines guests, and QEMU may read what is in a container'
virsh start guest
pid=$(pid_of guest)
uuid=$(virsh -q domuuid guest)
is_confined guest
vfio_of "$pid" | expect_output vfio.expected
test "$(sed -n 's,.*"/dev/vfio/\(.*\)".*,\1,p' "/etc/apparmor.d/libvirt/libvirt-$uuid.files")" = \
    "$(group_of dprc.2)"
virsh destroy guest
expect_back dprc.2

# where libvirt is not to change who owns a node, and guests see the host's, that is
# about owners alone: QEMU may open the node that somebody has given to it
at_exit cp "$FSLMC_RESULTS/qemu.conf" /etc/libvirt
cp /etc/libvirt/qemu.conf "$FSLMC_RESULTS"
printf '%s\n' 'namespaces = []' 'dynamic_ownership = 0' >> /etc/libvirt/qemu.conf
libvirtd_restart
virsh nodedev-detach dprc_3
chown libvirt-qemu:kvm "/dev/vfio/$(group_of dprc.3)"
define kept dprc.3 unmanaged
virsh start kept
has kept dprc.3
virsh destroy kept
test "$(stat -c '%U %G' "/dev/vfio/$(group_of dprc.3)")" = 'libvirt-qemu kvm'
virsh nodedev-reattach dprc_3
expect_back dprc.3

sh /fslmc/top/debian/libvirt-fslmc.postrm remove
refused grep libvirt-fslmc "$LOCAL/abstractions/libvirt-qemu"

# The rules fit wherever a host has its bus: below a node of the device tree, at its
# top, and described by ACPI. What is not in a container stays closed.
cat > "$FSLMC_RESULTS/profile" <<END
profile places {
  /{,usr/}{,s}bin/* mrix,
  /{,usr/}lib/** mr,
  /etc/** r,
$(cat /fslmc/top/debian/apparmor/libvirt-fslmc)
}
END
at_exit apparmor_parser --remove "$FSLMC_RESULTS/profile"
apparmor_parser --replace "$FSLMC_RESULTS/profile"
unshare --mount sh -eux <<'END'
mount -t tmpfs none /sys/devices/platform
cd /sys/devices/platform
for bus in soc/80c000000.fsl-mc 80c000000.fsl-mc NXP0008:00; do
    mkdir -p "$bus/dprc.1/dprc.2/dpni.1"
    echo closed > "$bus/modalias"
    echo open > "$bus/dprc.1/dprc.2/dpni.1/modalias"
    test "$(aa-exec -p places -- ls "$PWD/$bus/dprc.1/dprc.2/")" = dpni.1
    test "$(aa-exec -p places -- cat "$PWD/$bus/dprc.1/dprc.2/dpni.1/modalias")" = open
    # cat puts some names in quotes
    said=$(aa-exec -p places -- cat "$PWD/$bus/modalias" 2>&1) || :
    test "${said##*: }" = 'Permission denied'
done
END
