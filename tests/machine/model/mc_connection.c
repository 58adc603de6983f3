/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_connection.c: which network interfaces are connected with each other
 */

#include "mc_connection.h"

/* In McTopology.connections; the same end twice is a loop. */
typedef struct {
    McEnd ends[2];
} McConnection;

static gboolean
mcEndIs(McEnd one,
        McEnd other)
{
    return one.object == other.object && one.interface == other.interface;
}

static gboolean
mcEndIsOf(McEnd end,
          const char *type)
{
    return g_str_equal(end.object->type->name, type);
}

gboolean
mcConnectionIsPossible(McEnd one,
                       McEnd other)
{
    static const struct {
        const char *types[2];
    } pairs[] = {
        { { "dpni", "dpni" } },
        { { "dpni", "dpmac" } },
        { { "dpni", "dpsw" } },
        { { "dpni", "dpdmux" } },
        { { "dpmac", "dpsw" } },
        { { "dpmac", "dpdmux" } },
        { { "dpci", "dpci" } },
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(pairs); i++) {
        if ((mcEndIsOf(one, pairs[i].types[0]) &&
             mcEndIsOf(other, pairs[i].types[1])) ||
            (mcEndIsOf(one, pairs[i].types[1]) &&
             mcEndIsOf(other, pairs[i].types[0])))
            return TRUE;
    }

    return FALSE;
}

void
mcConnectionAdd(McTopology *topology,
                McEnd one,
                McEnd other)
{
    McConnection *connection = g_new0(McConnection, 1);

    connection->ends[0] = one;
    connection->ends[1] = other;
    g_ptr_array_add(topology->connections, connection);
}

gboolean
mcConnectionFind(const McTopology *topology,
                 McEnd one,
                 McEnd *other)
{
    guint i;
    guint j;

    for (i = 0; i < topology->connections->len; i++) {
        const McConnection *connection =
            g_ptr_array_index(topology->connections, i);

        for (j = 0; j < 2; j++) {
            if (!mcEndIs(connection->ends[j], one))
                continue;
            if (other)
                *other = connection->ends[1 - j];
            return TRUE;
        }
    }

    return FALSE;
}

gboolean
mcConnectionRemove(McTopology *topology,
                   McEnd one)
{
    guint i;

    for (i = 0; i < topology->connections->len; i++) {
        const McConnection *connection =
            g_ptr_array_index(topology->connections, i);

        if (!mcEndIs(connection->ends[0], one) &&
            !mcEndIs(connection->ends[1], one))
            continue;
        g_ptr_array_remove_index(topology->connections, i);
        return TRUE;
    }

    return FALSE;
}

void
mcConnectionRemoveAll(McTopology *topology,
                      const McObject *object)
{
    guint i = 0;

    while (i < topology->connections->len) {
        const McConnection *connection =
            g_ptr_array_index(topology->connections, i);

        if (connection->ends[0].object == object ||
            connection->ends[1].object == object)
            g_ptr_array_remove_index(topology->connections, i);
        else
            i++;
    }
}

gboolean
mcConnectionsBecome(McTopology *topology,
                    const McTopology *wanted,
                    GError **error)
{
    guint i;
    guint j;

    g_ptr_array_set_size(topology->connections, 0);
    for (i = 0; i < wanted->connections->len; i++) {
        const McConnection *want = g_ptr_array_index(wanted->connections, i);
        McConnection connection = *want;

        for (j = 0; j < 2; j++) {
            connection.ends[j].object =
                mcTopologyFind(topology, want->ends[j].object->name, error);
            if (!connection.ends[j].object)
                return FALSE;
        }
        mcConnectionAdd(topology, connection.ends[0], connection.ends[1]);
    }

    return TRUE;
}
