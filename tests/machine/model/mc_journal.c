/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_journal.c: which commands came
 */

#include "mc_journal.h"

#define MC_JOURNAL_LINES 1000

struct _McJournal {
    FILE *log;
    gint64 start;
    GQueue lines;
    guint64 counts[1 << 12];    /* by command id */
};

McJournal *
mcJournalNew(FILE *log)
{
    McJournal *journal = g_new0(McJournal, 1);

    journal->log = log;
    journal->start = g_get_monotonic_time();
    g_queue_init(&journal->lines);

    return journal;
}

void
mcJournalFree(McJournal *journal)
{
    while (journal->lines.length > 0)
        g_free(g_queue_pop_head(&journal->lines));
    g_free(journal);
}

void
mcJournalNote(McJournal *journal,
              const McCommandInfo *info,
              const McCall *call,
              int status)
{
    gint64 now = (g_get_monotonic_time() - journal->start) / 1000;
    guint16 id = MC_HEADER_ID(call->request->header);
    GString *line = g_string_new(NULL);

    g_string_printf(line, "portal %u (%s): %s 0x%03x", call->portal,
                    call->container ? call->container->name : "nobody's",
                    info->answer ? info->name : "unknown", id);
    if (call->opened)
        g_string_append_printf(line, " on %s", call->opened->name);
    if (call->asked)
        g_string_append_printf(line, " for %s", call->asked->name);
    if (status == MC_FAULT_SILENT)
        g_string_append(line, ": not answered");
    else
        g_string_append_printf(line, ": status %d", status);

    if (journal->log)
        fprintf(journal->log, "%5" G_GINT64_FORMAT ".%03u %s\n",
                now / 1000, (guint) (now % 1000), line->str);
    g_queue_push_tail(&journal->lines, g_string_free(line, FALSE));
    if (journal->lines.length > MC_JOURNAL_LINES)
        g_free(g_queue_pop_head(&journal->lines));
    journal->counts[id]++;
}

guint64
mcJournalCount(const McJournal *journal,
               McPattern pattern)
{
    guint64 count = 0;
    guint id;

    for (id = pattern.first; id <= pattern.last; id++)
        count += journal->counts[id];

    return count;
}

char *
mcJournalFormat(const McJournal *journal,
                guint lines)
{
    GString *text = g_string_new(NULL);
    GList *item = journal->lines.tail;

    while (item && item->prev && --lines > 0)
        item = item->prev;
    for (; item; item = item->next) {
        g_string_append(text, item->data);
        g_string_append_c(text, '\n');
    }

    return g_string_free(text, FALSE);
}
