/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_place.c: where there is room in a guest's address map
 */

#include "fslmc_place.h"


/* Returns: the end of a range that overlaps, the highest of them; 0 if there is none. */
static uint64_t
fslmc_place_overlap(const FslMcRange *used, unsigned int nused,
                    uint64_t base, uint64_t size)
{
    uint64_t last = base + size - 1;
    uint64_t end = 0;
    unsigned int i;

    for (i = 0; i < nused; i++) {
        uint64_t used_last;

        if (!used[i].size)
            continue;
        used_last = used[i].base + used[i].size - 1;
        /* a range that would wrap reaches to the end of all addresses */
        if (used_last < used[i].base)
            used_last = UINT64_MAX - 1;
        if (used[i].base <= last && used_last >= base)
            end = MAX(end, used_last + 1);
    }

    return end;
}


gboolean
fslmc_place_find(const FslMcRange *used, unsigned int nused,
                 uint64_t from, uint64_t end,
                 uint64_t size, uint64_t alignment,
                 uint64_t *place)
{
    uint64_t base = from;

    for (;;) {
        if (base > UINT64_MAX - alignment)
            return FALSE;
        base = (base + alignment - 1) & ~(alignment - 1);
        if (!size || size > end || base > end - size)
            return FALSE;

        *place = base;
        if (!(base = fslmc_place_overlap(used, nused, base, size)))
            return TRUE;
    }
}
