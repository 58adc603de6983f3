/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_manage.c: the commands that restool sends: objects are made, moved,
 * connected and destroyed
 *
 * Layouts are those of NXP's mc-utils, firmware 10.38.
 */

#include "mc_manage.h"

#include "mc_connection.h"
#include "mc_pool.h"

#define MC_ICID_FROM_POOL 0xffff
#define MC_PORTAL_FROM_POOL 0xffffffff

#define MC_ASSIGN_EXPLICIT 0x1
#define MC_ASSIGN_PLUGGED 0x4

#define MC_RESET_NON_RECURSIVE 0x1

/* get_res_ids: that was the last range */
#define MC_RANGE_LAST 2

/* What a dpni has of which its creator said nothing. */
#define MC_DPNI_MAC_ENTRIES 16
#define MC_DPNI_FS_ENTRIES 64

/* The object of that id and of the type that is named at this offset. */
static McObject *
mcFindTyped(const McCall *call,
            guint32 id,
            gsize offset)
{
    g_autofree char *type = g_strndup((const char *) call->request->parameters +
                                      offset, 16);
    g_autofree char *name = g_strdup_printf("%s.%u", type, id);

    return mcTopologyFind(call->topology, name, NULL);
}

static McObject *
mcFindContainer(const McCall *call,
                guint32 id)
{
    g_autofree char *name = g_strdup_printf("dprc.%u", id);

    return mcTopologyFind(call->topology, name, NULL);
}

/* Locked, or in what is. */
static gboolean
mcContainerIsLocked(const McObject *container)
{
    for (; container; container = container->parent) {
        if (container->locked)
            return TRUE;
    }

    return FALSE;
}

/* Those that are checked when an object is made. */
static gboolean
mcConfigIsGood(const McType *type,
               const McCommand *request)
{
    if (g_str_equal(type->name, "dpni"))
        return mcGet8(request, 4) <= 32 && mcGet8(request, 5) <= 16 &&
               mcGet8(request, 6) <= 80 && mcGet8(request, 8) <= 16 &&
               mcGet8(request, 10) <= 64 && mcGet16(request, 12) <= 1024 &&
               mcGet8(request, 14) <= 8;
    if (g_str_equal(type->name, "dpio"))
        return mcGet8(request, 2) <= 1 && mcGet8(request, 4) <= 8;
    if (g_str_equal(type->name, "dpcon"))
        return mcGet8(request, 0) >= 1 && mcGet8(request, 0) <= 8;
    if (g_str_equal(type->name, "dpseci"))
        return mcGet8(request, 8) >= 1 && mcGet8(request, 8) <= 16 &&
               mcGet8(request, 9) >= 1 && mcGet8(request, 9) <= 16;
    if (g_str_equal(type->name, "dpci"))
        return mcGet8(request, 0) >= 1 && mcGet8(request, 0) <= 2;

    return TRUE;
}

static const McType *
mcCallType(const McCall *call)
{
    return mcTypeByModule(MC_HEADER_ID(call->request->header) & 0x1f);
}

McStatus
mcAnswerCreate(McCall *call)
{
    const McType *type = mcCallType(call);
    guint version = MC_HEADER_VERSION(call->request->header);
    McObject *container = call->opened;
    McObject *object;

    if (!type || version == 0 || version > type->create)
        return MC_STATUS_UNSUPPORTED;
    if (mcContainerIsLocked(container))
        return MC_STATUS_PRIVILEGE;
    if (call->container == container &&
        !(container->options & MC_OPTION_OBJ_CREATE))
        return MC_STATUS_PRIVILEGE;
    if (!mcConfigIsGood(type, call->request))
        return MC_STATUS_CONFIG;
    if (!(container->options & MC_OPTION_ALLOC) ||
        !mcPoolHas(call->topology, type))
        return MC_STATUS_RESOURCE;
    /* there is one clock */
    if (g_str_equal(type->name, "dprtc") &&
        mcTopologyFind(call->topology, "dprtc.1", NULL))
        return MC_STATUS_RESOURCE;

    object = mcTopologyMake(call->topology, type, container, NULL);
    if (!object)
        return MC_STATUS_RESOURCE;

    memcpy(object->config, call->request->parameters, sizeof(object->config));
    mcPut32(call->answer, 0, object->id);
    call->changed = container;
    return MC_STATUS_OK;
}

McObject *
mcAskDestroy(const McCall *call)
{
    const McType *type = mcCallType(call);
    g_autofree char *name = NULL;

    if (!type || type->create == 0)
        return NULL;

    name = g_strdup_printf("%s.%u", type->name, mcGet32(call->request, 0));
    return mcTopologyFind(call->topology, name, NULL);
}

static gboolean
mcObjectIsOpen(const McObject *object)
{
    guint i;

    if (object->sessions > 0)
        return TRUE;
    for (i = 0; object->children && i < object->children->len; i++) {
        if (mcObjectIsOpen(g_ptr_array_index(object->children, i)))
            return TRUE;
    }

    return FALSE;
}

McStatus
mcAnswerDestroy(McCall *call)
{
    McObject *object = call->asked;

    if (!object)
        return MC_STATUS_CONFIG;
    /* wherever it is now */
    if (object->creator != call->opened)
        return MC_STATUS_PRIVILEGE;
    if (mcContainerIsLocked(call->opened) || mcContainerIsLocked(object->parent))
        return MC_STATUS_PRIVILEGE;
    if (mcObjectIsOpen(object))
        return MC_STATUS_BUSY;

    call->changed = object->parent;
    mcTopologyDestroy(call->topology, object);
    return MC_STATUS_OK;
}

McStatus
mcAnswerCreateContainer(McCall *call)
{
    guint version = MC_HEADER_VERSION(call->request->header);
    guint32 icid = mcGet32(call->request, 4) & 0xffff;
    const McType *type = mcTypeByName("dprc");
    McObject *container;

    if (version == 0 || version > 2)
        return MC_STATUS_UNSUPPORTED;
    if (mcContainerIsLocked(call->opened))
        return MC_STATUS_PRIVILEGE;
    if (!(call->opened->options & MC_OPTION_SPAWN))
        return MC_STATUS_CONFIG;
    /* a number of one's own choice is nothing that anybody asks for */
    if (icid != MC_ICID_FROM_POOL ||
        mcGet32(call->request, 12) != MC_PORTAL_FROM_POOL)
        return MC_STATUS_CONFIG;
    if (!mcPoolHas(call->topology, type))
        return MC_STATUS_RESOURCE;

    container = mcTopologyMake(call->topology, type, call->opened, NULL);
    if (!container)
        return MC_STATUS_RESOURCE;

    container->options = mcGet32(call->request, 0);
    memcpy(container->label, call->request->parameters + 16, MC_LABEL_SIZE - 1);
    mcPut32(call->answer, 8, container->id);
    mcPut64(call->answer, 16, mcRegionOffset(container, 0));
    call->changed = call->opened;
    return MC_STATUS_OK;
}

/* A container in the open one. */
static McObject *
mcChildContainer(const McCall *call,
                 guint32 id)
{
    McObject *container = mcFindContainer(call, id);

    return container && container->parent == call->opened ? container : NULL;
}

McObject *
mcAskChild(const McCall *call)
{
    return mcChildContainer(call, mcGet32(call->request, 0));
}

static gboolean
mcContainerHasContainers(const McObject *container)
{
    guint i;

    for (i = 0; i < container->children->len; i++) {
        if (mcObjectIsContainer(g_ptr_array_index(container->children, i)))
            return TRUE;
    }

    return FALSE;
}

McStatus
mcAnswerDestroyContainer(McCall *call)
{
    McObject *container = call->asked;

    if (!container)
        return MC_STATUS_CONFIG;
    if (mcContainerIsLocked(container))
        return MC_STATUS_PRIVILEGE;
    if (mcContainerHasContainers(container) || mcObjectIsOpen(container))
        return MC_STATUS_BUSY;

    mcTopologyDestroy(call->topology, container);
    call->changed = call->opened;
    return MC_STATUS_OK;
}

static void
mcContainerReset(McCall *call,
                 McObject *container,
                 gboolean recursive)
{
    guint i;

    mcSessionsCloseOthers(call->sessions, call->topology, container,
                          call->token);
    for (i = 0; i < container->children->len; i++) {
        McObject *object = g_ptr_array_index(container->children, i);

        object->enabled = FALSE;
        if (recursive && mcObjectIsContainer(object))
            mcContainerReset(call, object, recursive);
    }
}

McStatus
mcAnswerResetContainer(McCall *call)
{
    guint32 id = mcGet32(call->request, 0);
    McObject *container = call->opened;

    if (id != container->id)
        container = mcChildContainer(call, id);
    if (!container)
        return MC_STATUS_CONFIG;

    mcContainerReset(call, container,
                     !(mcGet32(call->request, 4) & MC_RESET_NON_RECURSIVE));
    return MC_STATUS_OK;
}

McObject *
mcAskAssigned(const McCall *call)
{
    return mcFindTyped(call, mcGet32(call->request, 12), 16);
}

McStatus
mcAnswerAssign(McCall *call)
{
    guint32 options = mcGet32(call->request, 4);
    McObject *target = mcFindContainer(call, mcGet32(call->request, 0));
    McObject *object = call->asked;

    if (!(options & MC_ASSIGN_EXPLICIT))
        return MC_STATUS_UNSUPPORTED;
    if (!target || !object)
        return MC_STATUS_CONFIG;
    if (target != call->opened && target->parent != call->opened)
        return MC_STATUS_PRIVILEGE;
    if (mcContainerIsLocked(target))
        return MC_STATUS_PRIVILEGE;
    if (object->parent != call->opened)
        return mcObjectIsWithin(object, call->opened) ?
            MC_STATUS_PRIVILEGE : MC_STATUS_CONFIG;
    /* containers stay where they are, and as they are */
    if (mcObjectIsContainer(object))
        return MC_STATUS_CONFIG;

    if (target != call->opened)
        mcTopologyPut(object, target);
    object->plugged = (options & MC_ASSIGN_PLUGGED) != 0;
    call->changed = call->opened;
    return MC_STATUS_OK;
}

McStatus
mcAnswerUnassign(McCall *call)
{
    McObject *source = mcChildContainer(call, mcGet32(call->request, 0));
    McObject *object = call->asked;

    if (!(mcGet32(call->request, 4) & MC_ASSIGN_EXPLICIT))
        return MC_STATUS_UNSUPPORTED;
    if (!source || !object || object->parent != source ||
        mcObjectIsContainer(object))
        return MC_STATUS_CONFIG;
    if (mcContainerIsLocked(source))
        return MC_STATUS_PRIVILEGE;

    mcTopologyPut(object, call->opened);
    call->changed = call->opened;
    return MC_STATUS_OK;
}

McObject *
mcAskChildToLock(const McCall *call)
{
    return mcChildContainer(call, mcGet32(call->request, 4));
}

McStatus
mcAnswerSetLocked(McCall *call)
{
    if (!call->asked)
        return MC_STATUS_CONFIG;
    /* who is locked in does not unlock */
    if (mcContainerIsLocked(call->opened))
        return MC_STATUS_PRIVILEGE;

    call->asked->locked = mcGet8(call->request, 0) != 0;
    return MC_STATUS_OK;
}

McObject *
mcAskLabelled(const McCall *call)
{
    McObject *object = mcFindTyped(call, mcGet32(call->request, 0), 24);

    return object && object->parent == call->opened ? object : NULL;
}

McStatus
mcAnswerSetLabel(McCall *call)
{
    if (!call->asked)
        return MC_STATUS_CONFIG;

    memcpy(call->asked->label, call->request->parameters + 8,
           MC_LABEL_SIZE - 1);
    return MC_STATUS_OK;
}

/* Ends of connections */

McObject *
mcAskConnected(const McCall *call)
{
    return mcFindTyped(call, mcGet32(call->request, 0), 16);
}

McStatus
mcAnswerConnect(McCall *call)
{
    McEnd one = { call->asked, mcGet16(call->request, 4) };
    McEnd other = { mcFindTyped(call, mcGet32(call->request, 8), 40),
                    mcGet16(call->request, 12) };

    if (!(call->opened->options & MC_OPTION_TOPOLOGY))
        return MC_STATUS_PRIVILEGE;
    if (!one.object || !other.object ||
        !mcObjectIsWithin(one.object, call->opened) ||
        !mcObjectIsWithin(other.object, call->opened) ||
        !mcConnectionIsPossible(one, other))
        return MC_STATUS_CONFIG;
    if (mcConnectionFind(call->topology, one, NULL) ||
        mcConnectionFind(call->topology, other, NULL))
        return MC_STATUS_BUSY;

    mcConnectionAdd(call->topology, one, other);
    return MC_STATUS_OK;
}

McObject *
mcAskDisconnected(const McCall *call)
{
    McObject *object = mcFindTyped(call, mcGet32(call->request, 0), 8);

    return object && mcObjectIsWithin(object, call->opened) ? object : NULL;
}

McStatus
mcAnswerDisconnect(McCall *call)
{
    McEnd end = { call->asked, mcGet32(call->request, 4) };

    if (!(call->opened->options & MC_OPTION_TOPOLOGY))
        return MC_STATUS_PRIVILEGE;
    if (!end.object || !mcConnectionRemove(call->topology, end))
        return MC_STATUS_CONFIG;

    return MC_STATUS_OK;
}

/* A port is up as soon as somebody drives the other end. */
static gboolean
mcEndIsUp(McEnd end)
{
    return end.object->enabled || g_str_equal(end.object->type->name, "dpmac");
}

McStatus
mcAnswerGetConnection(McCall *call)
{
    McEnd end = { call->asked, mcGet16(call->request, 4) };
    McEnd other;

    if (!end.object)
        return MC_STATUS_CONFIG;
    if (!mcConnectionFind(call->topology, end, &other)) {
        mcPut32(call->answer, 48, (guint32) -1);
        return MC_STATUS_OK;
    }

    mcPut32(call->answer, 24, other.object->id);
    mcPut16(call->answer, 28, other.interface);
    memcpy(call->answer->parameters + 32, other.object->type->name,
           strlen(other.object->type->name));
    mcPut32(call->answer, 48, mcEndIsUp(end) && mcEndIsUp(other));
    return MC_STATUS_OK;
}

/* Pools */

McStatus
mcAnswerGetPoolCount(McCall *call)
{
    guint32 count = 0;

    while (mcPoolName(count))
        count++;

    mcPut32(call->answer, 0, count);
    return MC_STATUS_OK;
}

McStatus
mcAnswerGetPool(McCall *call)
{
    const char *name = mcPoolName(mcGet32(call->request, 0));

    if (!name)
        return MC_STATUS_CONFIG;

    memcpy(call->answer->parameters + 8, name, strlen(name));
    return MC_STATUS_OK;
}

/* What is free lies in the global container; others draw from there. */
static gboolean
mcCallPoolLeft(const McCall *call,
               gsize offset,
               guint *left)
{
    g_autofree char *name = g_strndup((const char *) call->request->parameters +
                                      offset, 16);

    if (!mcPoolIsListed(name) || !mcPoolLeft(call->topology, name, left))
        return FALSE;
    if (call->opened != call->topology->global)
        *left = 0;

    return TRUE;
}

McStatus
mcAnswerGetResourceCount(McCall *call)
{
    guint left;

    if (!mcCallPoolLeft(call, 8, &left))
        return MC_STATUS_CONFIG;

    mcPut32(call->answer, 0, left);
    return MC_STATUS_OK;
}

/* They are in one range here. */
McStatus
mcAnswerGetResourceIds(McCall *call)
{
    guint left;

    if (!mcCallPoolLeft(call, 16, &left))
        return MC_STATUS_CONFIG;

    mcPut8(call->answer, 5, MC_RANGE_LAST << 2);
    mcPut32(call->answer, 8, 0);
    mcPut32(call->answer, 12, left - 1);
    memcpy(call->answer->parameters + 16, call->request->parameters + 16, 16);
    return MC_STATUS_OK;
}

/* Addresses, last byte first */

McStatus
mcAnswerGetMac(McCall *call)
{
    guint i;

    for (i = 0; i < MC_MAC_SIZE; i++)
        mcPut8(call->answer, 2 + i, call->opened->mac[MC_MAC_SIZE - 1 - i]);
    return MC_STATUS_OK;
}

McStatus
mcAnswerSetMac(McCall *call)
{
    guint i;

    for (i = 0; i < MC_MAC_SIZE; i++)
        call->opened->mac[MC_MAC_SIZE - 1 - i] = mcGet8(call->request, 2 + i);
    return MC_STATUS_OK;
}

/* Attributes: what the creator said, or what the MC takes instead */

static guint8
mcConfigOr(const McObject *object,
           gsize offset,
           guint8 otherwise)
{
    return object->config[offset] ? object->config[offset] : otherwise;
}

static guint16
mcConfig16(const McObject *object,
           gsize offset)
{
    return object->config[offset] | object->config[offset + 1] << 8;
}

McStatus
mcAnswerNetworkAttributes(McCall *call)
{
    const McObject *dpni = call->opened;
    guint8 tcs = mcConfigOr(dpni, 5, 1);

    memcpy(call->answer->parameters, dpni->config, 4);
    mcPut8(call->answer, 4, mcConfigOr(dpni, 4, 1));
    mcPut8(call->answer, 5, mcConfigOr(dpni, 14, MIN(tcs, 8)));
    mcPut8(call->answer, 6, mcConfigOr(dpni, 6, MC_DPNI_MAC_ENTRIES));
    mcPut8(call->answer, 7, tcs);
    mcPut8(call->answer, 8, dpni->config[8]);
    mcPut8(call->answer, 9, mcConfigOr(dpni, 7, 1));
    mcPut8(call->answer, 10, tcs > 1 ? mcConfigOr(dpni, 10, 64) : 0);
    mcPut16(call->answer, 12, mcConfig16(dpni, 12) ?
                              mcConfig16(dpni, 12) : MC_DPNI_FS_ENTRIES);
    mcPut16(call->answer, 14, mcConfig16(dpni, 17));
    mcPut8(call->answer, 20, dpni->config[16]);
    return MC_STATUS_OK;
}

McStatus
mcAnswerPoolAttributes(McCall *call)
{
    mcPut16(call->answer, 2, call->opened->id);
    mcPut32(call->answer, 4, call->opened->id);
    return MC_STATUS_OK;
}

McStatus
mcAnswerConcentratorAttributes(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->id);
    mcPut16(call->answer, 4, call->opened->id);
    mcPut8(call->answer, 6, mcConfigOr(call->opened, 0, 2));
    return MC_STATUS_OK;
}

McStatus
mcAnswerCommandPortalAttributes(McCall *call)
{
    mcPut32(call->answer, 4, call->opened->id);
    return MC_STATUS_OK;
}

McStatus
mcAnswerCryptoAttributes(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->id);
    mcPut8(call->answer, 8, mcConfigOr(call->opened, 8, 1));
    mcPut8(call->answer, 9, mcConfigOr(call->opened, 9, 1));
    memcpy(call->answer->parameters + 16, call->opened->config + 16, 4);
    return MC_STATUS_OK;
}

McStatus
mcAnswerInterfaceAttributes(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->id);
    mcPut8(call->answer, 6, mcConfigOr(call->opened, 0, 1));
    return MC_STATUS_OK;
}

McStatus
mcAnswerDmaAttributes(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->id);
    mcPut8(call->answer, 4, 2);
    mcPut8(call->answer, 5, mcConfigOr(call->opened, 0, 1));
    return MC_STATUS_OK;
}

McStatus
mcAnswerMacAttributes(McCall *call)
{
    mcPut32(call->answer, 4, call->opened->id);
    return MC_STATUS_OK;
}
