/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_conf_error.h: the error domain of XML
 *
 * A message names the line, element and attribute that it is about; it is
 * translated and ready for a person to read.
 */

#pragma once

#include <glib.h>

#define VIR_FSLMC_CONF_ERROR (virFslMcConfErrorQuark())

/* Beside each the code of libvirt's that says the same to its callers. */
typedef enum {
    VIR_FSLMC_CONF_ERROR_SYNTAX,      /* not well-formed: VIR_ERR_XML_DETAIL */
    VIR_FSLMC_CONF_ERROR_XML,         /* well-formed, but wrong:
                                       * VIR_ERR_XML_ERROR */
    VIR_FSLMC_CONF_ERROR_UNSUPPORTED, /* right, but not for us:
                                       * VIR_ERR_CONFIG_UNSUPPORTED */
    VIR_FSLMC_CONF_ERROR_EXISTS,      /* the guest has that hostdev:
                                       * VIR_ERR_OPERATION_INVALID */
    VIR_FSLMC_CONF_ERROR_MISSING,     /* the guest has no such hostdev:
                                       * VIR_ERR_DEVICE_MISSING */
} virFslMcConfError;

GQuark virFslMcConfErrorQuark(void);
