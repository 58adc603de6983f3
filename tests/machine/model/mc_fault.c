/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_fault.c: answers that the MC is told to give instead of its own
 */

#include "mc_fault.h"

gboolean
mcPatternMatches(McPattern pattern,
                 guint16 command)
{
    return command >= pattern.first && command <= pattern.last;
}

McFault *
mcFaultNew(McPattern pattern,
           const char *object,
           int status,
           guint skip,
           guint count)
{
    McFault *fault = g_new0(McFault, 1);

    fault->pattern = pattern;
    fault->object = g_strdup(object);
    fault->status = status;
    fault->skip = skip;
    fault->count = count;

    return fault;
}

void
mcFaultFree(McFault *fault)
{
    g_free(fault->object);
    g_free(fault);
}

gboolean
mcFaultsTake(GPtrArray *faults,
             guint16 command,
             const char *const *objects,
             int *status)
{
    guint i;

    for (i = 0; i < faults->len; i++) {
        McFault *fault = g_ptr_array_index(faults, i);

        if (!mcPatternMatches(fault->pattern, command))
            continue;
        if (fault->object && !g_strv_contains(objects, fault->object))
            continue;
        if (fault->skip > 0) {
            fault->skip--;
            continue;
        }

        *status = fault->status;
        if (fault->count != MC_FAULT_FOREVER && --fault->count == 0)
            g_ptr_array_remove_index(faults, i);
        return TRUE;
    }

    return FALSE;
}
