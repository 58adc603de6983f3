/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_session.h: which objects are open, through which portal
 *
 * An open object is known by its token, until it is closed or gone.
 */

#pragma once

#include "mc_topology.h"

typedef struct _McSessions McSessions;

McSessions *mcSessionsNew(void);
void mcSessionsFree(McSessions *sessions);

/* Returns: the token, 0 when there is none left. */
guint mcSessionsOpen(McSessions *sessions,
                     guint portal,
                     McObject *object);
void mcSessionsClose(McSessions *sessions,
                     guint token);
/* All that were opened through the container's own portals, but for one. */
void mcSessionsCloseOthers(McSessions *sessions,
                           const McTopology *topology,
                           const McObject *container,
                           guint token);
/* NULL when the token is not that of a session of this portal, or when the
 * object is gone. */
McObject *mcSessionsFind(const McSessions *sessions,
                         guint portal,
                         guint token);
