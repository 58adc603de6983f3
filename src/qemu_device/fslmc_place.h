/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_place.h: where there is room in a guest's address map
 */

#pragma once

#include <glib.h>
#include <stdint.h>

typedef struct {
    uint64_t base;
    uint64_t size;
} FslMcRange;

/**
 * fslmc_place_find:
 * @used: what is in the address map, in any order; ranges may overlap
 * @nused: how many
 * @from: the lowest address wanted
 * @end: the address behind the last one that the guest can have
 * @size: bytes wanted
 * @alignment: a power of two
 * @place: where to put the address
 *
 * Returns: whether there is room
 */
gboolean fslmc_place_find(const FslMcRange *used, unsigned int nused,
                          uint64_t from, uint64_t end,
                          uint64_t size, uint64_t alignment,
                          uint64_t *place);
