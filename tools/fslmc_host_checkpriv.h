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
 * virFslMcHostHasOnlyPlatform:
 *
 * Returns: whether the host has platform devices for guests, and no Management Complex
 *   that a kernel could know of
 * Since: 0.1.0
 */
bool virFslMcHostHasOnlyPlatform(virFslMcHost *host);

/**
 * virFslMcHostCheckPlatform:
 * @only: nothing else is there for guests: what is missing is a failure
 *
 * Platform devices for guests, on a host that has such devices.
 *
 * Since: 0.1.0
 */
void virFslMcHostCheckPlatform(virFslMcHost *host, bool only, GPtrArray *results);
