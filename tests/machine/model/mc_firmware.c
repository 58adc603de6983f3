/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_firmware.c: the MC as the kernel meets it, a command at a time
 */

#include "mc_firmware.h"

#include "mc_answer.h"
#include "mc_doorbell.h"
#include "mc_journal.h"
#include "mc_session.h"

/* dprc: objects were added; dpni, dpmac: something about the link */
#define MC_IRQ_EVENT 0x1

struct _McFirmware {
    McTopology *topology;
    guint64 portalBase;
    McSessions *sessions;
    McJournal *journal;
    GPtrArray *faults;
    gboolean containers;        /* can interrupt, and not the root one only */
    void (*ring)(guint device,
                 guint32 value,
                 void *data);
    void *ringData;
};

gboolean
mcFirmwareParseCommand(const char *text,
                       McPattern *pattern,
                       GError **error)
{
    const McCommandInfo *info = mcCommandInfoByName(text);
    char *end;
    guint64 id;

    if (info) {
        *pattern = info->pattern;
        return TRUE;
    }

    id = g_ascii_strtoull(text, &end, 16);
    if (!g_str_has_prefix(text, "0x") || *end || id > 0xfff) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "unknown command '%s'", text);
        return FALSE;
    }

    pattern->first = id;
    pattern->last = id;
    return TRUE;
}

gboolean
mcFirmwareParseStatus(const char *text,
                      int *status,
                      GError **error)
{
    static const struct {
        const char *name;
        McStatus status;
    } names[] = {
        { "auth", MC_STATUS_AUTH },
        { "privilege", MC_STATUS_PRIVILEGE },
        { "dma", MC_STATUS_DMA },
        { "config", MC_STATUS_CONFIG },
        { "timeout", MC_STATUS_TIMEOUT },
        { "resource", MC_STATUS_RESOURCE },
        { "memory", MC_STATUS_MEMORY },
        { "busy", MC_STATUS_BUSY },
        { "unsupported", MC_STATUS_UNSUPPORTED },
        { "state", MC_STATUS_STATE },
    };
    char *end;
    guint64 number;
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_str_equal(names[i].name, text)) {
            *status = names[i].status;
            return TRUE;
        }
    }

    number = g_ascii_strtoull(text, &end, 0);
    if (end == text || *end || number <= MC_STATUS_READY || number > 0xff) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no status of a failure", text);
        return FALSE;
    }

    *status = number;
    return TRUE;
}

McFirmware *
mcFirmwareNew(McTopology *topology,
              guint64 portalBase,
              FILE *log)
{
    McFirmware *firmware = g_new0(McFirmware, 1);

    firmware->topology = topology;
    firmware->portalBase = portalBase;
    firmware->sessions = mcSessionsNew();
    firmware->journal = mcJournalNew(log);
    firmware->faults = g_ptr_array_new_with_free_func((GDestroyNotify)
                                                      mcFaultFree);

    return firmware;
}

void
mcFirmwareFree(McFirmware *firmware)
{
    mcSessionsFree(firmware->sessions);
    mcJournalFree(firmware->journal);
    g_ptr_array_unref(firmware->faults);
    mcTopologyFree(firmware->topology);
    g_free(firmware);
}

void
mcFirmwareSetDoorbell(McFirmware *firmware,
                      gboolean containers,
                      void (*ring)(guint device,
                                   guint32 value,
                                   void *data),
                      void *data)
{
    firmware->containers = containers;
    firmware->ring = ring;
    firmware->ringData = data;
}

McTopology *
mcFirmwareGetTopology(McFirmware *firmware)
{
    return firmware->topology;
}

void
mcFirmwareAddFault(McFirmware *firmware,
                   McFault *fault)
{
    g_ptr_array_add(firmware->faults, fault);
}

void
mcFirmwareClearFaults(McFirmware *firmware)
{
    g_ptr_array_set_size(firmware->faults, 0);
}

guint64
mcFirmwareCount(McFirmware *firmware,
                McPattern pattern)
{
    return mcJournalCount(firmware->journal, pattern);
}

char *
mcFirmwareJournal(McFirmware *firmware,
                  guint lines)
{
    return mcJournalFormat(firmware->journal, lines);
}

gboolean
mcFirmwareRun(McFirmware *firmware,
              guint portal,
              McCommand *command)
{
    const McCommand request = *command;
    guint16 id = MC_HEADER_ID(request.header);
    McCall call = {
        .topology = firmware->topology,
        .sessions = firmware->sessions,
        .portalBase = firmware->portalBase,
        .portal = portal,
        .request = &request,
        .answer = command,
        .container = firmware->topology->portals[portal],
        .token = MC_HEADER_TOKEN(request.header),
    };
    const McCommandInfo *info;
    const char *about[3];
    McObject *asked;
    guint n = 0;
    int status;

    if (call.container && !mcObjectIsContainer(call.container))
        call.container = call.container->parent;
    if (call.token)
        call.opened = mcSessionsFind(firmware->sessions, portal, call.token);
    info = mcCommandInfoFind(id, call.opened);
    if (call.container && info->ask && (call.opened || !info->session))
        call.asked = info->ask(&call);
    /* which may be destroyed */
    asked = call.asked ? mcObjectRef(call.asked) : NULL;

    if (call.opened)
        about[n++] = call.opened->name;
    if (call.asked)
        about[n++] = call.asked->name;
    if (n == 0 && call.container)
        about[n++] = call.container->name;
    about[n] = NULL;

    memset(command->parameters, 0, sizeof(command->parameters));
    if (!mcFaultsTake(firmware->faults, id, about, &status)) {
        if (!call.container || (info->session && !call.opened))
            status = MC_STATUS_AUTH;
        else if (!info->answer)
            status = MC_STATUS_UNSUPPORTED;
        else
            status = info->answer(&call);
    }

    mcJournalNote(firmware->journal, info, &call, status);
    g_clear_pointer(&asked, mcObjectUnref);
    /* the kernel is told, if it wants to be */
    if (status == MC_STATUS_OK && call.changed)
        mcFirmwareInterrupt(firmware, call.changed->name, NULL);
    if (status == MC_FAULT_SILENT) {
        *command = request;
        return FALSE;
    }

    command->header = (request.header & ~MC_HEADER_ANSWERED) |
                      (guint64) status << 16 | (guint64) call.token << 32;
    return TRUE;
}

/* Whether the kernel wants it. That of a dpio is of its queue portal, where it is
 * switched on and masked: the MC knows nothing of that. */
static gboolean
mcFirmwareIsWanted(const McObject *object)
{
    const McIrq *irq = &object->irq;

    return irq->address && (g_str_equal(object->type->name, "dpio") ||
                            (irq->enabled && (irq->mask & MC_IRQ_EVENT)));
}

/* Who interrupts for an object, as the interrupt controller knows it. */
static gboolean
mcFirmwareFindDevice(const McFirmware *firmware,
                     const McObject *object,
                     guint *device,
                     GError **error)
{
    const McObject *container = mcObjectIsContainer(object) ? object : object->parent;

    *device = container == firmware->topology->root ? 0 : mcContainerIcid(container);
    if (firmware->ring &&
        (*device == 0 || (firmware->containers && *device >= MC_DOORBELL_FIRST &&
                          *device <= MC_DOORBELL_LAST)))
        return TRUE;

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                "nothing in this machine can interrupt for container '%s'",
                container->name);
    return FALSE;
}

gboolean
mcFirmwareInterrupt(McFirmware *firmware,
                    const char *name,
                    GError **error)
{
    McObject *object = mcTopologyFind(firmware->topology, name, error);
    guint device;

    if (!object || !mcFirmwareFindDevice(firmware, object, &device, error))
        return FALSE;

    if (!mcFirmwareIsWanted(object)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                    "the kernel has no interrupt set up for '%s'", name);
        return FALSE;
    }

    object->irq.status |= MC_IRQ_EVENT;
    firmware->ring(device, object->irq.value, firmware->ringData);
    return TRUE;
}
