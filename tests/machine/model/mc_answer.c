/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_answer.c: the commands that the MC knows, and what it answers to each
 *
 * Numbers and layouts are those that the kernel's drivers expect; see
 * drivers/bus/fsl-mc and drivers/soc/fsl/dpio in Linux. What restool sends is
 * in mc_manage.c.
 */

#include "mc_answer.h"

#include "mc_manage.h"

#define MC_VENDOR_NXP 0x1957
#define MC_STATE_OPEN 0x1
#define MC_STATE_PLUGGED 0x2

#define MC_PORTAL_STRIDE 0x10000
/* where the halves of the QBMan portals lie behind the MC portals */
#define MC_QBMAN_ENABLED 0x4000000
#define MC_QBMAN_INHIBITED 0x8000000
#define MC_QBMAN_PRIORITIES 8
/* before 5.0 the portal is all registers, which plain memory can stand for */
#define MC_QBMAN_VERSION 0x04010000
#define MC_QBMAN_CLOCK 350000000

/* The kernel maps device ids to contexts from this one on (msi-map and
 * iommu-map of the device tree). */
#define MC_ICID_BASE 23

static McStatus
mcAnswerNothing(McCall *call)
{
    return MC_STATUS_OK;
}

static McStatus
mcAnswerEnable(McCall *call)
{
    call->opened->enabled = TRUE;
    return MC_STATUS_OK;
}

static McStatus
mcAnswerDisable(McCall *call)
{
    call->opened->enabled = FALSE;
    return MC_STATUS_OK;
}

static McStatus
mcAnswerGetVersion(McCall *call)
{
    mcPut32(call->answer, 0, 0);
    mcPut32(call->answer, 4, 10);
    mcPut32(call->answer, 8, 38);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerGetContainerId(McCall *call)
{
    mcPut32(call->answer, 0, call->container->id);
    return MC_STATUS_OK;
}

static const McType *
mcCallType(const McCall *call)
{
    return mcTypeByModule(MC_HEADER_ID(call->request->header) & 0x1f);
}

static McStatus
mcAnswerGetApiVersion(McCall *call)
{
    const McType *type = mcCallType(call);

    if (!type)
        return MC_STATUS_UNSUPPORTED;

    mcPut16(call->answer, 0, type->major);
    mcPut16(call->answer, 2, type->minor);
    return MC_STATUS_OK;
}

static McObject *
mcFindObject(const McCall *call,
             const McType *type,
             guint32 id)
{
    g_autofree char *name = g_strdup_printf("%s.%u", type->name, id);

    return mcTopologyFind(call->topology, name, NULL);
}

static McObject *
mcAskOpen(const McCall *call)
{
    const McType *type = mcCallType(call);

    if (!type)
        return NULL;
    /* only who has the root container reaches what is above it */
    if (g_str_equal(type->name, "dprc") && mcGet32(call->request, 0) == 0 &&
        call->container == call->topology->root)
        return call->topology->global;

    return mcFindObject(call, type, mcGet32(call->request, 0));
}

static McStatus
mcAnswerOpen(McCall *call)
{
    /* a portal reaches what is in its container, and nothing else */
    if (!call->asked || (call->asked != call->topology->global &&
                         !mcObjectIsWithin(call->asked, call->container)))
        return MC_STATUS_CONFIG;

    call->token = mcSessionsOpen(call->sessions, call->portal, call->asked);
    return call->token ? MC_STATUS_OK : MC_STATUS_RESOURCE;
}

static McStatus
mcAnswerClose(McCall *call)
{
    mcSessionsClose(call->sessions, call->token);
    return MC_STATUS_OK;
}

guint
mcContainerIcid(const McObject *container)
{
    return MC_ICID_BASE + container->icid;
}

static McStatus
mcAnswerContainerAttributes(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->id);
    mcPut16(call->answer, 4, mcContainerIcid(call->opened));
    mcPut32(call->answer, 8, call->opened->options);
    mcPut32(call->answer, 12, call->opened->portal);
    return MC_STATUS_OK;
}

guint64
mcRegionOffset(const McObject *object,
               guint region)
{
    guint64 offset = (guint64) object->portal * MC_PORTAL_STRIDE;

    if (!g_str_equal(object->type->name, "dpio"))
        return offset;
    return offset + (region == 0 ? MC_QBMAN_ENABLED : MC_QBMAN_INHIBITED);
}

static McStatus
mcAnswerPortalAttributes(McCall *call)
{
    guint64 base = call->portalBase;

    mcPut32(call->answer, 0, call->opened->id);
    mcPut16(call->answer, 4, call->opened->portal);
    mcPut8(call->answer, 6, call->opened->config[4] ?
                            call->opened->config[4] : MC_QBMAN_PRIORITIES);
    mcPut8(call->answer, 7, call->opened->config[2]);
    mcPut64(call->answer, 8, base + mcRegionOffset(call->opened, 0));
    mcPut64(call->answer, 16, base + mcRegionOffset(call->opened, 1));
    mcPut32(call->answer, 24, MC_QBMAN_VERSION);
    mcPut32(call->answer, 32, MC_QBMAN_CLOCK);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerGetObjectCount(McCall *call)
{
    mcPut32(call->answer, 4, call->opened->children->len);
    return MC_STATUS_OK;
}

static McObject *
mcAskIndex(const McCall *call)
{
    guint32 i = mcGet32(call->request, 0);

    if (i >= call->opened->children->len)
        return NULL;
    return g_ptr_array_index(call->opened->children, i);
}

static McStatus
mcAnswerGetObject(McCall *call)
{
    const McObject *object = call->asked;

    if (!object)
        return MC_STATUS_CONFIG;

    mcPut32(call->answer, 4, object->id);
    mcPut16(call->answer, 8, MC_VENDOR_NXP);
    mcPut8(call->answer, 10, object->type->irqs);
    mcPut8(call->answer, 11, object->type->regions);
    mcPut32(call->answer, 12, (object->sessions > 0 ? MC_STATE_OPEN : 0) |
                              (object->plugged ? MC_STATE_PLUGGED : 0));
    mcPut16(call->answer, 16, object->type->major);
    mcPut16(call->answer, 18, object->type->minor);
    memcpy(call->answer->parameters + 24, object->type->name,
           strlen(object->type->name));
    memcpy(call->answer->parameters + 40, object->label, MC_LABEL_SIZE);
    return MC_STATUS_OK;
}

/* An object of the open container that is given by type and id. */
static McObject *
mcAskMember(const McCall *call,
            guint32 id)
{
    g_autofree char *name = g_strndup((const char *)
                                      call->request->parameters + 24, 16);
    const McType *type = mcTypeByName(name);
    McObject *object = type ? mcFindObject(call, type, id) : NULL;

    return object && object->parent == call->opened ? object : NULL;
}

static McObject *
mcAskRegion(const McCall *call)
{
    return mcAskMember(call, mcGet32(call->request, 0));
}

static McStatus
mcAnswerGetRegion(McCall *call)
{
    guint region = mcGet8(call->request, 6);
    guint32 size = MC_PORTAL_STRIDE;

    if (!call->asked || region >= call->asked->type->regions)
        return MC_STATUS_CONFIG;

    if (g_str_equal(call->asked->type->name, "dpio") && call->topology->queuePortalSize)
        size = call->topology->queuePortalSize;

    mcPut64(call->answer, 8, mcRegionOffset(call->asked, region));
    mcPut32(call->answer, 16, size);
    mcPut64(call->answer, 32, call->portalBase);
    return MC_STATUS_OK;
}

static McObject *
mcAskMemberIrq(const McCall *call)
{
    return mcAskMember(call, mcGet32(call->request, 20));
}

/* Interrupts. All objects here have one, of index 0. */
static McStatus
mcSetIrq(const McCall *call,
         McObject *object)
{
    if (!object || mcGet8(call->request, 4) != 0)
        return MC_STATUS_CONFIG;

    object->irq.value = mcGet32(call->request, 0);
    object->irq.address = mcGet64(call->request, 8);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerSetMemberIrq(McCall *call)
{
    return mcSetIrq(call, call->asked);
}

static McStatus
mcAnswerSetIrq(McCall *call)
{
    return mcSetIrq(call, call->opened);
}

static McStatus
mcAnswerSetIrqEnable(McCall *call)
{
    call->opened->irq.enabled = mcGet8(call->request, 0) & 1;
    return MC_STATUS_OK;
}

static McStatus
mcAnswerSetIrqMask(McCall *call)
{
    call->opened->irq.mask = mcGet32(call->request, 0);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerGetIrqMask(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->irq.mask);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerGetIrqStatus(McCall *call)
{
    mcPut32(call->answer, 0, call->opened->irq.status);
    return MC_STATUS_OK;
}

static McStatus
mcAnswerClearIrqStatus(McCall *call)
{
    call->opened->irq.status &= ~mcGet32(call->request, 0);
    return MC_STATUS_OK;
}

static const McCommandInfo mcCommands[] = {
    { "enable", { 0x002, 0x002 }, NULL, TRUE, NULL, mcAnswerEnable },
    { "disable", { 0x003, 0x003 }, NULL, TRUE, NULL, mcAnswerDisable },
    { "get_attributes", { 0x004, 0x004 }, "dprc", TRUE,
      NULL, mcAnswerContainerAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpio", TRUE,
      NULL, mcAnswerPortalAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpni", TRUE,
      NULL, mcAnswerNetworkAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpbp", TRUE,
      NULL, mcAnswerPoolAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpcon", TRUE,
      NULL, mcAnswerConcentratorAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpmcp", TRUE,
      NULL, mcAnswerCommandPortalAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpseci", TRUE,
      NULL, mcAnswerCryptoAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpci", TRUE,
      NULL, mcAnswerInterfaceAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpdmai", TRUE,
      NULL, mcAnswerDmaAttributes },
    { "get_attributes", { 0x004, 0x004 }, "dpmac", TRUE,
      NULL, mcAnswerMacAttributes },
    { "reset", { 0x005, 0x005 }, "dprc", TRUE, NULL, mcAnswerResetContainer },
    { "reset", { 0x005, 0x005 }, NULL, TRUE, NULL, mcAnswerDisable },
    { "set_irq", { 0x010, 0x010 }, NULL, TRUE, NULL, mcAnswerSetIrq },
    { "set_irq_enable", { 0x012, 0x012 }, NULL, TRUE,
      NULL, mcAnswerSetIrqEnable },
    { "set_irq_mask", { 0x014, 0x014 }, NULL, TRUE, NULL, mcAnswerSetIrqMask },
    { "get_irq_mask", { 0x015, 0x015 }, NULL, TRUE, NULL, mcAnswerGetIrqMask },
    { "get_irq_status", { 0x016, 0x016 }, NULL, TRUE,
      NULL, mcAnswerGetIrqStatus },
    { "clear_irq_status", { 0x017, 0x017 }, NULL, TRUE,
      NULL, mcAnswerClearIrqStatus },
    { "set_stashing_dest", { 0x120, 0x120 }, "dpio", TRUE,
      NULL, mcAnswerNothing },
    { "get_mac_addr", { 0x0c5, 0x0c5 }, "dpmac", TRUE, NULL, mcAnswerGetMac },
    { "set_primary_mac", { 0x224, 0x224 }, "dpni", TRUE,
      NULL, mcAnswerSetMac },
    { "get_primary_mac", { 0x225, 0x225 }, "dpni", TRUE,
      NULL, mcAnswerGetMac },
    { "create_container", { 0x151, 0x151 }, "dprc", TRUE,
      NULL, mcAnswerCreateContainer },
    { "destroy_container", { 0x152, 0x152 }, "dprc", TRUE,
      mcAskChild, mcAnswerDestroyContainer },
    { "assign", { 0x157, 0x157 }, "dprc", TRUE,
      mcAskAssigned, mcAnswerAssign },
    { "unassign", { 0x158, 0x158 }, "dprc", TRUE,
      mcAskAssigned, mcAnswerUnassign },
    { "get_obj_count", { 0x159, 0x159 }, "dprc", TRUE,
      NULL, mcAnswerGetObjectCount },
    { "get_obj", { 0x15a, 0x15a }, "dprc", TRUE,
      mcAskIndex, mcAnswerGetObject },
    { "get_res_count", { 0x15b, 0x15b }, "dprc", TRUE,
      NULL, mcAnswerGetResourceCount },
    { "get_res_ids", { 0x15c, 0x15c }, "dprc", TRUE,
      NULL, mcAnswerGetResourceIds },
    { "get_obj_region", { 0x15e, 0x15e }, "dprc", TRUE,
      mcAskRegion, mcAnswerGetRegion },
    { "set_obj_irq", { 0x15f, 0x15f }, "dprc", TRUE,
      mcAskMemberIrq, mcAnswerSetMemberIrq },
    { "set_obj_label", { 0x161, 0x161 }, "dprc", TRUE,
      mcAskLabelled, mcAnswerSetLabel },
    { "connect", { 0x167, 0x167 }, "dprc", TRUE,
      mcAskConnected, mcAnswerConnect },
    { "disconnect", { 0x168, 0x168 }, "dprc", TRUE,
      mcAskDisconnected, mcAnswerDisconnect },
    { "get_pool", { 0x169, 0x169 }, "dprc", TRUE, NULL, mcAnswerGetPool },
    { "get_pool_count", { 0x16a, 0x16a }, "dprc", TRUE,
      NULL, mcAnswerGetPoolCount },
    { "set_locked", { 0x16b, 0x16b }, "dprc", TRUE,
      mcAskChildToLock, mcAnswerSetLocked },
    { "get_connection", { 0x16c, 0x16c }, "dprc", TRUE,
      mcAskDisconnected, mcAnswerGetConnection },
    { "close", { 0x800, 0x800 }, NULL, TRUE, NULL, mcAnswerClose },
    { "get_container_id", { 0x830, 0x830 }, NULL, FALSE,
      NULL, mcAnswerGetContainerId },
    { "get_version", { 0x831, 0x831 }, NULL, FALSE, NULL, mcAnswerGetVersion },
    /* the low bits of these are the number of the type */
    { "open", { 0x801, 0x81f }, NULL, FALSE, mcAskOpen, mcAnswerOpen },
    { "create", { 0x901, 0x91f }, "dprc", TRUE, NULL, mcAnswerCreate },
    { "destroy", { 0x981, 0x99f }, "dprc", TRUE,
      mcAskDestroy, mcAnswerDestroy },
    { "get_api_version", { 0xa01, 0xa1f }, NULL, FALSE,
      NULL, mcAnswerGetApiVersion },
    { "any", { 0, 0xfff }, NULL, FALSE, NULL, NULL },
};

const McCommandInfo *
mcCommandInfoFind(guint16 id,
                  const McObject *opened)
{
    const McCommandInfo *info = mcCommands;

    while (!mcPatternMatches(info->pattern, id) ||
           (info->type && opened &&
            !g_str_equal(info->type, opened->type->name)))
        info++;

    return info;
}

const McCommandInfo *
mcCommandInfoByName(const char *name)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(mcCommands); i++) {
        if (g_str_equal(mcCommands[i].name, name))
            return &mcCommands[i];
    }

    return NULL;
}
