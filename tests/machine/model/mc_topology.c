/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_topology.c: the objects that the MC has, and the tree that they make
 */

#include "mc_topology.h"

#include <stdio.h>
#include <string.h>

#include "mc_connection.h"

/* Those of NXP. */
#define MC_MAC_VENDOR_0 0x00
#define MC_MAC_VENDOR_1 0x04
#define MC_MAC_VENDOR_2 0x9f

static const McType mcTypes[] = {
    { "dpni",   0x01, 8, 4, 1, 0, 7 },
    { "dpsw",   0x02, 8, 9, 1, 0, 3 },
    { "dpio",   0x03, 4, 2, 1, 2, 1 },
    { "dpbp",   0x04, 3, 2, 1, 0, 1 },
    { "dprc",   0x05, 6, 7, 1, 1, 0 },
    { "dpdmux", 0x06, 6, 9, 1, 0, 4 },
    { "dpci",   0x07, 3, 4, 1, 0, 2 },
    { "dpcon",  0x08, 3, 2, 1, 0, 1 },
    { "dpseci", 0x09, 5, 3, 1, 0, 3 },
    { "dpaiop", 0x0a, 2, 1, 1, 0, 0 },
    { "dpmcp",  0x0b, 4, 0, 1, 1, 2 },
    { "dpmac",  0x0c, 4, 9, 1, 0, 0 },
    { "dpdcei", 0x0d, 2, 3, 1, 0, 0 },
    { "dpdmai", 0x0e, 3, 3, 1, 0, 3 },
    { "dpdbg",  0x0f, 1, 0, 0, 0, 0 },
    { "dprtc",  0x10, 2, 3, 1, 0, 1 },
};

const McType *
mcTypeByName(const char *name)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(mcTypes); i++) {
        if (g_str_equal(mcTypes[i].name, name))
            return &mcTypes[i];
    }

    return NULL;
}

const McType *
mcTypeByModule(guint module)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(mcTypes); i++) {
        if (mcTypes[i].module == module)
            return &mcTypes[i];
    }

    return NULL;
}

gboolean
mcObjectIsContainer(const McObject *object)
{
    return object->children != NULL;
}

gboolean
mcObjectIsWithin(const McObject *object,
                 const McObject *container)
{
    while (object && object != container)
        object = object->parent;

    return object != NULL;
}

static gboolean
mcObjectHasPortal(const McObject *object)
{
    return mcObjectIsContainer(object) ||
           g_str_equal(object->type->name, "dpmcp");
}

McObject *
mcObjectRef(McObject *object)
{
    object->refs++;
    return object;
}

void
mcObjectUnref(McObject *object)
{
    if (--object->refs > 0)
        return;

    g_clear_pointer(&object->children, g_ptr_array_unref);
    g_clear_pointer(&object->creator, mcObjectUnref);
    g_free(object->name);
    g_free(object);
}

static McObject *
mcObjectNew(const McType *type,
            guint32 id)
{
    McObject *object = g_new0(McObject, 1);

    object->refs = 1;
    object->type = type;
    object->id = id;
    object->name = g_strdup_printf("%s.%u", type->name, id);
    if (g_str_equal(type->name, "dprc")) {
        object->children = g_ptr_array_new();
        object->options = MC_OPTIONS_DEFAULT;
    } else {
        object->plugged = TRUE;
    }
    /* the MC makes these of the ports, and knows their addresses */
    if (g_str_equal(type->name, "dpmac")) {
        object->mac[0] = MC_MAC_VENDOR_0;
        object->mac[1] = MC_MAC_VENDOR_1;
        object->mac[2] = MC_MAC_VENDOR_2;
        object->mac[4] = id >> 8;
        object->mac[5] = id;
    }

    return object;
}

void
mcTopologyFree(McTopology *topology)
{
    g_hash_table_unref(topology->objects);
    g_clear_pointer(&topology->connections, g_ptr_array_unref);
    g_clear_pointer(&topology->global, mcObjectUnref);
    g_free(topology);
}

McObject *
mcTopologyFind(const McTopology *topology,
               const char *name,
               GError **error)
{
    McObject *object = g_hash_table_lookup(topology->objects, name);

    if (!object)
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    "no object '%s'", name);

    return object;
}

static McObject *
mcTopologyFindContainer(const McTopology *topology,
                        const char *name,
                        GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);

    if (object && !mcObjectIsContainer(object)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no container", name);
        return NULL;
    }

    return object;
}

/* Takes the lowest free number of a table for the object, but none of the lost. */
static gboolean
mcTopologyTake(McObject **table,
               const gboolean *lost,
               guint size,
               McObject *object,
               const char *what,
               guint *number,
               GError **error)
{
    guint i;

    for (i = 0; i < size; i++) {
        if (table[i] || (lost && lost[i]))
            continue;
        table[i] = object;
        *number = i;
        return TRUE;
    }

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NO_SPACE,
                "no %s left for '%s': the machine has %u",
                what, object->name, size);
    return FALSE;
}

static gboolean
mcTopologyTakeNumbers(McTopology *topology,
                      McObject *object,
                      GError **error)
{
    if (mcObjectIsContainer(object) &&
        !mcTopologyTake(topology->icids, NULL, MC_ICIDS, object,
                        "isolation context", &object->icid, error))
        return FALSE;

    if (mcObjectHasPortal(object)) {
        if (!mcTopologyTake(topology->portals, topology->portalsLost,
                            MC_PORTALS, object, "MC portal", &object->portal, error))
            return FALSE;
        topology->portalsSeen = MAX(topology->portalsSeen, object->portal + 1);
    } else if (g_str_equal(object->type->name, "dpio")) {
        if (!mcTopologyTake(topology->qbman, NULL, MC_PORTALS, object,
                            "QBMan portal", &object->portal, error))
            return FALSE;
    }

    return TRUE;
}

static void
mcTopologyGiveNumbersBack(McTopology *topology,
                          McObject *object)
{
    if (mcObjectIsContainer(object) &&
        topology->icids[object->icid] == object)
        topology->icids[object->icid] = NULL;
    if (topology->portals[object->portal] == object)
        topology->portals[object->portal] = NULL;
    if (topology->qbman[object->portal] == object)
        topology->qbman[object->portal] = NULL;
}

/* Puts a new object into the container; without one it becomes the root. */
static McObject *
mcTopologyInsert(McTopology *topology,
                 const McType *type,
                 guint32 id,
                 McObject *container,
                 GError **error)
{
    McObject *object = mcObjectNew(type, id);

    if (g_hash_table_contains(topology->objects, object->name)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                    "'%s' exists already", object->name);
        mcObjectUnref(object);
        return NULL;
    }

    if (!mcTopologyTakeNumbers(topology, object, error)) {
        mcTopologyGiveNumbersBack(topology, object);
        mcObjectUnref(object);
        return NULL;
    }

    object->parent = container;
    if (container) {
        g_ptr_array_add(container->children, object);
        object->creator = mcObjectRef(container);
    } else {
        topology->root = object;
        object->options = MC_OPTIONS_ROOT;
    }
    g_hash_table_insert(topology->objects, object->name, object);

    return object;
}

/* Takes an object out, with all that is in it. */
static void
mcTopologyDrop(McTopology *topology,
               McObject *object)
{
    while (object->children && object->children->len > 0)
        mcTopologyDrop(topology, g_ptr_array_index(object->children, 0));

    g_ptr_array_remove(object->parent->children, object);
    mcConnectionRemoveAll(topology, object);
    mcTopologyGiveNumbersBack(topology, object);
    object->parent = NULL;
    object->removed = TRUE;
    g_hash_table_remove(topology->objects, object->name);
}

/* "dpni.7" or "dpni.1-8" */
static gboolean
mcNameParse(const char *name,
            const McType **type,
            guint32 *first,
            guint32 *last,
            GError **error)
{
    g_auto(GStrv) parts = g_strsplit(name, ".", 2);
    g_auto(GStrv) ids = NULL;
    guint64 from;
    guint64 to;

    if (!parts[0] || !parts[1] || !*parts[1]) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no object name, as dpni.7", name);
        return FALSE;
    }

    *type = mcTypeByName(parts[0]);
    if (!*type) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "unknown object type '%s'", parts[0]);
        return FALSE;
    }

    ids = g_strsplit(parts[1], "-", 2);
    if (!g_ascii_string_to_unsigned(ids[0], 10, 0, G_MAXINT32, &from, NULL) ||
        !g_ascii_string_to_unsigned(ids[1] ? ids[1] : ids[0], 10,
                                    0, G_MAXINT32, &to, NULL)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no object id", parts[1]);
        return FALSE;
    }
    if (from > to) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "the range '%s' runs backwards", parts[1]);
        return FALSE;
    }

    *first = from;
    *last = to;
    return TRUE;
}

McTopology *
mcTopologyNew(const char *root,
              GError **error)
{
    g_autoptr(McTopology) topology = g_new0(McTopology, 1);
    const McType *type;
    guint32 first;
    guint32 last;

    /* the table has the topology's references, all else only points */
    topology->objects = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) mcObjectUnref);
    if (!mcNameParse(root, &type, &first, &last, error))
        return NULL;
    if (!g_str_equal(type->name, "dprc") || first != last) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "the root must be one dprc, not '%s'", root);
        return NULL;
    }
    if (!mcTopologyInsert(topology, type, first, NULL, error))
        return NULL;
    topology->root->plugged = TRUE;
    topology->connections = g_ptr_array_new_with_free_func(g_free);
    topology->global = mcObjectNew(type, 0);

    return g_steal_pointer(&topology);
}

gboolean
mcTopologyAdd(McTopology *topology,
              const char *name,
              const char *container,
              GError **error)
{
    McObject *parent = mcTopologyFindContainer(topology, container, error);
    const McType *type;
    guint32 first;
    guint32 last;
    guint64 id;

    if (!parent || !mcNameParse(name, &type, &first, &last, error))
        return FALSE;

    for (id = first; id <= last; id++) {
        if (mcTopologyInsert(topology, type, id, parent, error))
            continue;
        /* all of the range, or nothing */
        while (id-- > first) {
            guint newest = parent->children->len - 1;

            mcTopologyDrop(topology,
                           g_ptr_array_index(parent->children, newest));
        }
        return FALSE;
    }

    return TRUE;
}

gboolean
mcTopologyRemove(McTopology *topology,
                 const char *name,
                 GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);

    if (!object)
        return FALSE;
    if (object == topology->root) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is the root container", name);
        return FALSE;
    }

    mcTopologyDrop(topology, object);
    return TRUE;
}

gboolean
mcTopologyMove(McTopology *topology,
               const char *name,
               const char *container,
               GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);
    McObject *target;
    McObject *above;

    if (!object)
        return FALSE;
    target = mcTopologyFindContainer(topology, container, error);
    if (!target)
        return FALSE;
    /* also what keeps the root where it is: all are below it */
    for (above = target; above; above = above->parent) {
        if (above == object) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "'%s' cannot go into '%s', which is in it",
                        name, container);
            return FALSE;
        }
    }

    g_ptr_array_remove(object->parent->children, object);
    g_ptr_array_add(target->children, object);
    object->parent = target;
    return TRUE;
}

McObject *
mcTopologyMake(McTopology *topology,
               const McType *type,
               McObject *container,
               GError **error)
{
    McObject *object;
    guint32 id;

    for (id = 1; id < G_MAXINT32; id++) {
        g_autofree char *name = g_strdup_printf("%s.%u", type->name, id);

        if (!g_hash_table_contains(topology->objects, name))
            break;
    }

    object = mcTopologyInsert(topology, type, id, container, error);
    if (object)
        object->plugged = FALSE;

    return object;
}

void
mcTopologyPut(McObject *object,
              McObject *container)
{
    g_ptr_array_remove(object->parent->children, object);
    g_ptr_array_add(container->children, object);
    object->parent = container;
    object->plugged = FALSE;
}

void
mcTopologyDestroy(McTopology *topology,
                  McObject *object)
{
    while (object->children && object->children->len > 0) {
        McObject *child = g_ptr_array_index(object->children, 0);

        if (child->creator == object)
            mcTopologyDestroy(topology, child);
        else
            mcTopologyPut(child, object->parent);
    }

    if (g_str_equal(object->type->name, "dpmcp"))
        topology->portalsLost[object->portal] = TRUE;
    mcTopologyDrop(topology, object);
}

/* "dpni.1" or "dpsw.1.2" */
static gboolean
mcTopologyFindEnd(McTopology *topology,
                  const char *name,
                  McEnd *end,
                  GError **error)
{
    g_auto(GStrv) parts = g_strsplit(name, ".", 3);
    g_autofree char *object = NULL;
    guint64 interface = 0;

    if (g_strv_length(parts) == 3) {
        if (!g_ascii_string_to_unsigned(parts[2], 10, 0, G_MAXUINT16,
                                        &interface, error))
            return FALSE;
        *strrchr(object = g_strdup(name), '.') = '\0';
    }

    end->object = mcTopologyFind(topology, object ? object : name, error);
    end->interface = interface;
    return end->object != NULL;
}

gboolean
mcTopologyConnect(McTopology *topology,
                  const char *one,
                  const char *other,
                  GError **error)
{
    McEnd ends[2];

    if (!mcTopologyFindEnd(topology, one, &ends[0], error) ||
        !mcTopologyFindEnd(topology, other, &ends[1], error))
        return FALSE;
    if (!mcConnectionIsPossible(ends[0], ends[1])) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' cannot be connected with '%s'", one, other);
        return FALSE;
    }
    if (mcConnectionFind(topology, ends[0], NULL) ||
        mcConnectionFind(topology, ends[1], NULL)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_EXISTS,
                    "'%s' or '%s' is connected already", one, other);
        return FALSE;
    }

    mcConnectionAdd(topology, ends[0], ends[1]);
    return TRUE;
}

gboolean
mcTopologyDisconnect(McTopology *topology,
                     const char *one,
                     GError **error)
{
    McEnd end;

    if (!mcTopologyFindEnd(topology, one, &end, error))
        return FALSE;
    if (!mcConnectionRemove(topology, end)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    "'%s' is not connected", one);
        return FALSE;
    }

    return TRUE;
}

gboolean
mcTopologySetOptions(McTopology *topology,
                     const char *name,
                     const char *options,
                     GError **error)
{
    McObject *object = mcTopologyFindContainer(topology, name, error);
    guint64 value;
    char *end;

    if (!object)
        return FALSE;

    value = g_ascii_strtoull(options, &end, 0);
    if (end == options || *end || value > G_MAXUINT32) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no number", options);
        return FALSE;
    }

    object->options = value;
    return TRUE;
}

gboolean
mcTopologySetMac(McTopology *topology,
                 const char *name,
                 const char *mac,
                 GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);
    guint bytes[MC_MAC_SIZE];
    int length = 0;
    guint i;

    if (!object)
        return FALSE;

    if (sscanf(mac, "%2x:%2x:%2x:%2x:%2x:%2x%n", &bytes[0], &bytes[1],
               &bytes[2], &bytes[3], &bytes[4], &bytes[5], &length) != 6 ||
        mac[length]) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no MAC address", mac);
        return FALSE;
    }

    for (i = 0; i < MC_MAC_SIZE; i++)
        object->mac[i] = bytes[i];
    return TRUE;
}

gboolean
mcTopologySetPlugged(McTopology *topology,
                     const char *name,
                     gboolean plugged,
                     GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);

    if (!object)
        return FALSE;

    object->plugged = plugged;
    return TRUE;
}

static gboolean
mcObjectSetLabel(McObject *object,
                 const char *label,
                 GError **error)
{
    if (strlen(label) >= MC_LABEL_SIZE) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "a label has %u bytes at most", MC_LABEL_SIZE - 1);
        return FALSE;
    }

    memset(object->label, 0, sizeof(object->label));
    memcpy(object->label, label, strlen(label));
    return TRUE;
}

gboolean
mcTopologySetLabel(McTopology *topology,
                   const char *name,
                   const char *label,
                   GError **error)
{
    McObject *object = mcTopologyFind(topology, name, error);

    return object && mcObjectSetLabel(object, label, error);
}

/* Makes what is in the container what is in the wanted one. What comes from
 * elsewhere is moved, so that nothing is removed that is still wanted. */
static gboolean
mcTopologyFill(McTopology *topology,
               McObject *container,
               const McObject *wanted,
               GError **error)
{
    guint i;

    for (i = 0; i < wanted->children->len; i++) {
        const McObject *want = g_ptr_array_index(wanted->children, i);
        McObject *object = g_hash_table_lookup(topology->objects, want->name);

        if (!object) {
            object = mcTopologyInsert(topology, want->type, want->id,
                                      container, error);
            if (!object)
                return FALSE;
        } else if (object->parent != container &&
                   !mcTopologyMove(topology, object->name, container->name,
                                   error)) {
            return FALSE;
        }
        object->plugged = want->plugged;
        memcpy(object->label, want->label, sizeof(object->label));
        memcpy(object->mac, want->mac, sizeof(object->mac));
        memcpy(object->config, want->config, sizeof(object->config));
        object->options = want->options;
        object->locked = want->locked;
        mcObjectUnref(object->creator);
        object->creator = mcObjectRef(container);

        if (want->children && !mcTopologyFill(topology, object, want, error))
            return FALSE;
    }

    return TRUE;
}

static void
mcTopologyPrune(McTopology *topology,
                McObject *container,
                const McTopology *wanted)
{
    guint i = 0;

    while (i < container->children->len) {
        McObject *object = g_ptr_array_index(container->children, i);

        if (!g_hash_table_contains(wanted->objects, object->name)) {
            mcTopologyDrop(topology, object);
            continue;
        }
        if (object->children)
            mcTopologyPrune(topology, object, wanted);
        i++;
    }
}

gboolean
mcTopologyBecome(McTopology *topology,
                 const McTopology *wanted,
                 GError **error)
{
    if (!g_str_equal(topology->root->name, wanted->root->name)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "the root container is '%s', not '%s'",
                    topology->root->name, wanted->root->name);
        return FALSE;
    }

    if (!mcTopologyFill(topology, topology->root, wanted->root, error))
        return FALSE;

    mcTopologyPrune(topology, topology->root, wanted);
    topology->queuePortalSize = 0;
    memset(topology->portalsLost, 0, sizeof(topology->portalsLost));
    memset(topology->poolSizes, 0, sizeof(topology->poolSizes));
    return mcConnectionsBecome(topology, wanted, error);
}
