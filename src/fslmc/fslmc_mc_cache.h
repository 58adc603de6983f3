/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_cache.h: what the MC said last, and asking it again when needed
 *
 * The MC may be silent for 15 s, and the node through which it is asked is kept
 * from restool meanwhile. So it is asked by a thread, when somebody wants to know
 * and what is known may be out of date: after an event, or after a second,
 * because labels change without one.
 */

#pragma once

#include "fslmc_mc_tree.h"

typedef struct _virFslMcMcCache virFslMcMcCache;

/**
 * virFslMcMcCacheFunc:
 * @error: why the MC's objects could not be read
 *
 * Called in the cache's thread, once until they can be read again.
 */
typedef void (*virFslMcMcCacheFunc)(const GError *error);

/**
 * virFslMcMcCacheNew:
 * @failed: (nullable): called when the MC cannot be asked
 *
 * Asks nothing yet. Calls to the cache may come from any thread.
 *
 * Returns: (transfer full): the cache
 * Since: 0.1.0
 */
virFslMcMcCache *virFslMcMcCacheNew(virFslMcBus *bus, virFslMcMcCacheFunc failed);

/**
 * virFslMcMcCacheFree:
 *
 * Waits for the thread, which takes as long as the MC does. NULL is accepted.
 *
 * Since: 0.1.0
 */
void virFslMcMcCacheFree(virFslMcMcCache *cache);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMcCache, virFslMcMcCacheFree)

/**
 * virFslMcMcCacheInvalidate:
 *
 * To be called for each event that says that objects came or went. Never blocks.
 *
 * Since: 0.1.0
 */
void virFslMcMcCacheInvalidate(virFslMcMcCache *cache);

/**
 * virFslMcMcCacheGet:
 * @timeout: how long the MC may take to answer, in milliseconds
 *
 * While the MC takes longer than that nobody else waits for it. When it could
 * not be read, it is tried again after an event or half a minute.
 *
 * Returns: (transfer full) (nullable): all objects as they were after the last
 *   event; NULL when the MC does not tell
 * Since: 0.1.0
 */
virFslMcMcTree *virFslMcMcCacheGet(virFslMcMcCache *cache, guint timeout);
