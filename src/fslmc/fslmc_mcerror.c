/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mcerror.c: the MC's errors, as they come through the kernel's errno
 *
 * The kernel turns the status of an MC command into an errno. What people know
 * from restool and the MC's manual is the status, so that is what they are told.
 */

#include "fslmc-config.h"

#include <errno.h>

#include <glib/gi18n-lib.h>

#include "fslmc_mcerror.h"

/* the kernel's own number, without a name for user space */
#define VIR_FSLMC_ENOTSUPP 524

static const struct {
    int number;
    unsigned int status;
    const char *text;
} virFslMcMcErrors[] = {
    { EACCES, 0x3, N_("authentication error") },
    { EPERM, 0x4, N_("no privilege") },
    { EIO, 0x5, N_("DMA error") },
    { ENXIO, 0x6, N_("configuration error") },
    { ENAVAIL, 0x8, N_("no resources") },
    { ENOMEM, 0x9, N_("no memory") },
    { EBUSY, 0xa, N_("busy") },
    { VIR_FSLMC_ENOTSUPP, 0xb, N_("unsupported operation") },
    { ENODEV, 0xc, N_("invalid state") },
};

virFslMcError
virFslMcMcErrorFromErrno(int number, char **text)
{
    size_t i;

    if (number == ETIMEDOUT) {
        *text = g_strdup(_("the MC firmware did not answer"));
        return VIR_FSLMC_ERROR_TIMEOUT;
    }

    if (number == ESTALE) {
        *text = g_strdup(_("the root container has lost its driver"));
        return VIR_FSLMC_ERROR_FAILED;
    }

    for (i = 0; i < G_N_ELEMENTS(virFslMcMcErrors); i++) {
        if (virFslMcMcErrors[i].number != number)
            continue;

        *text = g_strdup_printf(_("MC firmware error 0x%1$x (%2$s)"),
                                virFslMcMcErrors[i].status,
                                _(virFslMcMcErrors[i].text));
        return VIR_FSLMC_ERROR_FIRMWARE;
    }

    *text = g_strdup(g_strerror(number));
    return VIR_FSLMC_ERROR_REFUSED;
}
