/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_guest.c: a container of the fsl-mc bus as a guest sees it
 */

#include "fslmc_guest.h"

#include <string.h>


int
fslmc_guest_find(const FslMcGuest *guest, const char *type, uint32_t id)
{
    unsigned int i;

    for (i = 0; i < guest->nobjects; i++) {
        const FslMcObject *object = &guest->objects[i];

        if (object->id == id && g_str_equal(object->type, type))
            return i;
    }

    return -1;
}


gboolean
fslmc_guest_parse_name(const char *name, char type[FSLMC_TYPE_LENGTH], uint32_t *id)
{
    const char *dot = strchr(name, '.');
    const char *c;
    guint64 value;

    if (!dot || !g_str_has_prefix(name, "dp") || dot - name < 3 ||
        dot - name >= FSLMC_TYPE_LENGTH)
        return FALSE;

    for (c = name; c < dot; c++) {
        if (!g_ascii_islower(*c))
            return FALSE;
    }

    if (!g_ascii_string_to_unsigned(dot + 1, 10, 0, INT32_MAX, &value, NULL) ||
        (dot[1] == '0' && dot[2]))
        return FALSE;

    memset(type, 0, FSLMC_TYPE_LENGTH);
    memcpy(type, name, dot - name);
    *id = value;
    return TRUE;
}


static uint64_t
fslmc_guest_round_up(uint64_t size)
{
    return (size + FSLMC_REGION_ALIGNMENT - 1) & ~(uint64_t) (FSLMC_REGION_ALIGNMENT - 1);
}


void
fslmc_guest_layout(FslMcGuest *guest)
{
    uint64_t end[FSLMC_WINDOW_LAST] = { 0 };
    unsigned int i;
    unsigned int j;

    for (i = 0; i < guest->nobjects; i++) {
        for (j = 0; j < guest->objects[i].nregions; j++) {
            FslMcRegion *region = &guest->objects[i].regions[j];

            region->offset = end[region->window];
            end[region->window] += fslmc_guest_round_up(region->size);
        }
    }
}


uint64_t
fslmc_guest_window_size(const FslMcGuest *guest, FslMcWindow window)
{
    uint64_t size = FSLMC_REGION_ALIGNMENT;
    unsigned int i;
    unsigned int j;

    for (i = 0; i < guest->nobjects; i++) {
        for (j = 0; j < guest->objects[i].nregions; j++) {
            const FslMcRegion *region = &guest->objects[i].regions[j];

            if (region->window == window)
                size = MAX(size, region->offset + fslmc_guest_round_up(region->size));
        }
    }

    return size;
}
