/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_driver.h: calls of the QEMU driver that are about the fsl-mc bus
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"

#include "fslmc_hostdev.h"

/**
 * virFslMcQemuStart:
 * @bus: the bus
 * @hostdevs: who keeps its containers; stays the caller's
 * @conn: a connection to the stock driver
 *
 * From here on the stock driver's functions know node devices of the fsl-mc bus
 * and the hostdevs that guests have from there. A call about anything else is
 * answered by the stock function.
 *
 * Since: 0.1.0
 */
void virFslMcQemuStart(virFslMcBus *bus,
                       virFslMcHostdevManager *hostdevs,
                       virConnectPtr conn);

/**
 * virFslMcQemuStop:
 *
 * Puts the stock functions back. Not to be called while clients are served.
 *
 * Since: 0.1.0
 */
void virFslMcQemuStop(void);
