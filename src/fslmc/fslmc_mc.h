/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc.h: asking the Management Complex
 */

#pragma once

#include "fslmc_bus.h"

/**
 * virFslMcMcGetVersion:
 * @root: kernel name of a root container, as "dprc.1"
 *
 * Asks the firmware of the Management Complex through the device node of its
 * root container, which root alone may open. A silent MC takes 15 s.
 *
 * Returns: (transfer full): its version, as "10.39.0"; NULL with
 *   VIR_FSLMC_ERROR_FAILED when the node cannot be opened, and else what
 *   virFslMcMcErrorFromErrno() makes of it
 * Since: 0.1.0
 */
char *virFslMcMcGetVersion(const virFslMcBus *bus,
                           const char *root,
                           GError **error);
