/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_audit.h: audit records about fsl_mc hostdevs
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"

/**
 * virFslMcAuditHostdevs:
 * @def: the guest
 * @hostdevs: array of virFslMcHostdevDef
 * @reason: what was done with it, "start"
 * @success: whether it was done
 *
 * The record of virDomainAuditHostdev(), for each of @hostdevs.
 *
 * Since: 0.1.0
 */
void virFslMcAuditHostdevs(const virDomainDef *def,
                           GPtrArray *hostdevs,
                           const char *reason,
                           bool success);
