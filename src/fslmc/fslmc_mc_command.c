/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_command.c: the bytes of commands to the Management Complex
 *
 * Source: the MC's public headers (nxp-qoriq/mc-utils, api/), which restool
 * uses, too. Everything in a command is little-endian.
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_mc_command.h"
#include "fslmc_names.h"

/* Numbers of commands. Those of the last three begin a range: the low bits are
 * the number of the object type. */
enum {
    COMMAND_GET_ATTRIBUTES = 0x004,
    COMMAND_CREATE_CONTAINER = 0x151,
    COMMAND_DESTROY_CONTAINER = 0x152,
    COMMAND_ASSIGN = 0x157,
    COMMAND_GET_COUNT = 0x159,
    COMMAND_GET_ENTRY = 0x15a,
    COMMAND_GET_FREE = 0x15b,
    COMMAND_SET_LABEL = 0x161,
    COMMAND_CONNECT = 0x167,
    COMMAND_DISCONNECT = 0x168,
    COMMAND_GET_POOL = 0x169,
    COMMAND_GET_POOL_COUNT = 0x16a,
    COMMAND_SET_LOCKED = 0x16b,
    COMMAND_GET_CONNECTION = 0x16c,
    COMMAND_DPNI_SET_MAC = 0x224,
    COMMAND_DPNI_GET_MAC = 0x225,
    COMMAND_CLOSE = 0x800,
    COMMAND_GET_VERSION = 0x831,
    COMMAND_OPEN = 0x800,
    COMMAND_CREATE = 0x900,
    COMMAND_GET_API = 0xa00,
};

/* The state of an object in dprc_get_obj */
#define STATE_PLUGGED 0x2

/* The channel of a dpio that is its own */
#define CHANNEL_LOCAL 1

static const struct {
    const char *type;
    guint8 module;
} types[] = {
    { "dpni", 0x1 },
    { "dpsw", 0x2 },
    { "dpio", 0x3 },
    { "dpbp", 0x4 },
    { VIR_FSLMC_TYPE_DPRC, 0x5 },
    { "dpdmux", 0x6 },
    { "dpci", 0x7 },
    { "dpcon", 0x8 },
    { "dpseci", 0x9 },
    { "dpmcp", 0xb },
    { "dpmac", 0xc },
    { "dpdmai", 0xe },
    { "dprtc", 0x10 },
};

/* The create commands: the first version that firmware whose API is at least
 * this takes. Newest first; what is older than all takes version 1. Later
 * versions only have more fields, which older firmware does not look at. */
static const struct {
    const char *type;
    virFslMcMcApi api;
    guint8 version;
} versions[] = {
    { VIR_FSLMC_TYPE_DPRC, { 6, 4 }, 2 },
    { "dpni", { 8, 6 }, 8 },
    { "dpni", { 8, 2 }, 7 },
    { "dpni", { 8, 0 }, 6 },
    { "dpni", { 7, 16 }, 5 },
    { "dpni", { 7, 14 }, 4 },
    { "dpni", { 7, 9 }, 3 },
    { "dpni", { 7, 7 }, 2 },
    { "dpmcp", { 4, 1 }, 2 },
    { "dpci", { 0, 0 }, 2 },
    { "dpseci", { 5, 3 }, 3 },
    { "dpseci", { 0, 0 }, 2 },
    { "dpdmai", { 3, 4 }, 3 },
    { "dpdmai", { 3, 3 }, 2 },
};


guint8
virFslMcMcTypeModule(const char *type)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(types); i++) {
        if (strcmp(types[i].type, type) == 0)
            return types[i].module;
    }

    return 0;
}

guint8
virFslMcMcCreateVersion(const char *type, virFslMcMcApi api)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(versions); i++) {
        if (strcmp(versions[i].type, type) == 0 &&
            (api.major > versions[i].api.major ||
             (api.major == versions[i].api.major && api.minor >= versions[i].api.minor)))
            return versions[i].version;
    }

    return 1;
}

static guint8 *
virFslMcMcParameters(virFslMcMcCommand *command)
{
    return (guint8 *) command->params;
}

static void
virFslMcMcPut8(virFslMcMcCommand *command, size_t offset, guint8 value)
{
    virFslMcMcParameters(command)[offset] = value;
}

/* Fields need not be aligned. */
static void
virFslMcMcPut16(virFslMcMcCommand *command, size_t offset, guint16 value)
{
    guint16 le = GUINT16_TO_LE(value);

    memcpy(virFslMcMcParameters(command) + offset, &le, sizeof(le));
}

static void
virFslMcMcPut32(virFslMcMcCommand *command, size_t offset, guint32 value)
{
    guint32 le = GUINT32_TO_LE(value);

    memcpy(virFslMcMcParameters(command) + offset, &le, sizeof(le));
}

/* Names and labels are filled with NULs, and end with one. */
static void
virFslMcMcPutString(virFslMcMcCommand *command, size_t offset, const char *value)
{
    memcpy(virFslMcMcParameters(command) + offset, value,
           MIN(strlen(value), VIR_FSLMC_MC_STRING_SIZE - 1));
}

static guint8
virFslMcMcGet8(const virFslMcMcCommand *command, size_t offset)
{
    return ((const guint8 *) command->params)[offset];
}

static guint16
virFslMcMcGet16(const virFslMcMcCommand *command, size_t offset)
{
    guint16 le;

    memcpy(&le, (const guint8 *) command->params + offset, sizeof(le));
    return GUINT16_FROM_LE(le);
}

static guint32
virFslMcMcGet32(const virFslMcMcCommand *command, size_t offset)
{
    guint32 le;

    memcpy(&le, (const guint8 *) command->params + offset, sizeof(le));
    return GUINT32_FROM_LE(le);
}

static void
virFslMcMcGetString(const virFslMcMcCommand *command,
                    size_t offset,
                    char value[VIR_FSLMC_MC_STRING_SIZE])
{
    memcpy(value, (const guint8 *) command->params + offset, VIR_FSLMC_MC_STRING_SIZE);
    value[VIR_FSLMC_MC_STRING_SIZE - 1] = '\0';
}

/* The header: which command, about what, and that it is the MC's turn. */
static void
virFslMcMcBegin(virFslMcMcCommand *command, guint16 id, guint8 version, guint16 token)
{
    memset(command, 0, sizeof(*command));
    command->header = GUINT64_TO_LE((guint64) id << 52 |
                                    (guint64) version << 48 |
                                    (guint64) token << 32 |
                                    (guint64) 1 << 16);
}

void
virFslMcMcEncodeGetVersion(virFslMcMcCommand *command)
{
    virFslMcMcBegin(command, COMMAND_GET_VERSION, 1, 0);
}

void
virFslMcMcEncodeGetApi(virFslMcMcCommand *command, const char *type)
{
    virFslMcMcBegin(command, COMMAND_GET_API + virFslMcMcTypeModule(type), 1, 0);
}

void
virFslMcMcEncodeOpen(virFslMcMcCommand *command, const char *type, guint32 id)
{
    virFslMcMcBegin(command, COMMAND_OPEN + virFslMcMcTypeModule(type), 1, 0);
    virFslMcMcPut32(command, 0, id);
}

void
virFslMcMcEncodeClose(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_CLOSE, 1, token);
}

void
virFslMcMcEncodeGetContainerAttributes(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_GET_ATTRIBUTES, 1, token);
}

void
virFslMcMcEncodeGetNetworkAttributes(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_GET_ATTRIBUTES, 6, token);
}

void
virFslMcMcEncodeGetNetworkMac(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_DPNI_GET_MAC, 1, token);
}

void
virFslMcMcEncodeSetNetworkMac(virFslMcMcCommand *command,
                              guint16 token,
                              const guint8 mac[6])
{
    size_t i;

    virFslMcMcBegin(command, COMMAND_DPNI_SET_MAC, 1, token);
    /* the MC has the last byte first */
    for (i = 0; i < 6; i++)
        virFslMcMcPut8(command, 2 + i, mac[5 - i]);
}

void
virFslMcMcEncodeGetCount(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_GET_COUNT, 1, token);
}

void
virFslMcMcEncodeGetEntry(virFslMcMcCommand *command, guint16 token, guint32 index)
{
    virFslMcMcBegin(command, COMMAND_GET_ENTRY, 1, token);
    virFslMcMcPut32(command, 0, index);
}

void
virFslMcMcEncodeGetPoolCount(virFslMcMcCommand *command, guint16 token)
{
    virFslMcMcBegin(command, COMMAND_GET_POOL_COUNT, 1, token);
}

void
virFslMcMcEncodeGetPool(virFslMcMcCommand *command, guint16 token, guint32 index)
{
    virFslMcMcBegin(command, COMMAND_GET_POOL, 1, token);
    virFslMcMcPut32(command, 0, index);
}

void
virFslMcMcEncodeGetFree(virFslMcMcCommand *command, guint16 token, const char *pool)
{
    virFslMcMcBegin(command, COMMAND_GET_FREE, 1, token);
    virFslMcMcPutString(command, 8, pool);
}

void
virFslMcMcEncodeGetConnection(virFslMcMcCommand *command,
                              guint16 token,
                              const virFslMcMcEndpoint *end)
{
    virFslMcMcBegin(command, COMMAND_GET_CONNECTION, 1, token);
    virFslMcMcPut32(command, 0, end->id);
    virFslMcMcPut16(command, 4, end->interface);
    virFslMcMcPutString(command, 8, end->type);
}

/* Without limits on the rate: the MC knows none for ports either. */
void
virFslMcMcEncodeConnect(virFslMcMcCommand *command,
                        guint16 token,
                        const virFslMcMcEndpoint *first,
                        const virFslMcMcEndpoint *second)
{
    virFslMcMcBegin(command, COMMAND_CONNECT, 1, token);
    virFslMcMcPut32(command, 0, first->id);
    virFslMcMcPut16(command, 4, first->interface);
    virFslMcMcPut32(command, 8, second->id);
    virFslMcMcPut16(command, 12, second->interface);
    virFslMcMcPutString(command, 16, first->type);
    virFslMcMcPutString(command, 40, second->type);
}

void
virFslMcMcEncodeDisconnect(virFslMcMcCommand *command,
                           guint16 token,
                           const virFslMcMcEndpoint *end)
{
    virFslMcMcBegin(command, COMMAND_DISCONNECT, 1, token);
    virFslMcMcPut32(command, 0, end->id);
    virFslMcMcPut32(command, 4, end->interface);
    virFslMcMcPutString(command, 8, end->type);
}

void
virFslMcMcEncodeSetLabel(virFslMcMcCommand *command,
                         guint16 token,
                         const char *type,
                         guint32 id,
                         const char *label)
{
    virFslMcMcBegin(command, COMMAND_SET_LABEL, 1, token);
    virFslMcMcPut32(command, 0, id);
    virFslMcMcPutString(command, 8, label);
    virFslMcMcPutString(command, 24, type);
}

void
virFslMcMcEncodeCreateContainer(virFslMcMcCommand *command,
                                guint16 token,
                                virFslMcMcApi api,
                                guint32 options,
                                const char *label)
{
    virFslMcMcBegin(command, COMMAND_CREATE_CONTAINER,
                    virFslMcMcCreateVersion(VIR_FSLMC_TYPE_DPRC, api), token);
    virFslMcMcPut32(command, 0, options);
    virFslMcMcPut32(command, 4, VIR_FSLMC_MC_ICID_ANY);
    virFslMcMcPut32(command, 12, VIR_FSLMC_MC_PORTAL_ANY);
    virFslMcMcPutString(command, 16, label);
}

void
virFslMcMcEncodeDestroyContainer(virFslMcMcCommand *command,
                                 guint16 token,
                                 guint32 container)
{
    virFslMcMcBegin(command, COMMAND_DESTROY_CONTAINER, 1, token);
    virFslMcMcPut32(command, 0, container);
}

void
virFslMcMcEncodeSetLocked(virFslMcMcCommand *command,
                          guint16 token,
                          guint32 container,
                          gboolean locked)
{
    virFslMcMcBegin(command, COMMAND_SET_LOCKED, 1, token);
    virFslMcMcPut8(command, 0, locked ? 1 : 0);
    virFslMcMcPut32(command, 4, container);
}

void
virFslMcMcEncodeAssign(virFslMcMcCommand *command,
                       guint16 token,
                       guint32 container,
                       guint32 options,
                       const char *type,
                       guint32 id)
{
    virFslMcMcBegin(command, COMMAND_ASSIGN, 1, token);
    virFslMcMcPut32(command, 0, container);
    virFslMcMcPut32(command, 4, options);
    virFslMcMcPut32(command, 8, 1);     /* one object of that type */
    virFslMcMcPut32(command, 12, id);
    virFslMcMcPutString(command, 16, type);
}

static void
virFslMcMcBeginCreate(virFslMcMcCommand *command,
                      guint16 token,
                      const char *type,
                      virFslMcMcApi api)
{
    virFslMcMcBegin(command, COMMAND_CREATE + virFslMcMcTypeModule(type),
                    virFslMcMcCreateVersion(type, api), token);
}

void
virFslMcMcEncodeCreateNetwork(virFslMcMcCommand *command,
                              guint16 token,
                              virFslMcMcApi api,
                              const virFslMcMcNetwork *network)
{
    virFslMcMcBeginCreate(command, token, "dpni", api);
    virFslMcMcPut32(command, 0, network->options);
    virFslMcMcPut8(command, 4, network->queues);
    virFslMcMcPut8(command, 5, network->tcs);
    virFslMcMcPut8(command, 6, network->macEntries);
    virFslMcMcPut8(command, 7, network->channels);
    virFslMcMcPut8(command, 8, network->vlanEntries);
    virFslMcMcPut8(command, 10, network->qosEntries);
    virFslMcMcPut16(command, 12, network->fsEntries);
    virFslMcMcPut8(command, 14, network->rxTcs);
    virFslMcMcPut8(command, 16, network->congestionGroups);
    virFslMcMcPut16(command, 17, network->orderRestorations);
    virFslMcMcPut8(command, 19, network->distributionKeySize);
}

void
virFslMcMcEncodeCreateIo(virFslMcMcCommand *command,
                         guint16 token,
                         virFslMcMcApi api,
                         guint8 priorities)
{
    virFslMcMcBeginCreate(command, token, "dpio", api);
    virFslMcMcPut8(command, 2, CHANNEL_LOCAL);
    virFslMcMcPut8(command, 4, priorities);
}

void
virFslMcMcEncodeCreateBufferPool(virFslMcMcCommand *command,
                                 guint16 token,
                                 virFslMcMcApi api)
{
    virFslMcMcBeginCreate(command, token, "dpbp", api);
}

void
virFslMcMcEncodeCreateConcentrator(virFslMcMcCommand *command,
                                   guint16 token,
                                   virFslMcMcApi api,
                                   guint8 priorities)
{
    virFslMcMcBeginCreate(command, token, "dpcon", api);
    virFslMcMcPut8(command, 0, priorities);
}

void
virFslMcMcEncodeCreatePortal(virFslMcMcCommand *command,
                             guint16 token,
                             virFslMcMcApi api)
{
    virFslMcMcBeginCreate(command, token, "dpmcp", api);
    virFslMcMcPut32(command, 0, VIR_FSLMC_MC_PORTAL_ANY);
}

void
virFslMcMcEncodeCreateCommunication(virFslMcMcCommand *command,
                                    guint16 token,
                                    virFslMcMcApi api,
                                    guint8 priorities)
{
    virFslMcMcBeginCreate(command, token, "dpci", api);
    virFslMcMcPut8(command, 0, priorities);
}

void
virFslMcMcEncodeCreateCrypto(virFslMcMcCommand *command,
                             guint16 token,
                             virFslMcMcApi api,
                             guint8 queues,
                             guint8 priority)
{
    size_t i;

    virFslMcMcBeginCreate(command, token, "dpseci", api);
    for (i = 0; i < MIN(queues, 8); i++)
        virFslMcMcPut8(command, i, priority);
    virFslMcMcPut8(command, 8, queues);
    virFslMcMcPut8(command, 9, queues);
}

void
virFslMcMcEncodeCreateDma(virFslMcMcCommand *command,
                          guint16 token,
                          virFslMcMcApi api,
                          guint8 queues,
                          guint8 priority)
{
    virFslMcMcBeginCreate(command, token, "dpdmai", api);
    virFslMcMcPut8(command, 0, queues);
    virFslMcMcPut8(command, 1, priority);
    virFslMcMcPut8(command, 2, priority);
}

guint16
virFslMcMcDecodeToken(const virFslMcMcCommand *command)
{
    return GUINT64_FROM_LE(command->header) >> 32;
}

guint32
virFslMcMcDecodeId(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 0);
}

guint32
virFslMcMcDecodeContainerId(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 8);
}

void
virFslMcMcDecodeVersion(const virFslMcMcCommand *command,
                        guint32 *major,
                        guint32 *minor,
                        guint32 *revision)
{
    *revision = virFslMcMcGet32(command, 0);
    *major = virFslMcMcGet32(command, 4);
    *minor = virFslMcMcGet32(command, 8);
}

virFslMcMcApi
virFslMcMcDecodeApi(const virFslMcMcCommand *command)
{
    virFslMcMcApi api = {
        .major = virFslMcMcGet16(command, 0),
        .minor = virFslMcMcGet16(command, 2),
    };

    return api;
}

guint32
virFslMcMcDecodeContainerOptions(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 8);
}

guint32
virFslMcMcDecodeCount(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 4);
}

void
virFslMcMcDecodeEntry(const virFslMcMcCommand *command, virFslMcMcEntry *entry)
{
    entry->id = virFslMcMcGet32(command, 4);
    entry->vendor = virFslMcMcGet16(command, 8);
    entry->plugged = (virFslMcMcGet32(command, 12) & STATE_PLUGGED) != 0;
    virFslMcMcGetString(command, 24, entry->type);
    virFslMcMcGetString(command, 40, entry->label);
}

guint32
virFslMcMcDecodePoolCount(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 0);
}

void
virFslMcMcDecodePool(const virFslMcMcCommand *command,
                     char type[VIR_FSLMC_MC_STRING_SIZE])
{
    virFslMcMcGetString(command, 8, type);
}

guint32
virFslMcMcDecodeFree(const virFslMcMcCommand *command)
{
    return virFslMcMcGet32(command, 0);
}

gboolean
virFslMcMcDecodeConnection(const virFslMcMcCommand *command,
                           virFslMcMcEndpoint *peer,
                           gboolean *up)
{
    gint32 state = virFslMcMcGet32(command, 48);

    peer->id = virFslMcMcGet32(command, 24);
    peer->interface = virFslMcMcGet16(command, 28);
    virFslMcMcGetString(command, 32, peer->type);
    *up = state > 0;

    return state >= 0;
}

guint8
virFslMcMcDecodeNetworkQueues(const virFslMcMcCommand *command)
{
    return virFslMcMcGet8(command, 4);
}

void
virFslMcMcDecodeMac(const virFslMcMcCommand *command, guint8 mac[6])
{
    size_t i;

    for (i = 0; i < 6; i++)
        mac[i] = virFslMcMcGet8(command, 2 + 5 - i);
}
