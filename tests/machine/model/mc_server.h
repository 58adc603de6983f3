/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_server.h: the control socket, for any number of clients at a time
 */

#pragma once

#include <gio/gio.h>

typedef struct _McServer McServer;

/* Answers a line without its end; what it returns is freed. */
typedef char *(*McServerFunc)(const char *line,
                              void *data);

McServer *mcServerNew(const char *path,
                      McServerFunc answer,
                      void *data,
                      GError **error);
/* Takes the socket's name away, too. */
void mcServerFree(McServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McServer, mcServerFree)

/**
 * mcServerWait:
 * @nanoseconds: how long at most
 *
 * Sleeps until a client says something or the time is over, and answers what
 * is complete. Returns early when a signal comes.
 */
void mcServerWait(McServer *server,
                  long nanoseconds);
