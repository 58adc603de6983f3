/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_make.c: making a container for a guest, and destroying it
 *
 * Everything in the container is created with the container's own token: what
 * created an object is what may destroy it, and destroying the container then
 * takes all of it. So the way back is to disconnect and to destroy one container.
 */

#include "fslmc-config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_mc.h"
#include "fslmc_mc_device.h"
#include "fslmc_mc_make.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"

/* What a guest needs: its objects come from the parent's resources, and its
 * kernel configures its interrupts. It can create and connect nothing. */
#define GUEST_OPTIONS (VIR_FSLMC_MC_CONTAINER_ALLOC | VIR_FSLMC_MC_CONTAINER_IRQ_CFG)

/* As Linux expects of them */
#define IO_PRIORITIES 8
#define CONCENTRATOR_PRIORITIES 2
#define CRYPTO_QUEUES 2
#define QUEUE_PRIORITY 2

/* The label of a container that is being made or destroyed. A space at the beginning is
 * in no label that a guest or a definition can have, so no guest is given one. */
#define UNFINISHED " unfinished"

/* How often the kernel is told to look what the MC has */
#define SCAN_TRIES 3

/* How long to wait before a container that somebody had open is tried again */
#define DESTROY_RETRY (50 * G_TIME_SPAN_MILLISECOND)

/* The pools that objects of a type are drawn from, as the MC names them */
static const struct {
    const char *type;
    const char *pool;
} pools[] = {
    { "dpmcp", "mcp" },
    { "dpbp", "bp" },
    { "dpio", "swp" },
    { "dpcon", "swpch" },
};

/* A container that is being made or destroyed */
typedef struct {
    const virFslMcBus *bus;
    virFslMcMc *mc;
    virFslMcMcToken root;       /* of its parent */
    guint32 rootId;
    virFslMcMcToken token;      /* its own; 0 while it is not open */
    guint32 id;
    gboolean exists;
    guint32 options;
    gboolean locked;
    char label[VIR_FSLMC_MC_STRING_SIZE];   /* when it is complete */
    GArray *made;               /* guint32: ids of the network interfaces of the plan */
    virFslMcMcMakeFunc func;    /* (nullable) told of the container */
    gpointer opaque;
    GArray *connected;          /* of virFslMcMcLink */
} virFslMcMcWork;

typedef struct {
    virFslMcMcEndpoint own;
    virFslMcMcEndpoint peer;
} virFslMcMcLink;


static void
virFslMcMcWorkClear(virFslMcMcWork *work)
{
    g_array_unref(work->connected);
    g_array_unref(work->made);
    virFslMcMcFree(work->mc);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(virFslMcMcWork, virFslMcMcWorkClear)

static gboolean
virFslMcMcWorkBegin(virFslMcMcWork *work,
                    const virFslMcBus *bus,
                    const char *root,
                    const char *journal,
                    GError **error)
{
    memset(work, 0, sizeof(*work));
    work->bus = bus;
    work->connected = g_array_new(FALSE, FALSE, sizeof(virFslMcMcLink));
    work->made = g_array_new(FALSE, FALSE, sizeof(guint32));

    if (!virFslMcNameParse(root, NULL, &work->rootId)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_INVALID_NAME,
                    _("'%1$s' is not the name of an object on the fsl-mc bus"), root);
        return FALSE;
    }

    if (!(work->mc = virFslMcMcNew(bus, root, error)))
        return FALSE;
    if (journal)
        virFslMcMcSetJournal(work->mc, journal);

    return virFslMcMcOpen(work->mc, VIR_FSLMC_TYPE_DPRC, work->rootId, &work->root, error);
}

static char *
virFslMcMcEndpointName(const virFslMcMcEndpoint *end)
{
    if (end->interface > 0)
        return g_strdup_printf("%s.%u.%u", end->type, end->id, end->interface);

    return g_strdup_printf("%s.%u", end->type, end->id);
}

/* Has the kernel look for containers that came or went. It does so by itself
 * after an interrupt of the MC, but not at once. */
static gboolean
virFslMcMcRescan(const virFslMcBus *bus, GError **error)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_RESCAN, NULL);

    if (virFslMcSysfsWrite(path, "1") == 0)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot write to '%1$s': %2$s"), path, g_strerror(errno));
    return FALSE;
}

/* Has the kernel look until it shows container @id, or shows it no more: a scan that
 * the MC refuses ends without an error and changes nothing. */
static gboolean
virFslMcMcRescanFor(const virFslMcBus *bus, guint32 id, gboolean shown, GError **error)
{
    g_autofree char *name = g_strdup_printf(VIR_FSLMC_TYPE_DPRC ".%u", id);
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_DEVICES_DIR, name, NULL);
    int i;

    for (i = 0; i < SCAN_TRIES; i++) {
        if (!virFslMcMcRescan(bus, error))
            return FALSE;
        if (g_file_test(path, G_FILE_TEST_EXISTS) == shown)
            return TRUE;
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("the kernel does not show what became of container '%1$s'"), name);
    return FALSE;
}

/* Whether @end is connected, and to what. */
static gboolean
virFslMcMcGetPeer(virFslMcMcWork *work,
                  const virFslMcMcEndpoint *end,
                  gboolean *connected,
                  virFslMcMcEndpoint *peer,
                  GError **error)
{
    g_autofree char *name = virFslMcMcEndpointName(end);
    virFslMcMcCommand command;
    gboolean up;

    virFslMcMcEncodeGetConnection(&command, work->root, end);
    if (!virFslMcMcSend(work->mc, &command, error,
                        _("cannot read the connection of '%1$s'"), name))
        return FALSE;

    *connected = virFslMcMcDecodeConnection(&command, peer, &up);
    return TRUE;
}

static gboolean
virFslMcMcConnect(virFslMcMcWork *work, const virFslMcMcLink *pair, GError **error)
{
    g_autofree char *own = virFslMcMcEndpointName(&pair->own);
    g_autofree char *peer = virFslMcMcEndpointName(&pair->peer);
    virFslMcMcCommand command;

    virFslMcMcEncodeConnect(&command, work->root, &pair->own, &pair->peer);
    return virFslMcMcSend(work->mc, &command, error,
                          _("cannot connect '%1$s' to '%2$s'"), own, peer);
}

static gboolean
virFslMcMcDisconnect(virFslMcMcWork *work, const virFslMcMcEndpoint *end, GError **error)
{
    g_autofree char *name = virFslMcMcEndpointName(end);
    virFslMcMcCommand command;

    virFslMcMcEncodeDisconnect(&command, work->root, end);
    return virFslMcMcSend(work->mc, &command, error, _("cannot disconnect '%1$s'"), name);
}

static gboolean
virFslMcMcSetLocked(virFslMcMcWork *work, gboolean locked, GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeSetLocked(&command, work->root, work->id, locked);
    return virFslMcMcSend(work->mc, &command, error,
                          locked ? _("cannot lock container 'dprc.%1$u'") :
                                   _("cannot unlock container 'dprc.%1$u'"), work->id);
}

static gboolean
virFslMcMcSetLabel(virFslMcMcWork *work, const char *label, GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeSetLabel(&command, work->root, VIR_FSLMC_TYPE_DPRC, work->id, label);
    return virFslMcMcSend(work->mc, &command, error,
                          _("cannot label container 'dprc.%1$u'"), work->id);
}

static void
virFslMcMcWorkClose(virFslMcMcWork *work)
{
    if (work->token)
        virFslMcMcClose(work->mc, work->token);
    work->token = 0;
}

/* Finds an object's entry in the parent; *there says whether it is in it. */
static gboolean
virFslMcMcFindEntry(virFslMcMcWork *work,
                    const char *type,
                    guint32 id,
                    gboolean *there,
                    virFslMcMcEntry *entry,
                    GError **error)
{
    g_autoptr(GArray) entries = NULL;
    guint i;

    if (!(entries = virFslMcMcListEntries(work->mc, work->root, work->rootId, error)))
        return FALSE;

    *there = FALSE;
    for (i = 0; i < entries->len; i++) {
        *entry = g_array_index(entries, virFslMcMcEntry, i);
        if (entry->id == id && strcmp(entry->type, type) == 0) {
            *there = TRUE;
            break;
        }
    }

    return TRUE;
}

/* Sends the command that destroys the container. The MC refuses it while somebody has the
 * container open, as everybody does for a moment who reads what is in it: another thread,
 * another daemon, restool. So it is sent again for a while. */
static gboolean
virFslMcMcSendDestroy(virFslMcMcWork *work, GError **error)
{
    gint64 end = g_get_monotonic_time() + VIR_FSLMC_MC_OPEN_TIMEOUT_MS * 1000;

    for (;;) {
        g_autoptr(GError) reason = NULL;
        virFslMcMcCommand command;

        virFslMcMcEncodeDestroyContainer(&command, work->root, work->id);
        if (virFslMcMcSend(work->mc, &command, &reason,
                           _("cannot destroy container 'dprc.%1$u'"), work->id))
            return TRUE;

        if (errno != EBUSY || g_get_monotonic_time() >= end) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return FALSE;
        }
        g_usleep(DESTROY_RETRY);
    }
}

/* What the MC has afterwards counts, and not what it answers. */
static gboolean
virFslMcMcDestroy(virFslMcMcWork *work, GError **error)
{
    g_autoptr(GError) reason = NULL;
    virFslMcMcEntry entry;
    gboolean there;

    virFslMcMcWorkClose(work);
    work->exists = !virFslMcMcSendDestroy(work, &reason);

    if (!virFslMcMcFindEntry(work, VIR_FSLMC_TYPE_DPRC, work->id, &there, &entry,
                             reason ? NULL : &reason)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }

    work->exists = there;
    if (!there)
        return TRUE;

    if (!reason) {
        g_set_error(&reason, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FIRMWARE,
                    _("the MC still has container 'dprc.%1$u' after it was destroyed"),
                    work->id);
    }
    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}

/* Undoes all that was done. Each step is tried, and the first failure told. */
static void
virFslMcMcRollback(virFslMcMcWork *work, GError **error)
{
    g_autoptr(GError) reason = NULL;
    guint i;

    if (!work->exists)
        return;

    /* What stays is not to be chosen by its label. It may be removed all the same. */
    virFslMcMcSetLabel(work, UNFINISHED, NULL);
    if (work->locked)
        virFslMcMcSetLocked(work, FALSE, &reason);

    for (i = 0; i < work->connected->len; i++) {
        const virFslMcMcLink *pair = &g_array_index(work->connected, virFslMcMcLink, i);

        virFslMcMcDisconnect(work, &pair->own, reason ? NULL : &reason);
    }

    /* earlier failures do not matter when it is gone */
    if (virFslMcMcDestroy(work, reason ? NULL : &reason))
        g_clear_error(&reason);
    virFslMcMcRescanFor(work->bus, work->id, work->exists, NULL);

    if (reason) {
        g_autofree char *first = g_strdup((*error)->message);

        g_clear_error(error);
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED,
                    _("%1$s; and container 'dprc.%2$u' could not be removed again: %3$s"),
                    first, work->id, reason->message);
    }
}

static int
virFslMcMcCompareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* What is left for objects of @type. Not every limit is that of a pool. */
static char *
virFslMcMcDescribeFree(GHashTable *free, const char *type)
{
    g_autoptr(GPtrArray) empty = g_ptr_array_new();
    g_autofree char *names = NULL;
    GHashTableIter iter;
    gpointer pool, count;
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(pools); i++) {
        if (strcmp(pools[i].type, type) == 0 &&
            g_hash_table_lookup_extended(free, pools[i].pool, NULL, &count)) {
            return g_strdup_printf(_("%1$u of pool '%2$s' are free"),
                                   GPOINTER_TO_UINT(count), pools[i].pool);
        }
    }

    g_hash_table_iter_init(&iter, free);
    while (g_hash_table_iter_next(&iter, &pool, &count)) {
        if (GPOINTER_TO_UINT(count) == 0)
            g_ptr_array_add(empty, pool);
    }
    if (empty->len == 0) {
        return g_strdup_printf(_("no pool is empty, so it is the firmware's configuration (DPC) "
                                 "that limits the objects of type '%1$s'"), type);
    }

    g_ptr_array_sort(empty, virFslMcMcCompareNames);
    g_ptr_array_add(empty, NULL);
    names = g_strjoinv(", ", (char **) empty->pdata);
    return g_strdup_printf(_("these pools are empty: %1$s"), names);
}

/* Says how many are free where that may be why one could not be created. */
static void
virFslMcMcExplain(virFslMcMcWork *work, const char *type, int number, GError **error)
{
    g_autoptr(GHashTable) free = NULL;
    g_autofree char *left = NULL;
    g_autofree char *first = NULL;
    int code;

    if (number != ENAVAIL || !error || !(free = virFslMcMcListFree(work->mc, NULL)))
        return;

    left = virFslMcMcDescribeFree(free, type);
    first = g_strdup((*error)->message);
    code = (*error)->code;
    g_clear_error(error);
    g_set_error(error, VIR_FSLMC_ERROR, code, _("%1$s; %2$s"), first, left);
}

/* Sends a command that creates an object of @type. */
static gboolean
virFslMcMcCreate(virFslMcMcWork *work,
                 virFslMcMcCommand *command,
                 const char *type,
                 guint nth,
                 guint count,
                 guint32 *id,
                 GError **error)
{
    if (!virFslMcMcSend(work->mc, command, error,
                        _("cannot create object %1$u of %2$u of type '%3$s' in container "
                          "'dprc.%4$u'"), nth, count, type, work->id)) {
        virFslMcMcExplain(work, type, errno, error);
        return FALSE;
    }

    *id = virFslMcMcDecodeId(command);
    return TRUE;
}

static gboolean
virFslMcMcPlug(virFslMcMcWork *work, const char *type, guint32 id, GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeAssign(&command, work->token, work->id,
                           VIR_FSLMC_MC_ASSIGN_EXPLICIT | VIR_FSLMC_MC_ASSIGN_PLUGGED,
                           type, id);
    return virFslMcMcSend(work->mc, &command, error, _("cannot plug '%1$s.%2$u'"), type, id);
}

static gboolean
virFslMcMcSetMac(virFslMcMcWork *work, guint32 dpni, const guint8 mac[6], GError **error)
{
    virFslMcMcCommand command;
    virFslMcMcToken token;
    gboolean done;

    if (!virFslMcMcOpen(work->mc, "dpni", dpni, &token, error))
        return FALSE;

    virFslMcMcEncodeSetNetworkMac(&command, token, mac);
    done = virFslMcMcSend(work->mc, &command, error,
                          _("cannot set the MAC address of 'dpni.%1$u'"), dpni);
    virFslMcMcClose(work->mc, token);
    return done;
}

/* Which one of the plan's own network interfaces @end is; -1: none. */
static int
virFslMcMcFindPort(const virFslMcMcPlan *plan, const virFslMcMcEndpoint *end)
{
    guint i;

    for (i = 0; i < plan->ports->len; i++) {
        const virFslMcMcPort *port = &g_array_index(plan->ports, virFslMcMcPort, i);

        if (port->hasId && port->id == end->id && strcmp(end->type, "dpni") == 0)
            return i;
    }

    return -1;
}

/* What the network interface that was made last is to be connected to now. Of two in
 * the container the later one connects both.
 *
 * Returns: FALSE for nothing */
static gboolean
virFslMcMcResolvePeer(virFslMcMcWork *work,
                      const virFslMcMcPlan *plan,
                      const virFslMcMcPort *port,
                      virFslMcMcEndpoint *peer)
{
    int inside = virFslMcMcFindPort(plan, &port->peer);

    *peer = port->peer;
    if (inside >= (int) work->made->len)
        return FALSE;
    if (inside >= 0)
        peer->id = g_array_index(work->made, guint32, inside);
    return *peer->type != '\0';
}

static gboolean
virFslMcMcMakePort(virFslMcMcWork *work,
                   const virFslMcMcPlan *plan,
                   const virFslMcMcPort *port,
                   virFslMcMcApi api,
                   guint nth,
                   GError **error)
{
    virFslMcMcNetwork network = { .queues = port->queues };
    virFslMcMcLink pair = { .own = { .type = "dpni" } };
    virFslMcMcCommand command;

    virFslMcMcEncodeCreateNetwork(&command, work->token, api, &network);
    if (!virFslMcMcCreate(work, &command, "dpni", nth, plan->ports->len, &pair.own.id, error))
        return FALSE;
    g_array_append_val(work->made, pair.own.id);

    if (port->hasMac && !virFslMcMcSetMac(work, pair.own.id, port->mac, error))
        return FALSE;

    if (virFslMcMcResolvePeer(work, plan, port, &pair.peer)) {
        /* A command that failed may have been carried out: disconnect then, too. */
        g_array_append_val(work->connected, pair);
        if (!virFslMcMcConnect(work, &pair, error))
            return FALSE;
    }

    return virFslMcMcPlug(work, "dpni", pair.own.id, error);
}

static void
virFslMcMcEncodeCreate(virFslMcMcCommand *command,
                       virFslMcMcToken token,
                       virFslMcMcPlanType type,
                       virFslMcMcApi api)
{
    switch (type) {
    case VIR_FSLMC_MC_PLAN_DPMCP:
        virFslMcMcEncodeCreatePortal(command, token, api);
        break;
    case VIR_FSLMC_MC_PLAN_DPBP:
        virFslMcMcEncodeCreateBufferPool(command, token, api);
        break;
    case VIR_FSLMC_MC_PLAN_DPCON:
        virFslMcMcEncodeCreateConcentrator(command, token, api, CONCENTRATOR_PRIORITIES);
        break;
    case VIR_FSLMC_MC_PLAN_DPSECI:
        virFslMcMcEncodeCreateCrypto(command, token, api, CRYPTO_QUEUES, QUEUE_PRIORITY);
        break;
    case VIR_FSLMC_MC_PLAN_DPIO:
        virFslMcMcEncodeCreateIo(command, token, api, IO_PRIORITIES);
        break;
    case VIR_FSLMC_MC_PLAN_DPCI:
        virFslMcMcEncodeCreateCommunication(command, token, api, CONCENTRATOR_PRIORITIES);
        break;
    case VIR_FSLMC_MC_PLAN_DPDMAI:
        virFslMcMcEncodeCreateDma(command, token, api, 1, QUEUE_PRIORITY);
        break;
    case VIR_FSLMC_MC_PLAN_LAST:
    default:
        g_assert_not_reached();
    }
}

static gboolean
virFslMcMcMakeType(virFslMcMcWork *work,
                   virFslMcMcPlanType type,
                   guint count,
                   GError **error)
{
    const char *name = virFslMcMcPlanTypeName(type);
    virFslMcMcApi api;
    guint i;

    if (count == 0)
        return TRUE;

    if (!virFslMcMcGetApi(work->mc, name, &api, error))
        return FALSE;

    for (i = 0; i < count; i++) {
        virFslMcMcCommand command;
        guint32 id;

        virFslMcMcEncodeCreate(&command, work->token, type, api);
        if (!virFslMcMcCreate(work, &command, name, i + 1, count, &id, error) ||
            !virFslMcMcPlug(work, name, id, error))
            return FALSE;
    }

    return TRUE;
}

static gboolean
virFslMcMcMakePorts(virFslMcMcWork *work, const virFslMcMcPlan *plan, GError **error)
{
    virFslMcMcApi api;
    guint i;

    if (plan->ports->len == 0)
        return TRUE;

    if (!virFslMcMcGetApi(work->mc, "dpni", &api, error))
        return FALSE;

    for (i = 0; i < plan->ports->len; i++) {
        const virFslMcMcPort *port = &g_array_index(plan->ports, virFslMcMcPort, i);

        if (!virFslMcMcMakePort(work, plan, port, api, i + 1, error))
            return FALSE;
    }

    return TRUE;
}

/* Before anything is made: every peer has to be there and free. */
static gboolean
virFslMcMcCheckPeers(virFslMcMcWork *work, const virFslMcMcPlan *plan, GError **error)
{
    guint i;

    for (i = 0; i < plan->ports->len; i++) {
        const virFslMcMcPort *port = &g_array_index(plan->ports, virFslMcMcPort, i);
        g_autofree char *name = NULL;
        g_autofree char *other = NULL;
        virFslMcMcEndpoint peer;
        gboolean connected;

        if (!*port->peer.type || virFslMcMcFindPort(plan, &port->peer) >= 0)
            continue;
        if (!virFslMcMcGetPeer(work, &port->peer, &connected, &peer, error))
            return FALSE;
        if (!connected)
            continue;

        name = virFslMcMcEndpointName(&port->peer);
        other = virFslMcMcEndpointName(&peer);
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("'%1$s' is connected to '%2$s' already; disconnect it first"),
                    name, other);
        return FALSE;
    }

    return TRUE;
}

static gboolean
virFslMcMcHasContainer(GArray *entries, guint32 id)
{
    guint i;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(entries, virFslMcMcEntry, i);

        if (entry->id == id && strcmp(entry->type, VIR_FSLMC_TYPE_DPRC) == 0)
            return TRUE;
    }

    return FALSE;
}

/* An MC that did not answer in time may have made the container nevertheless:
 * then it is a new one that is not finished. */
static void
virFslMcMcAdoptStray(virFslMcMcWork *work, GArray *before)
{
    g_autoptr(GArray) after = NULL;
    guint i;

    after = virFslMcMcListEntries(work->mc, work->root, work->rootId, NULL);
    for (i = 0; after && i < after->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(after, virFslMcMcEntry, i);

        if (strcmp(entry->type, VIR_FSLMC_TYPE_DPRC) == 0 &&
            strcmp(entry->label, UNFINISHED) == 0 &&
            !virFslMcMcHasContainer(before, entry->id)) {
            work->id = entry->id;
            work->exists = TRUE;
        }
    }
}

static gboolean
virFslMcMcTell(virFslMcMcWork *work, GError **error)
{
    g_autofree char *name = g_strdup_printf(VIR_FSLMC_TYPE_DPRC ".%u", work->id);

    return !work->func || work->func(name, work->opaque, error);
}

static gboolean
virFslMcMcMakeContainer(virFslMcMcWork *work, const virFslMcMcPlan *plan, GError **error)
{
    g_autoptr(GArray) before = NULL;
    virFslMcMcCommand command;
    virFslMcMcApi api;

    if (!virFslMcMcGetApi(work->mc, VIR_FSLMC_TYPE_DPRC, &api, error) ||
        !(before = virFslMcMcListEntries(work->mc, work->root, work->rootId, error)))
        return FALSE;

    virFslMcMcEncodeCreateContainer(&command, work->root, api, work->options, UNFINISHED);
    if (!virFslMcMcSend(work->mc, &command, error, _("cannot create a container in '%1$s'"),
                        plan->parent)) {
        virFslMcMcExplain(work, "dpmcp", errno, error);
        virFslMcMcAdoptStray(work, before);
        return FALSE;
    }
    work->id = virFslMcMcDecodeContainerId(&command);
    work->exists = TRUE;

    /* The kernel opens a new container on our portal when it finds it, and no
     * object is to be open twice there: so have it find it first. */
    return virFslMcMcTell(work, error) &&
           virFslMcMcRescanFor(work->bus, work->id, TRUE, error) &&
           virFslMcMcOpen(work->mc, VIR_FSLMC_TYPE_DPRC, work->id, &work->token, error);
}

static gboolean
virFslMcMcReadBackError(virFslMcMcWork *work, GError **error)
{
    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FIRMWARE,
                _("container 'dprc.%1$u' does not have what the MC said that it made"),
                work->id);
    return FALSE;
}

/* The MC says of some refused commands that they succeeded. */
static gboolean
virFslMcMcReadBack(virFslMcMcWork *work, const virFslMcMcPlan *plan, GError **error)
{
    g_autoptr(GArray) entries = NULL;
    guint counts[VIR_FSLMC_MC_PLAN_LAST] = { 0 };
    guint ports = 0;
    guint i;

    if (!(entries = virFslMcMcListEntries(work->mc, work->token, work->id, error)))
        return FALSE;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *member = &g_array_index(entries, virFslMcMcEntry, i);
        virFslMcMcPlanType type;

        if (!member->plugged)
            return virFslMcMcReadBackError(work, error);
        if (virFslMcMcPlanTypeFrom(member->type, &type))
            counts[type]++;
        else if (strcmp(member->type, "dpni") == 0)
            ports++;
    }
    if (ports != plan->ports->len || memcmp(counts, plan->counts, sizeof(counts)) != 0)
        return virFslMcMcReadBackError(work, error);

    for (i = 0; i < work->connected->len; i++) {
        const virFslMcMcLink *pair = &g_array_index(work->connected, virFslMcMcLink, i);
        virFslMcMcEndpoint peer;
        gboolean connected;

        if (!virFslMcMcGetPeer(work, &pair->own, &connected, &peer, error))
            return FALSE;
        if (!connected || peer.id != pair->peer.id || strcmp(peer.type, pair->peer.type) != 0)
            return virFslMcMcReadBackError(work, error);
    }

    return TRUE;
}

/* The label comes last: by it, only a complete container can be chosen. */
static gboolean
virFslMcMcFinish(virFslMcMcWork *work, GError **error)
{
    virFslMcMcEntry entry;
    gboolean there;

    if (!virFslMcMcSetLabel(work, work->label, error) ||
        !virFslMcMcFindEntry(work, VIR_FSLMC_TYPE_DPRC, work->id, &there, &entry, error))
        return FALSE;

    if (!there || strcmp(entry.label, work->label) != 0)
        return virFslMcMcReadBackError(work, error);

    return TRUE;
}

static gboolean
virFslMcMcMakeAll(virFslMcMcWork *work, const virFslMcMcPlan *plan, GError **error)
{
    int type;

    if (!virFslMcMcMakeContainer(work, plan, error) ||
        !virFslMcMcMakePorts(work, plan, error))
        return FALSE;

    for (type = 0; type < VIR_FSLMC_MC_PLAN_LAST; type++) {
        if (!virFslMcMcMakeType(work, type, plan->counts[type], error))
            return FALSE;
    }

    if (!virFslMcMcReadBack(work, plan, error))
        return FALSE;

    virFslMcMcWorkClose(work);
    work->locked = work->options == GUEST_OPTIONS;
    if (work->locked && !virFslMcMcSetLocked(work, TRUE, error))
        return FALSE;

    return virFslMcMcFinish(work, error);
}

gboolean
virFslMcMcMake(const virFslMcBus *bus,
               const virFslMcMcPlan *plan,
               const char *journal,
               virFslMcMcMakeFunc func,
               gpointer opaque,
               char **name,
               GError **error)
{
    g_auto(virFslMcMcWork) work;
    g_autoptr(GError) reason = NULL;

    if (!virFslMcMcWorkBegin(&work, bus, plan->parent, journal, error) ||
        !virFslMcMcCheckPeers(&work, plan, error))
        return FALSE;

    g_strlcpy(work.label, plan->label, sizeof(work.label));
    work.options = plan->hasOptions ? plan->options : GUEST_OPTIONS;
    work.func = func;
    work.opaque = opaque;

    if (!virFslMcMcMakeAll(&work, plan, &reason)) {
        virFslMcMcRollback(&work, &reason);
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }

    *name = g_strdup_printf(VIR_FSLMC_TYPE_DPRC ".%u", work.id);
    return TRUE;
}

/* Whether @end is the other end of a connection that is known already: of two objects
 * in the container. */
static gboolean
virFslMcMcIsKnownPeer(virFslMcMcWork *work, const virFslMcMcEndpoint *end)
{
    guint i;

    for (i = 0; i < work->connected->len; i++) {
        const virFslMcMcLink *pair = &g_array_index(work->connected, virFslMcMcLink, i);

        if (pair->peer.id == end->id && strcmp(pair->peer.type, end->type) == 0)
            return TRUE;
    }

    return FALSE;
}

/* Finds out what is connected to the container. */
static gboolean
virFslMcMcReadLinks(virFslMcMcWork *work, GError **error)
{
    g_autoptr(GArray) entries = virFslMcMcListEntries(work->mc, work->token, work->id, error);
    guint i;

    if (!entries)
        return FALSE;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(entries, virFslMcMcEntry, i);
        virFslMcMcLink pair = { .own = { .id = entry->id } };
        gboolean connected;

        if (strcmp(entry->type, VIR_FSLMC_TYPE_DPRC) == 0) {
            g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                        _("container 'dprc.%1$u' has another one in it: 'dprc.%2$u'"),
                        work->id, entry->id);
            return FALSE;
        }
        if (strcmp(entry->type, "dpni") != 0 && strcmp(entry->type, "dpci") != 0)
            continue;

        g_strlcpy(pair.own.type, entry->type, sizeof(pair.own.type));
        if (!virFslMcMcGetPeer(work, &pair.own, &connected, &pair.peer, error))
            return FALSE;
        if (connected && !virFslMcMcIsKnownPeer(work, &pair.own))
            g_array_append_val(work->connected, pair);
    }

    return TRUE;
}

static gboolean
virFslMcMcReadOptions(virFslMcMcWork *work, guint32 *options, GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeGetContainerAttributes(&command, work->token);
    if (!virFslMcMcSend(work->mc, &command, error,
                        _("cannot read the options of container 'dprc.%1$u'"), work->id))
        return FALSE;

    *options = virFslMcMcDecodeContainerOptions(&command);
    return TRUE;
}

/* Brings the first @count connections back, the lock, and, when it is as it was, the
 * label. */
static void
virFslMcMcRestore(virFslMcMcWork *work, guint count, GError **error)
{
    g_autoptr(GError) reason = NULL;
    guint i;

    for (i = 0; i < count; i++) {
        const virFslMcMcLink *pair = &g_array_index(work->connected, virFslMcMcLink, i);
        virFslMcMcEndpoint peer;
        gboolean connected;

        /* what could not be disconnected still is connected */
        if (virFslMcMcGetPeer(work, &pair->own, &connected, &peer, reason ? NULL : &reason) &&
            !connected)
            virFslMcMcConnect(work, pair, reason ? NULL : &reason);
    }
    if (work->locked)
        virFslMcMcSetLocked(work, TRUE, reason ? NULL : &reason);
    if (!reason)
        virFslMcMcSetLabel(work, work->label, &reason);

    if (reason) {
        g_autofree char *first = g_strdup((*error)->message);

        g_clear_error(error);
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED,
                    _("%1$s; and container 'dprc.%2$u' is not as it was before: %3$s"),
                    first, work->id, reason->message);
    }
}

static gboolean
virFslMcMcUnmakeAll(virFslMcMcWork *work, GError **error)
{
    guint i;

    /* should this process die now, the label tells the next one to destroy the container */
    if (!virFslMcMcSetLabel(work, UNFINISHED, error) ||
        (work->locked && !virFslMcMcSetLocked(work, FALSE, error))) {
        virFslMcMcRestore(work, 0, error);
        return FALSE;
    }

    for (i = 0; i < work->connected->len; i++) {
        const virFslMcMcLink *pair = &g_array_index(work->connected, virFslMcMcLink, i);

        if (!virFslMcMcDisconnect(work, &pair->own, error)) {
            virFslMcMcRestore(work, i + 1, error);
            return FALSE;
        }
    }

    if (!virFslMcMcDestroy(work, error)) {
        if (work->exists)
            virFslMcMcRestore(work, work->connected->len, error);
        return FALSE;
    }

    return TRUE;
}

/* Begins a transaction about a container that can be destroyed.
 *
 * Returns: FALSE with @error as virFslMcMcUnmake() sets it */
static gboolean
virFslMcMcUnmakeBegin(virFslMcMcWork *work,
                      const virFslMcBus *bus,
                      const char *root,
                      const char *name,
                      const char *journal,
                      GError **error)
{
    virFslMcMcEntry entry;
    gboolean there;

    if (!virFslMcMcWorkBegin(work, bus, root, journal, error))
        return FALSE;

    if (!virFslMcNameParse(name, NULL, &work->id)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_INVALID_NAME,
                    _("'%1$s' is not the name of an object on the fsl-mc bus"), name);
        return FALSE;
    }

    if (!virFslMcMcFindEntry(work, VIR_FSLMC_TYPE_DPRC, work->id, &there, &entry, error))
        return FALSE;
    if (!there) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _("no container '%1$s' in '%2$s'"), name, root);
        return FALSE;
    }
    if (entry.plugged) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                    _("container '%1$s' is plugged: it is of the configuration that the "
                      "firmware booted with"), name);
        return FALSE;
    }

    g_strlcpy(work->label, entry.label, sizeof(work->label));
    return TRUE;
}

gboolean
virFslMcMcCheckUnmake(const virFslMcBus *bus,
                      const char *root,
                      const char *name,
                      GError **error)
{
    g_auto(virFslMcMcWork) work;

    return virFslMcMcUnmakeBegin(&work, bus, root, name, NULL, error);
}

gboolean
virFslMcMcUnmake(const virFslMcBus *bus,
                 const char *root,
                 const char *name,
                 const char *journal,
                 GError **error)
{
    g_auto(virFslMcMcWork) work;
    g_autoptr(GError) reason = NULL;

    if (!virFslMcMcUnmakeBegin(&work, bus, root, name, journal, error))
        return FALSE;

    if (!virFslMcMcOpen(work.mc, VIR_FSLMC_TYPE_DPRC, work.id, &work.token, error) ||
        !virFslMcMcReadOptions(&work, &work.options, error) ||
        !virFslMcMcReadLinks(&work, error))
        return FALSE;
    virFslMcMcWorkClose(&work);

    /* Whether a container is locked cannot be read: ours are. */
    work.locked = work.options == GUEST_OPTIONS;
    if (!virFslMcMcUnmakeAll(&work, &reason)) {
        g_propagate_error(error, g_steal_pointer(&reason));
        return FALSE;
    }

    /* it is gone, whatever the kernel still shows */
    virFslMcMcRescanFor(bus, work.id, FALSE, NULL);
    return TRUE;
}

GPtrArray *
virFslMcMcListUnfinished(const virFslMcBus *bus, const char *root, GError **error)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GArray) entries = NULL;
    g_auto(virFslMcMcWork) work;
    guint i;

    if (!virFslMcMcWorkBegin(&work, bus, root, NULL, error) ||
        !(entries = virFslMcMcListEntries(work.mc, work.root, work.rootId, error)))
        return NULL;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(entries, virFslMcMcEntry, i);

        if (strcmp(entry->type, VIR_FSLMC_TYPE_DPRC) == 0 && !entry->plugged &&
            strcmp(entry->label, UNFINISHED) == 0)
            g_ptr_array_add(names, g_strdup_printf(VIR_FSLMC_TYPE_DPRC ".%u", entry->id));
    }

    return g_steal_pointer(&names);
}
