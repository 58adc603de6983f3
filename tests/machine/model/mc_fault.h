/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_fault.h: answers that the MC is told to give instead of its own
 */

#pragma once

#include <gio/gio.h>

/* Instead of a status: the command is never answered. */
#define MC_FAULT_SILENT (-1)
/* Instead of a count: until cleared. */
#define MC_FAULT_FOREVER G_MAXUINT

/* Which commands: those with such an id. */
typedef struct {
    guint16 first;
    guint16 last;
} McPattern;

gboolean mcPatternMatches(McPattern pattern,
                          guint16 command);

typedef struct {
    McPattern pattern;
    char *object;       /* only commands about this one; NULL for any */
    int status;         /* MC status, or MC_FAULT_SILENT */
    guint skip;         /* so many commands pass before the first fault */
    guint count;        /* so many more faults, or MC_FAULT_FOREVER */
} McFault;

McFault *mcFaultNew(McPattern pattern,
                    const char *object,
                    int status,
                    guint skip,
                    guint count);
void mcFaultFree(McFault *fault);

/**
 * mcFaultsTake:
 * @faults: McFault, the oldest first
 * @command: id of a command
 * @objects: names of the objects that it is about, NULL-terminated
 * @status: (out): what to do instead of answering
 *
 * Uses up one fault of the oldest that matches.
 *
 * Returns: whether there was one
 */
gboolean mcFaultsTake(GPtrArray *faults,
                      guint16 command,
                      const char *const *objects,
                      int *status);
