/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_error.h: the error domain of everything below libvirt
 *
 * A message names the object and says what was attempted on which path; it is
 * translated and ready for a person to read.
 */

#pragma once

#include <glib.h>

#define VIR_FSLMC_ERROR (virFslMcErrorQuark())

typedef enum {
    VIR_FSLMC_ERROR_INVALID_NAME,   /* no name that the kernel could give */
    VIR_FSLMC_ERROR_NOT_FOUND,      /* no such object on the bus */
    VIR_FSLMC_ERROR_NOT_CONTAINER,  /* an object, but not a DPRC */
    VIR_FSLMC_ERROR_ROOT,           /* the root container is the host's */
    VIR_FSLMC_ERROR_NO_IOMMU_GROUP, /* never probed, or no IOMMU before it */
    VIR_FSLMC_ERROR_NO_DRIVER,      /* the driver to bind to is not loaded */
    VIR_FSLMC_ERROR_BUSY,           /* a process holds an IOMMU group */
    VIR_FSLMC_ERROR_REFUSED,        /* the driver does not take it */
    VIR_FSLMC_ERROR_FIRMWARE,       /* the MC answered with an error */
    VIR_FSLMC_ERROR_TIMEOUT,        /* the MC did not answer */
    VIR_FSLMC_ERROR_NOT_VFIO,       /* has to be on vfio-fsl-mc for this */
    VIR_FSLMC_ERROR_HOST_DRIVER,    /* what is in it is on a driver of the host */
    VIR_FSLMC_ERROR_UNBOUND,        /* what is in it has no driver */
    VIR_FSLMC_ERROR_NOT_RESTORED,   /* failed, and so did the way back */
    VIR_FSLMC_ERROR_FAILED,         /* a system call failed */
} virFslMcError;

GQuark virFslMcErrorQuark(void);
