/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_device.c: the device node that takes commands to the MC
 *
 * Source: drivers/bus/fsl-mc/fsl-mc-uapi.c
 */

#include "fslmc-config.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_mc_device.h"

/* The kernel tells of a close before the portal is free again, and nothing
 * tells that a free dpmcp came: so it is tried this often, too. */
#define RETRY_MS 50

static int
virFslMcMcDeviceTry(const char *path)
{
    return open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
}

/* Whether an open failed because the kernel had no portal for us. */
static gboolean
virFslMcMcDeviceIsTaken(int number)
{
    return number == EINVAL || number == ENXIO;
}

/* Waits until somebody closes the node that @watch is about, or a while. */
static void
virFslMcMcDeviceWait(int watch)
{
    struct pollfd poller = { .fd = watch, .events = POLLIN };
    char events[sizeof(struct inotify_event) * 16];

    if (poll(&poller, 1, RETRY_MS) > 0) {
        /* what they say does not matter */
        G_GNUC_UNUSED ssize_t got = read(watch, events, sizeof(events));
    }
}

int
virFslMcMcDeviceOpen(const char *path, GError **error)
{
    gint64 end = g_get_monotonic_time() + VIR_FSLMC_MC_OPEN_TIMEOUT_MS * 1000;
    VIR_FSLMC_AUTOCLOSE watch = -1;
    int fd;

    while ((fd = virFslMcMcDeviceTry(path)) < 0 &&
           virFslMcMcDeviceIsTaken(errno) && g_get_monotonic_time() < end) {
        if (watch < 0) {
            watch = inotify_init1(IN_CLOEXEC | IN_NONBLOCK);
            inotify_add_watch(watch, path, IN_CLOSE);
        }
        virFslMcMcDeviceWait(watch);
    }

    if (fd < 0 && virFslMcMcDeviceIsTaken(errno)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("cannot open '%1$s': %2$s; another process (restool or a libvirt "
                      "daemon) has it open, or no dpmcp of the root container is free"),
                    path, g_strerror(errno));
    } else if (fd < 0) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot open '%1$s': %2$s"), path, g_strerror(errno));
    }

    return fd;
}

/* The node is removed when the root container loses its driver. Whoever has it open can
 * send commands afterwards, and the kernel crashes then (drivers/bus/fsl-mc of Linux 6.1
 * and 6.12: the portal is gone by that time, and fsl_mc_uapi_dev_ioctl() uses it). */
static gboolean
virFslMcMcDeviceIsGone(int fd)
{
    struct stat now;

    return fstat(fd, &now) == 0 && now.st_nlink == 0;
}

int
virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command)
{
    if (virFslMcMcDeviceIsGone(fd)) {
        errno = ESTALE;
        return -1;
    }

    return ioctl(fd, FSL_MC_SEND_MC_COMMAND, command) < 0 ? -1 : 0;
}
