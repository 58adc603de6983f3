/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_journal.h: which commands came
 */

#pragma once

#include <stdio.h>

#include "mc_answer.h"

typedef struct _McJournal McJournal;

/* @log: where each command is written with the time, or NULL */
McJournal *mcJournalNew(FILE *log);
void mcJournalFree(McJournal *journal);

/* @status: what was answered, or MC_FAULT_SILENT */
void mcJournalNote(McJournal *journal,
                   const McCommandInfo *info,
                   const McCall *call,
                   int status);

guint64 mcJournalCount(const McJournal *journal,
                       McPattern pattern);
/* The last ones, the oldest first, a line each; to be freed. */
char *mcJournalFormat(const McJournal *journal,
                      guint lines);
