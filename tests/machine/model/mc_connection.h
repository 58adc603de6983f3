/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_connection.h: which network interfaces are connected with each other
 */

#pragma once

#include "mc_topology.h"

/* One end: an object, and the number of its interface, 0 but for switches. */
typedef struct {
    McObject *object;
    guint16 interface;
} McEnd;

/* Whether the MC connects objects of these types. */
gboolean mcConnectionIsPossible(McEnd one,
                                McEnd other);
void mcConnectionAdd(McTopology *topology,
                     McEnd one,
                     McEnd other);
/* FALSE when it is not connected. @other may be NULL. */
gboolean mcConnectionFind(const McTopology *topology,
                          McEnd one,
                          McEnd *other);
gboolean mcConnectionRemove(McTopology *topology,
                            McEnd one);
/* Those of the other topology, of objects of the same names. */
gboolean mcConnectionsBecome(McTopology *topology,
                             const McTopology *wanted,
                             GError **error);
/* All that the object has. */
void mcConnectionRemoveAll(McTopology *topology,
                           const McObject *object);
