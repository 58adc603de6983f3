/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_validate.h: which domains can have hostdevs of ours
 *
 * A domain that libvirt has parsed keeps them in the carriage in its metadata
 * (fslmc_carriage.h).
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"

/**
 * virFslMcDomainHasHostdevs:
 *
 * Returns: whether @def has hostdevs of ours, right or wrong
 * Since: 0.1.0
 */
bool virFslMcDomainHasHostdevs(const virDomainDef *def);

/**
 * virFslMcDomainGetHostdevs:
 *
 * Returns: (transfer full): array of virFslMcHostdevDef that owns them, in the
 *   order that they have in the domain, empty when it has none; NULL with
 *   libvirt's error set when the carriage is invalid, or a newer version's
 * Since: 0.1.0
 */
GPtrArray *virFslMcDomainGetHostdevs(const virDomainDef *def);

/**
 * virFslMcDomainValidate:
 * @def: a domain, after libvirt filled in its defaults
 *
 * Whether the device can work in a guest like this one. What depends on the
 * host's emulator and containers is not asked here.
 *
 * Returns: 0, also for a domain without hostdevs of ours; -1 with libvirt's
 *   error set, VIR_ERR_CONFIG_UNSUPPORTED when it says what the guest lacks
 * Since: 0.1.0
 */
int virFslMcDomainValidate(const virDomainDef *def);
