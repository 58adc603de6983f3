/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_pool.c: how many objects of a type the MC can make
 */

#include "mc_pool.h"

#include <string.h>

/* An LX2160A with firmware 10.39 and the layout files of its SDK has these. */
static const struct {
    const char *name;
    const char *type;
    guint size;
    gboolean listed;
} mcPools[MC_POOLS] = {
    { "mcp", "dpmcp", 203, TRUE },  /* MC portals: of containers, too */
    { "swp", "dpio", 64, TRUE },
    { "bp", "dpbp", 63, TRUE },
    { "swpch", "dpcon", 256, TRUE },
    { "dpni", "dpni", 18, FALSE },
    { "dpseci", "dpseci", 64, FALSE },
    { "dpci", "dpci", 64, FALSE },
    { "dpdmai", "dpdmai", 64, FALSE },
};

const char *
mcPoolName(guint index)
{
    guint i;

    for (i = 0; i < MC_POOLS; i++) {
        if (mcPools[i].listed && index-- == 0)
            return mcPools[i].name;
    }

    return NULL;
}

static guint
mcPoolUsed(const McTopology *topology,
           guint pool)
{
    GHashTableIter iter;
    gpointer value;
    guint used = 0;
    guint i;

    if (g_str_equal(mcPools[pool].name, "mcp")) {
        for (i = 0; i < MC_PORTALS; i++)
            used += topology->portals[i] || topology->portalsLost[i];
        return used;
    }

    g_hash_table_iter_init(&iter, topology->objects);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const McObject *object = value;

        used += g_str_equal(object->type->name, mcPools[pool].type);
    }

    return used;
}

static guint
mcPoolLeftOf(const McTopology *topology,
             guint pool)
{
    guint used = mcPoolUsed(topology, pool);
    guint size = topology->poolSizes[pool];

    if (size == 0)
        size = mcPools[pool].size;
    else
        size--;

    return size > used ? size - used : 0;
}

static gboolean
mcPoolFind(const char *name,
           guint *pool)
{
    for (*pool = 0; *pool < MC_POOLS; (*pool)++) {
        if (g_str_equal(mcPools[*pool].name, name))
            return TRUE;
    }

    return FALSE;
}

gboolean
mcPoolLeft(const McTopology *topology,
           const char *name,
           guint *left)
{
    guint pool;

    if (!mcPoolFind(name, &pool))
        return FALSE;

    *left = mcPoolLeftOf(topology, pool);
    return TRUE;
}

gboolean
mcPoolIsListed(const char *name)
{
    guint pool;

    return mcPoolFind(name, &pool) && mcPools[pool].listed;
}

gboolean
mcPoolHas(const McTopology *topology,
          const McType *type)
{
    /* a container takes a portal, as a dpmcp does */
    const char *name = g_str_equal(type->name, "dprc") ? "dpmcp" : type->name;
    guint pool;

    for (pool = 0; pool < MC_POOLS; pool++) {
        if (g_str_equal(mcPools[pool].type, name))
            return mcPoolLeftOf(topology, pool) > 0;
    }

    return TRUE;
}

gboolean
mcPoolSetLeft(McTopology *topology,
              const char *name,
              guint left,
              GError **error)
{
    guint pool;

    if (!mcPoolFind(name, &pool)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    "no pool '%s'", name);
        return FALSE;
    }

    topology->poolSizes[pool] = mcPoolUsed(topology, pool) + left + 1;
    return TRUE;
}
