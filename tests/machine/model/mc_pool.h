/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_pool.h: how many objects of a type the MC can make
 *
 * Some of the pools are listed by the MC, as "bp" for dpbp; of others only the
 * refusal tells that they are empty.
 */

#pragma once

#include "mc_topology.h"

/* The name of the listed pool of that number, NULL when there is none. */
const char *mcPoolName(guint index);

/* How many are left in the pool of that name, in @left.
 * Returns: FALSE when there is no such pool. */
gboolean mcPoolLeft(const McTopology *topology,
                    const char *name,
                    guint *left);
gboolean mcPoolIsListed(const char *name);

/* Whether another object of that type can be made. */
gboolean mcPoolHas(const McTopology *topology,
                   const McType *type);

/* Makes the pool as large as it takes for so many to be left. */
gboolean mcPoolSetLeft(McTopology *topology,
                       const char *name,
                       guint left,
                       GError **error);
