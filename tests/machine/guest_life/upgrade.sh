# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# plugin: package
# next: trixie
# releases: bookworm
# containers: both
# boot: own
#
# The package's whole life while guests run: it is installed, used, stays when
# libvirt becomes the next release's, is used there, removed and purged. A guest that
# has a container then leaves it detached.

# shellcheck source=life.bash
. ./life.bash
# shellcheck source=package.bash
. ./package.bash

PACKAGE=(/fslmc/top/build/deb/arm64/libvirt-fslmc_*_arm64.deb)
ABSTRACTIONS=/etc/apparmor.d/abstractions
LOCAL=/etc/apparmor.d/local/abstractions/libvirt-qemu
RULES='include if exists <abstractions/libvirt-qemu.d/libvirt-fslmc>'

# files DIRECTORY: what is there, but for what libvirt and dpkg themselves write.
files()
{
    (
        cd "$1"
        find etc usr var \( -path etc/libvirt/qemu -o -path var/lib/dpkg \
            -o -path var/lib/libvirt -o -path var/log -o -path var/cache \) -prune \
            -o -print | LC_ALL=C sort
    )
}

# modules: prints those of ours that the daemon has loaded.
modules()
{
    sed -n 's,.*/\(libvirt_fslmc_.*\)\.so$,\1,p' "/proc/$(libvirtd_pid)/maps" | sort -u
}

# all_run NAME…: they do, in the processes that they were in.
all_run()
{
    local name

    for name; do
        wait_for is_running "$name"
        [ "$(pid_of "$name")" = "${pids[$name]}" ] || fail "$name is another one"
    done
}

init_system
dpkg_database "${PACKAGE[@]}"
# what libvirt's own packages make when they are configured
mkdir -p "${LOCAL%/*}"
: > "$LOCAL"
files / > "$FSLMC_RESULTS/before"

declare -A pids
guest plain dprc.3 | sed '/<hostdev/,/<\/hostdev>/d' > "$FSLMC_RESULTS/plain.xml"
virsh -q create "$FSLMC_RESULTS/plain.xml"
pids[plain]=$(pid_of plain)
test -z "$(modules)"

# install, use
started_again dpkg --install "${PACKAGE[@]}"
all_run plain
modules | expect_output modules.expected
grep -qxF "$RULES" "$LOCAL"
define guest dprc.2
virsh -q start guest
has guest dprc.2
pids[guest]=$(pid_of guest)
virsh nodedev-define /fslmc/top/examples/container.xml
virsh nodedev-autostart dprc_net-a
virsh nodedev-start dprc_net-a

next_release > "$FSLMC_RESULTS/gone"
cp "/next$ABSTRACTIONS/libvirt-qemu" "$ABSTRACTIONS/"
dpkg-trigger --no-await --by-package=libvirt-fslmc "$ABSTRACTIONS/libvirt-qemu"
dpkg --triggers-only --pending
refused grep libvirt-fslmc "$LOCAL"
libvirtd_restart
libvirtd --version | grep -F 11.3.0
modules | expect_output modules-next.expected

# use
all_run plain guest
virsh nodedev-info dprc_net-a > "$FSLMC_RESULTS/net-a"
for fact in Active Persistent Autostart; do
    grep -x "$fact: *yes" "$FSLMC_RESULTS/net-a"
done
virsh nodedev-destroy dprc_net-a
virsh nodedev-start dprc_net-a
virsh nodedev-destroy dprc_net-a
virsh nodedev-undefine dprc_net-a
has guest dprc.2
expect_in_use dprc.2 guest
virsh -q destroy guest
expect_back dprc.2
virsh -q start guest
has guest dprc.2
pids[guest]=$(pid_of guest)

# remove: stock
started_again dpkg --remove libvirt-fslmc
all_run plain guest
test -z "$(modules)"
has guest dprc.2
test -z "$(virsh dumpxml guest | hostdevs)"
dpkg --purge libvirt-fslmc
all_run plain guest

# what the stock daemon leaves detached comes back as the page says
virsh -q destroy guest
test "$(driver_of dprc.2)" = vfio-fsl-mc
sed -n 's/^   # //p' /fslmc/top/docs/how-it-works.rst > "$FSLMC_RESULTS/commands"
bash -eux "$FSLMC_RESULTS/commands"
expect_back dprc.2

# nothing is there that neither was before nor is the next release's, and nothing
# is missing but what that no longer has
files / > "$FSLMC_RESULTS/after"
files /next | LC_ALL=C sort -u - "$FSLMC_RESULTS/before" > "$FSLMC_RESULTS/known"
LC_ALL=C comm -13 "$FSLMC_RESULTS/known" "$FSLMC_RESULTS/after" | diff /dev/null -
LC_ALL=C comm -23 "$FSLMC_RESULTS/before" "$FSLMC_RESULTS/after" |
    sed 's,^,/,' | diff "$FSLMC_RESULTS/gone" -
test ! -s "$LOCAL"
