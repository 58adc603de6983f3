/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_checkpriv.h: what fslmc_host_check.c puts together
 */

#pragma once

#include "fslmc_host_check.h"

/**
 * virFslMcHostAdd:
 * @results: array of virFslMcHostResult
 * @message: (transfer full): what is so
 * @advice: (nullable): what there is to do
 *
 * Since: 0.1.0
 */
void virFslMcHostAdd(GPtrArray *results,
                     virFslMcHostStatus status,
                     const char *check,
                     char *message,
                     const char *advice);

/**
 * virFslMcHostCheckPlatform:
 *
 * Platform devices for guests, on a host that has such devices.
 *
 * Since: 0.1.0
 */
void virFslMcHostCheckPlatform(virFslMcHost *host, GPtrArray *results);
