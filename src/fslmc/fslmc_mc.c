/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc.c: asking the Management Complex
 *
 * Source: <linux/fsl_mc.h>, and the commands that the kernel lets through
 * (drivers/bus/fsl-mc/fsl-mc-uapi.c).
 */

#include "fslmc-config.h"

#include <fcntl.h>
#include <linux/fsl_mc.h>
#include <sys/ioctl.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_mc.h"
#include "fslmc_mcerror.h"

/* The header of a command: which one, and that it is the MC's turn. */
#define VIR_FSLMC_MC_COMMAND(id, version) \
    ((guint64) (id) << 52 | (guint64) (version) << 48 | (guint64) 1 << 16)

#define VIR_FSLMC_MC_GET_VERSION VIR_FSLMC_MC_COMMAND(0x831, 1)

char *
virFslMcMcGetVersion(const virFslMcBus *bus, const char *root, GError **error)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetDevRoot(bus), root, NULL);
    VIR_FSLMC_AUTOCLOSE fd = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
    struct fsl_mc_command command = {
        .header = GUINT64_TO_LE(VIR_FSLMC_MC_GET_VERSION),
    };
    g_autofree char *text = NULL;
    guint64 revision, version;

    if (fd < 0) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot open '%1$s': %2$s"), path, g_strerror(errno));
        return NULL;
    }

    if (ioctl(fd, FSL_MC_SEND_MC_COMMAND, &command) < 0) {
        virFslMcError code = virFslMcMcErrorFromErrno(errno, &text);

        g_set_error(error, VIR_FSLMC_ERROR, code,
                    _("cannot ask the Management Complex of '%1$s' for its version: %2$s"),
                    root, text);
        return NULL;
    }

    revision = GUINT64_FROM_LE(command.params[0]);
    version = GUINT64_FROM_LE(command.params[1]);
    return g_strdup_printf("%u.%u.%u", (unsigned int) (revision >> 32),
                           (unsigned int) version, (unsigned int) revision);
}
