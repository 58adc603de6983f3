/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_layout.h: whether libvirt's structures are those that we were compiled with
 *
 * A version number does not tell: distributions patch libvirt within a version.
 */

#pragma once

#include "fslmc_internal.h"

/**
 * virFslMcLayoutCheck:
 *
 * Compares structures that libvirt.so makes with their declarations that this
 * module was compiled with: the sizes of its object types, and what a domain has
 * in its fields that libvirt's own parser has read. Never follows a pointer from a
 * structure that has not been found to fit. Needs nothing of the stock driver
 * modules, and nothing in the daemon to be initialized.
 *
 * Returns: (transfer full) (nullable): what does not fit; NULL when all does
 * Since: 0.1.0
 */
char *virFslMcLayoutCheck(void);

/**
 * virFslMcLayoutCheckBlock:
 * @block: what libvirt has allocated
 * @size: size of the structure that we take it for
 *
 * Returns: whether @block was allocated for a structure of that size, to within
 *   what an allocator rounds up
 * Since: 0.1.0
 */
bool virFslMcLayoutCheckBlock(const void *block, size_t size);
