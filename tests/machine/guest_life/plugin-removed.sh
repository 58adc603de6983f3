# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# The plugin goes, and comes back, while guests are defined and run.

# shellcheck source=life.bash
. ./life.bash

remove_plugin()
{
    libvirtd_restart LIBVIRT_DRIVER_DIR="$(echo /usr/lib/*/libvirt/connection-driver)"
}

install_plugin()
{
    libvirtd_restart
}

define guest dprc.2
define other dprc.3
virsh start guest
pid=$(pid_of guest)
shown=$(virsh dumpxml guest | hostdevs)
virsh nodedev-define /fslmc/top/examples/container.xml
virsh nodedev-start dprc_net-a
virsh nodedev-dumpxml dprc_net-a > "$FSLMC_RESULTS/net-a"

# the stock daemon has all guests. It knows of no device, neither of that which
# a guest has, nor of that which another one is to have
remove_plugin
wait_for is_running guest
holds_group "$pid" dprc.2
test -z "$(virsh -q nodedev-list --all | grep dprc_ || :)"
test -z "$(virsh dumpxml guest | hostdevs)"
virsh start other
test -z "$(vfio_of "$(pid_of other)")"

# the one still has it, the other one has to be started anew
install_plugin
wait_for is_running guest
wait_for is_running other
test "$(pid_of guest)" = "$pid"
test "$(virsh dumpxml guest | hostdevs)" = "$shown"
# and libvirt has the container that it made, under its name
virsh nodedev-dumpxml dprc_net-a | diff "$FSLMC_RESULTS/net-a" -
virsh nodedev-info dprc_net-a | grep -x 'Persistent: *yes'
virsh nodedev-destroy dprc_net-a
virsh -q nodedev-list --inactive | grep -x dprc_net-a
virsh nodedev-undefine dprc_net-a
expect_in_use dprc.2 guest
libvirtd_log | grep -F 'domain other runs without container dprc.3'
test -z "$(virsh dumpxml other | hostdevs)"
virsh dumpxml --inactive other | hostdevs | grep -F dprc.3

# nor does it when somebody else has detached the container, or has got it
virsh nodedev-detach dprc_3
guest third dprc.3 > "$FSLMC_RESULTS/third.xml"
virsh create "$FSLMC_RESULTS/third.xml"
install_plugin
wait_for is_running other
wait_for is_running third
expect_in_use dprc.3 third
virsh destroy other
has third dprc.3
virsh destroy third
virsh nodedev-reattach dprc_3
expect_back dprc.3
virsh start other
has other dprc.3
virsh destroy other
expect_back dprc.3

# what the stock daemon leaves detached when the guest ends, the host gets later
remove_plugin
wait_for is_running guest
virsh destroy guest
test "$(driver_of dprc.2)" = vfio-fsl-mc
install_plugin
wait_for is_back dprc.2
virsh start guest
has guest dprc.2

# or by hand, as the page says
remove_plugin
wait_for is_running guest
virsh destroy guest
test "$(driver_of dprc.2)" = vfio-fsl-mc
sed -n 's/^   # //p' /fslmc/top/docs/how-it-works.rst > "$FSLMC_RESULTS/commands"
bash -eux "$FSLMC_RESULTS/commands"
expect_back dprc.2

# as the next test wants it
install_plugin
test -n "$(virsh dumpxml --inactive guest | hostdevs)"
