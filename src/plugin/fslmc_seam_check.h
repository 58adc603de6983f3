/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_seam_check.h: whether a module calls our functions in place of its own
 */

#pragma once

#include "fslmc_seams.h"

/**
 * virFslMcSeamCheck:
 * @module: dlopen() handle of a module that is loaded with all its symbols
 *   resolved (RTLD_NOW)
 * @seams: what is to take the place of functions of the module; the last one
 *   has no name
 *
 * Looks at what the dynamic linker has put where the module takes the addresses
 * of functions from, its procedure linkage table's and its own.
 *
 * Returns: (transfer full) (nullable): what is wrong with the first seam that
 *   does not hold; NULL when all do
 * Since: 0.1.0
 */
char *virFslMcSeamCheck(void *module, const virFslMcSeam *seams);
