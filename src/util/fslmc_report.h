/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_report.h: errors of the rooms below libvirt as libvirt's errors
 */

#pragma once

#include <glib.h>

#include "virerror.h"

void virFslMcReportErrorFull(int domain,
                             const char *file,
                             const char *func,
                             size_t line,
                             const GError *error);

/**
 * virFslMcReportError:
 * @error: what src/fslmc or src/conf reported
 *
 * Makes @error libvirt's last error in this thread, with the VIR_ERR_ code
 * that libvirt uses in the same case of a PCI device; where that is "internal
 * error", as for a driver that cannot be loaded, with one that says more.
 *
 * Since: 0.1.0
 */
#define virFslMcReportError(error) \
    virFslMcReportErrorFull(VIR_FROM_THIS, __FILE__, __FUNCTION__, __LINE__, \
                            error)
