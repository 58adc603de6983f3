/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * vfio-trigger PID DEVICE INDEX: signals interrupt INDEX of a VFIO device that a process
 * has open, as the kernel would when the device interrupts. DEVICE counts the VFIO
 * devices of that process from 0, in the order in which they were opened.
 */

#include <dirent.h>
#include <err.h>
#include <limits.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#define DEVICE_FILE "anon_inode:[vfio-device]"


static int
find_device(const char *pid, int number)
{
    int fd;

    for (fd = 0; fd < 1024; fd++) {
        char link[PATH_MAX];
        char target[sizeof(DEVICE_FILE)] = "";

        snprintf(link, sizeof(link), "/proc/%s/fd/%d", pid, fd);
        if (readlink(link, target, sizeof(target) - 1) < 0 || strcmp(target, DEVICE_FILE) != 0)
            continue;
        if (number-- == 0)
            return fd;
    }

    errx(1, "process %s has no such device", pid);
}


int
main(int argc, char **argv)
{
    struct vfio_irq_set set = {
        .argsz = sizeof(set),
        .flags = VFIO_IRQ_SET_DATA_NONE | VFIO_IRQ_SET_ACTION_TRIGGER,
        .count = 1,
    };
    int process;
    int device;

    if (argc != 4)
        errx(2, "usage: vfio-trigger PID DEVICE INDEX");

    set.index = atoi(argv[3]);
    if ((process = syscall(SYS_pidfd_open, atoi(argv[1]), 0)) < 0)
        err(1, "pidfd_open");
    if ((device = syscall(SYS_pidfd_getfd, process, find_device(argv[1], atoi(argv[2])), 0)) < 0)
        err(1, "pidfd_getfd");
    if (ioctl(device, VFIO_DEVICE_SET_IRQS, &set) < 0)
        err(1, "VFIO_DEVICE_SET_IRQS");

    return 0;
}
