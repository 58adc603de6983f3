# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# A guest of Nova's whose flavor asks for a container has one whenever it runs: at spawn,
# after a hard reboot, a stop and a start, a boot of the host; it is given back when the
# guest is destroyed. What Nova says to libvirt is what Nova's own code, of this release of
# Debian, has said in tests/native/clients/nova.sh.

# shellcheck source=life.bash
. ./life.bash

calls=/fslmc/top/tests/native/clients/nova-calls.expected
[ ! -e "$calls.$FSLMC_RELEASE" ] || calls=$calls.$FSLMC_RELEASE
config=/etc/libvirt/fslmc-nova.conf

at_exit rm -f $config
printf '%s\n' 'labels = [ "net" ]' 'flavors = [ "m1.dpaa2=net" ]' > $config
mc label dprc.2 net
# what Nova makes of an image, and a file for what the guest prints
disk=$(sed -n 's,.*source file=\\"\([^\\]*\)\\".*,\1,p' "$calls" | sort -u | head -n 1)
mkdir -p "${disk%/*}"
truncate -s 1M "$disk"

python3 nova_flavor.py "$calls" | expect_output nova-flavor.expected
expect_back dprc.2
test -z "$(virsh list --all --name | grep instance- || :)"

# a flavor of another name gets none, whatever the rest of the metadata says
sed 's,flavor name=\\"m1.dpaa2\\",flavor name=\\"m1.small\\",; s,<nova:name>guest<,<nova:name>m1.dpaa2<,' \
    "$calls" > "$FSLMC_RESULTS/calls.json"
python3 nova_flavor.py "$FSLMC_RESULTS/calls.json" | grep runs > "$FSLMC_RESULTS/small"
cat "$FSLMC_RESULTS/small"
! grep dprc "$FSLMC_RESULTS/small"
expect_back dprc.2
