/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_tree.c: all objects as the MC knew them, once read
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_mc.h"
#include "fslmc_mc_tree.h"
#include "fslmc_names.h"

/* The MC nests containers less deep than this; a loop would be its fault. */
#define MAX_DEPTH 16

struct _virFslMcMcTree {
    gint refs;
    GPtrArray *objects;
    GHashTable *byName;
};

/* A tree that is being read from one root container */
typedef struct {
    virFslMcMcTree *tree;
    virFslMcMc *mc;
    virFslMcMcToken root;   /* connections are known to it */
    gboolean details;
} virFslMcMcTreeReader;


static void
virFslMcMcObjectFree(gpointer opaque)
{
    virFslMcMcObject *object = opaque;

    g_free((char *) object->name);
    g_free((char *) object->type);
    g_free((char *) object->parent);
    g_free((char *) object->label);
    g_free(object);
}

static virFslMcMcTree *
virFslMcMcTreeNew(void)
{
    virFslMcMcTree *tree = g_new0(virFslMcMcTree, 1);

    tree->refs = 1;
    tree->objects = g_ptr_array_new_with_free_func(virFslMcMcObjectFree);
    tree->byName = g_hash_table_new(g_str_hash, g_str_equal);
    return tree;
}

virFslMcMcTree *
virFslMcMcTreeRef(virFslMcMcTree *tree)
{
    g_atomic_int_inc(&tree->refs);
    return tree;
}

void
virFslMcMcTreeUnref(virFslMcMcTree *tree)
{
    if (!tree || !g_atomic_int_dec_and_test(&tree->refs))
        return;

    g_hash_table_unref(tree->byName);
    g_ptr_array_unref(tree->objects);
    g_free(tree);
}

static int
virFslMcMcTreeOrder(gconstpointer a, gconstpointer b)
{
    const virFslMcMcObject *first = *(const virFslMcMcObject *const *) a;
    const virFslMcMcObject *second = *(const virFslMcMcObject *const *) b;
    int order = strcmp(first->type, second->type);

    if (order != 0)
        return order;
    return first->id < second->id ? -1 : first->id > second->id;
}

/* An object that was moved while the tree was read can be met twice: the later
 * reading counts. */
static virFslMcMcObject *
virFslMcMcTreeAdd(virFslMcMcTree *tree,
                  const virFslMcMcEntry *entry,
                  const char *parent)
{
    virFslMcMcObject *object = g_new0(virFslMcMcObject, 1);
    gpointer old;

    object->name = g_strdup_printf("%s.%u", entry->type, entry->id);
    object->type = g_strdup(entry->type);
    object->id = entry->id;
    object->parent = g_strdup(parent);
    object->label = g_strdup(entry->label);
    object->plugged = entry->plugged;

    if ((old = g_hash_table_lookup(tree->byName, object->name))) {
        g_hash_table_remove(tree->byName, object->name);
        g_ptr_array_remove(tree->objects, old);
    }
    g_ptr_array_add(tree->objects, object);
    g_hash_table_insert(tree->byName, (gpointer) object->name, object);
    return object;
}

/* Sends a command whose answer can be done without.
 *
 * Returns: whether there is an answer; *silent: that there will be no other one */
static gboolean
virFslMcMcTreeAsk(virFslMcMcTreeReader *reader,
                  virFslMcMcCommand *command,
                  const virFslMcMcObject *object,
                  gboolean *silent,
                  GError **error)
{
    g_autoptr(GError) reason = NULL;

    if (virFslMcMcSend(reader->mc, command, &reason, _("cannot read the state of '%1$s'"),
                       object->name))
        return TRUE;

    *silent = reason->code == VIR_FSLMC_ERROR_TIMEOUT;
    if (*silent)
        g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

static gboolean
virFslMcMcTreeReadPeer(virFslMcMcTreeReader *reader, virFslMcMcObject *object, GError **error)
{
    virFslMcMcEndpoint own = { .id = object->id };
    virFslMcMcCommand command;
    gboolean silent = FALSE;
    gboolean up;

    g_strlcpy(own.type, object->type, sizeof(own.type));
    virFslMcMcEncodeGetConnection(&command, reader->root, &own);
    if (virFslMcMcTreeAsk(reader, &command, object, &silent, error) &&
        !virFslMcMcDecodeConnection(&command, &object->port.peer, &up))
        memset(&object->port.peer, 0, sizeof(object->port.peer));

    return !silent;
}

/* What is asked of a network interface that is open. */
static gboolean
virFslMcMcTreeReadOpenPort(virFslMcMcTreeReader *reader,
                           virFslMcMcToken token,
                           virFslMcMcObject *object,
                           GError **error)
{
    static const guint8 none[6];
    virFslMcMcPort *port = &object->port;
    virFslMcMcCommand command;
    gboolean silent = FALSE;

    virFslMcMcEncodeGetNetworkMac(&command, token);
    if (virFslMcMcTreeAsk(reader, &command, object, &silent, error)) {
        virFslMcMcDecodeMac(&command, port->mac);
        port->hasMac = memcmp(port->mac, none, sizeof(none)) != 0;
    }
    if (silent)
        return FALSE;

    virFslMcMcEncodeGetNetworkAttributes(&command, token);
    if (virFslMcMcTreeAsk(reader, &command, object, &silent, error))
        port->queues = virFslMcMcDecodeNetworkQueues(&command);
    return !silent;
}

static gboolean
virFslMcMcTreeReadPort(virFslMcMcTreeReader *reader, virFslMcMcObject *object, GError **error)
{
    g_autoptr(GError) reason = NULL;
    virFslMcMcToken token;
    gboolean done;

    if (!virFslMcMcTreeReadPeer(reader, object, error))
        return FALSE;

    if (!virFslMcMcOpen(reader->mc, object->type, object->id, &token, &reason)) {
        if (reason->code != VIR_FSLMC_ERROR_TIMEOUT)
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }

    done = virFslMcMcTreeReadOpenPort(reader, token, object, error);
    virFslMcMcClose(reader->mc, token);
    return done;
}

static gboolean
virFslMcMcTreeReadDetailsOf(virFslMcMcTreeReader *reader,
                            virFslMcMcObject *object,
                            GError **error)
{
    if (!reader->details)
        return TRUE;
    if (strcmp(object->type, VIR_FSLMC_TYPE_DPNI) == 0)
        return virFslMcMcTreeReadPort(reader, object, error);
    if (strcmp(object->type, VIR_FSLMC_TYPE_DPMAC) == 0)
        return virFslMcMcTreeReadPeer(reader, object, error);
    return TRUE;
}

/* @token: of @container */
static gboolean
virFslMcMcTreeReadOptions(virFslMcMcTreeReader *reader,
                          virFslMcMcToken token,
                          virFslMcMcObject *container,
                          GError **error)
{
    virFslMcMcCommand command;
    gboolean silent = FALSE;

    if (!reader->details || !container->parent)
        return TRUE;

    virFslMcMcEncodeGetContainerAttributes(&command, token);
    if (virFslMcMcTreeAsk(reader, &command, container, &silent, error)) {
        container->hasOptions = TRUE;
        container->options = virFslMcMcDecodeContainerOptions(&command);
    }
    return !silent;
}

static gboolean
virFslMcMcTreeReadContainer(virFslMcMcTreeReader *reader,
                            virFslMcMcObject *container,
                            unsigned int depth,
                            GError **error)
{
    g_autofree char *name = g_strdup(container->name);
    g_autoptr(GArray) entries = NULL;
    virFslMcMcToken token;
    guint i;

    if (!virFslMcMcOpen(reader->mc, VIR_FSLMC_TYPE_DPRC, container->id, &token, error))
        return FALSE;
    if (virFslMcMcTreeReadOptions(reader, token, container, error))
        entries = virFslMcMcListEntries(reader->mc, token, container->id, error);
    virFslMcMcClose(reader->mc, token);
    if (!entries)
        return FALSE;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(entries, virFslMcMcEntry, i);
        virFslMcMcObject *object = virFslMcMcTreeAdd(reader->tree, entry, name);
        g_autoptr(GError) reason = NULL;

        if (!virFslMcMcTreeReadDetailsOf(reader, object, error))
            return FALSE;
        if (strcmp(object->type, VIR_FSLMC_TYPE_DPRC) != 0 || depth >= MAX_DEPTH)
            continue;

        /* A container that is destroyed at this moment cannot be opened, which
         * is no reason to know nothing of the others. */
        if (!virFslMcMcTreeReadContainer(reader, object, depth + 1, &reason) &&
            reason->code != VIR_FSLMC_ERROR_FIRMWARE) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return FALSE;
        }
    }

    return TRUE;
}

static gboolean
virFslMcMcTreeReadRoot(virFslMcMcTree *tree,
                       const virFslMcBus *bus,
                       const char *root,
                       gboolean details,
                       GError **error)
{
    virFslMcMcEntry entry = { .type = VIR_FSLMC_TYPE_DPRC, .plugged = TRUE };
    virFslMcMcTreeReader reader = { .tree = tree, .details = details };
    g_autoptr(virFslMcMc) mc = NULL;

    if (!virFslMcNameParse(root, NULL, &entry.id)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_INVALID_NAME,
                    _("'%1$s' is not the name of an object on the fsl-mc bus"), root);
        return FALSE;
    }

    if (!(reader.mc = mc = virFslMcMcNew(bus, root, error)) ||
        (details && !virFslMcMcOpen(mc, VIR_FSLMC_TYPE_DPRC, entry.id, &reader.root, error)))
        return FALSE;

    return virFslMcMcTreeReadContainer(&reader, virFslMcMcTreeAdd(tree, &entry, NULL), 0, error);
}

char **
virFslMcMcListRoots(const virFslMcBus *bus)
{
    g_autoptr(GDir) dir = g_dir_open(virFslMcBusGetDevRoot(bus), 0, NULL);
    GPtrArray *roots = g_ptr_array_new();
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        if (g_str_has_prefix(name, VIR_FSLMC_TYPE_DPRC ".") &&
            virFslMcNameParse(name, NULL, NULL))
            g_ptr_array_add(roots, g_strdup(name));
    }
    g_ptr_array_add(roots, NULL);

    return (char **) g_ptr_array_free(roots, FALSE);
}

static virFslMcMcTree *
virFslMcMcTreeReadRoots(const virFslMcBus *bus,
                        const char *const *roots,
                        gboolean details,
                        GError **error)
{
    g_autoptr(virFslMcMcTree) tree = virFslMcMcTreeNew();

    for (; *roots; roots++) {
        if (!virFslMcMcTreeReadRoot(tree, bus, *roots, details, error))
            return NULL;
    }

    g_ptr_array_sort(tree->objects, virFslMcMcTreeOrder);
    return g_steal_pointer(&tree);
}

virFslMcMcTree *
virFslMcMcTreeRead(const virFslMcBus *bus,
                   const char *const *roots,
                   GError **error)
{
    return virFslMcMcTreeReadRoots(bus, roots, FALSE, error);
}

virFslMcMcTree *
virFslMcMcTreeReadDetails(const virFslMcBus *bus,
                          const char *const *roots,
                          GError **error)
{
    return virFslMcMcTreeReadRoots(bus, roots, TRUE, error);
}

const virFslMcMcObject *
virFslMcMcTreeFind(const virFslMcMcTree *tree, const char *name)
{
    return g_hash_table_lookup(tree->byName, name);
}

GPtrArray *
virFslMcMcTreeList(const virFslMcMcTree *tree)
{
    return tree->objects;
}

GPtrArray *
virFslMcMcTreeChildren(const virFslMcMcTree *tree, const char *container)
{
    GPtrArray *children = g_ptr_array_new();
    guint i;

    for (i = 0; i < tree->objects->len; i++) {
        virFslMcMcObject *object = g_ptr_array_index(tree->objects, i);

        if (g_strcmp0(object->parent, container) == 0)
            g_ptr_array_add(children, object);
    }

    return children;
}
