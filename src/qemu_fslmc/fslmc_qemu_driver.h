/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_driver.h: calls of the QEMU driver that are about node devices of ours
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"

#include "fslmc_guest.h"

/**
 * virFslMcQemuStart:
 * @buses: the fsl-mc bus, then the other ones, ended by one that is NULL; stay the
 *   caller's
 * @conn: a connection to the stock driver
 *
 * From here on the stock driver's functions know node devices of all these buses,
 * and the hostdevs that guests have from them. A call about anything else
 * is answered by the stock function.
 *
 * Since: 0.1.0
 */
void virFslMcQemuStart(const virFslMcQemuBus *buses,
                       virConnectPtr conn);

/**
 * virFslMcQemuStop:
 *
 * Puts the stock functions back. Not to be called while clients are served.
 *
 * Since: 0.1.0
 */
void virFslMcQemuStop(void);
