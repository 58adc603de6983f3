/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * vfio-hold.c: a process that holds a VFIO group, as an emulator does
 *
 *   vfio-hold GROUP [DEVICE]…
 *
 * Opens the IOMMU group and, when devices are named, attaches the group to a
 * container and opens them as well. Prints "held", and keeps all of it until
 * a signal ends it.
 */

#include <err.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <unistd.h>

static void
holdDevices(int group,
            char **devices)
{
    int container = open("/dev/vfio/vfio", O_RDWR);

    if (container < 0)
        err(1, "/dev/vfio/vfio");
    if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) < 0)
        err(1, "VFIO_GROUP_SET_CONTAINER");
    if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) < 0)
        err(1, "VFIO_SET_IOMMU");

    for (; *devices; devices++) {
        if (ioctl(group, VFIO_GROUP_GET_DEVICE_FD, *devices) < 0)
            err(1, "VFIO_GROUP_GET_DEVICE_FD %s", *devices);
    }
}

int
main(int argc,
     char **argv)
{
    char path[64];
    int group;

    if (argc < 2)
        errx(2, "usage: vfio-hold GROUP [DEVICE]…");

    snprintf(path, sizeof(path), "/dev/vfio/%s", argv[1]);
    if ((group = open(path, O_RDWR)) < 0)
        err(1, "%s", path);
    if (argv[2])
        holdDevices(group, argv + 2);

    puts("held");
    fflush(stdout);
    pause();
    return 0;
}
