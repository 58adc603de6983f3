/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_firmware.c: the MC as the kernel meets it, a command at a time
 */

#include "mc_firmware.h"

#include "mc_answer.h"
#include "mc_journal.h"
#include "mc_session.h"

/* dprc: objects were added */
#define MC_IRQ_EVENT_ADDED 0x1

struct _McFirmware {
    McTopology *topology;
    guint64 portalBase;
    McSessions *sessions;
    McJournal *journal;
    GPtrArray *faults;
    void (*ring)(guint32 value,
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
                      void (*ring)(guint32 value,
                                   void *data),
                      void *data)
{
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

/* Tells the kernel that what is in the root container has changed, if it wants to
 * be told. */
static void
mcFirmwareInterrupt(McFirmware *firmware)
{
    guint32 value;

    if (firmware->ring &&
        mcFirmwareRaise(firmware, firmware->topology->root->name, &value, NULL))
        firmware->ring(value, firmware->ringData);
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
    if (status == MC_STATUS_OK && call.changed == firmware->topology->root)
        mcFirmwareInterrupt(firmware);
    if (status == MC_FAULT_SILENT) {
        *command = request;
        return FALSE;
    }

    command->header = (request.header & ~MC_HEADER_ANSWERED) |
                      (guint64) status << 16 | (guint64) call.token << 32;
    return TRUE;
}

gboolean
mcFirmwareRaise(McFirmware *firmware,
                const char *name,
                guint32 *value,
                GError **error)
{
    McObject *object = mcTopologyFind(firmware->topology, name, error);

    if (!object)
        return FALSE;
    if (!mcObjectIsContainer(object)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "'%s' is no container", name);
        return FALSE;
    }
    if (!object->irq.address || !object->irq.enabled ||
        !(object->irq.mask & MC_IRQ_EVENT_ADDED)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED,
                    "the kernel has no interrupt set up for '%s'", name);
        return FALSE;
    }

    object->irq.status |= MC_IRQ_EVENT_ADDED;
    *value = object->irq.value;
    return TRUE;
}
