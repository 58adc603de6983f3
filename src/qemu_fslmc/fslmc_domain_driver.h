/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_driver.h: calls of the QEMU driver that take or give domain XML
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"
#include "qemu_conf.h"

/**
 * virFslMcQemuDomainStart:
 * @table: the stock driver's functions
 * @driver: its state
 *
 * From here on who calls a function in @table sees a <hostdev> of ours
 * wherever domain XML goes in or comes out, while the stock function of that
 * name sees a carriage (fslmc_carriage.h). A call about anything else gets to
 * the stock function as it is.
 *
 * Since: 0.1.0
 */
void virFslMcQemuDomainStart(virHypervisorDriver *table,
                             virQEMUDriver *driver);

/**
 * virFslMcQemuDomainStop:
 *
 * Forgets the driver. The table is who started this to put back.
 *
 * Since: 0.1.0
 */
void virFslMcQemuDomainStop(void);
