# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: both
#
# What cannot be detached, reattached or reset.

. ./lib

# with the host, what is in a container that is not plugged is not in sysfs
inside="NOT_CONTAINER: 'dpni.1' is not a container; it belongs to container 'dprc.2'"
[ -n "$HOST_DRIVER" ] || inside="NOT_FOUND: no object 'dpni.1'"

for verb in detach reattach reset; do
    refused "ROOT: 'dprc.1' is the root container" $verb dprc.1
    refused "$inside" $verb dpni.1
    refused "NOT_CONTAINER: 'dpio.1' is not a container; it belongs to container 'dprc.1'" \
        $verb dpio.1
    refused "NOT_FOUND: no object 'dprc.99'" $verb dprc.99
    before=$(bus)
    for name in dprc.02 dprc.99999999999 dprc.-1 dpni.1.2 '' . .. / ../devices/dprc.2 \
                dprc.2/ ' dprc.2' 'dprc.2 ' $'dprc.2\n' $'dprc.2\nbind' vfio-fsl-mc \
                "dprc.$(printf '1%.0s' {1..300})" "dp$(printf 'a%.0s' {1..300}).1"; do
        expect_error "INVALID_NAME: '" tool $verb "$name"
    done
    same "$before"
done

refused "NOT_VFIO: cannot reset container 'dprc.2': it is not bound to 'vfio-fsl-mc'" \
    reset dprc.2
