/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest.c: what a guest has from all of the buses
 */

#include "fslmc_guest.h"

#include "virerror.h"

#include "fslmc_qemu_log.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

static const virFslMcQemuBus *buses;

struct _virFslMcGuestStart {
    GPtrArray *starts;  /* one for each bus */
};


void
virFslMcGuestSetBuses(const virFslMcQemuBus *list)
{
    buses = list;
}


const virFslMcQemuBus *
virFslMcGuestGetBuses(void)
{
    return buses;
}


/* The bus that hostdevs of that kind are on. */
static const virFslMcQemuBus *
virFslMcGuestFindBus(const virFslMcHostdevKind *kind)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->kind->hostdev != kind; on++) {
        /* every kind has one */
    }

    return on;
}


/* Returns: (transfer full): those of @hostdevs that are on that bus, as an array that
 *   does not own them */
static GPtrArray *
virFslMcGuestFilter(const virFslMcQemuBus *on,
                    GPtrArray *hostdevs)
{
    GPtrArray *filtered = g_ptr_array_new();
    guint i;

    for (i = 0; i < hostdevs->len; i++) {
        virFslMcHostdevDef *hostdev = g_ptr_array_index(hostdevs, i);

        if (hostdev->kind == on->kind->hostdev)
            g_ptr_array_add(filtered, hostdev);
    }

    return filtered;
}


virFslMcGuestStart *
virFslMcGuestStartNew(const char *domain)
{
    virFslMcGuestStart *start = g_new0(virFslMcGuestStart, 1);
    const virFslMcQemuBus *on;

    start->starts = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostdevStartFree);
    for (on = buses; on->bus; on++)
        g_ptr_array_add(start->starts, virFslMcHostdevStartNew(on->hostdevs, domain));

    return start;
}


void
virFslMcGuestStartFree(virFslMcGuestStart *start)
{
    if (!start)
        return;

    g_ptr_array_unref(start->starts);
    g_free(start);
}


int
virFslMcGuestPrepare(virFslMcGuestStart *start,
                     GPtrArray *hostdevs)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        g_autoptr(GPtrArray) those = virFslMcGuestFilter(on, hostdevs);

        if (those->len > 0 &&
            virFslMcHostdevPrepare(g_ptr_array_index(start->starts, on - buses), those) < 0)
            return -1;
    }

    return 0;
}


GPtrArray *
virFslMcGuestFindDevices(const virDomainDef *def,
                         GPtrArray *hostdevs)
{
    g_autoptr(GPtrArray) devices = g_ptr_array_new();
    guint i;

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = g_ptr_array_index(hostdevs, i);
        const virFslMcQemuBus *on = virFslMcGuestFindBus(hostdev->kind);
        const char *device = on->kind->device;

        if (on->kind->findDevice &&
            !(device = on->kind->findDevice(on->bus, def, hostdev)))
            return NULL;

        g_ptr_array_add(devices, (char *) device);
    }

    return g_steal_pointer(&devices);
}


GPtrArray *
virFslMcGuestGetNodes(const char *domain)
{
    GPtrArray *nodes = g_ptr_array_new_with_free_func(g_free);
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        g_autoptr(GPtrArray) those = virFslMcHostdevGetNodes(on->hostdevs, domain);
        guint i;

        for (i = 0; i < those->len; i++)
            g_ptr_array_add(nodes, g_strdup(those->pdata[i]));
    }

    return nodes;
}


/* That QEMU has the group of each hostdev on one bus. */
static int
virFslMcGuestCheckHeld(virQEMUDriver *driver,
                       const virFslMcQemuBus *on,
                       virDomainObj *vm)
{
    const char *noun = virFslMcBusGetNoun(on->bus);
    g_autofree char *device = NULL;
    g_autofree char *log = NULL;

    if (!(device = virFslMcHostdevFindNotHeld(on->hostdevs, vm->def->name, vm->pid)))
        return 0;

    log = virFslMcQemuLogTail(driver, vm->def->name);
    if (*log) {
        virReportError(VIR_ERR_OPERATION_FAILED,
                       _("QEMU runs without %1$s %2$s: %3$s"), noun, device, log);
    } else {
        virReportError(VIR_ERR_OPERATION_FAILED,
                       _("QEMU runs without %1$s %2$s, and does not say why"),
                       noun, device);
    }

    return -1;
}


int
virFslMcGuestCheckStarted(virQEMUDriver *driver,
                          virDomainObj *vm,
                          GPtrArray *hostdevs,
                          unsigned int others)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        g_autoptr(GPtrArray) those = virFslMcGuestFilter(on, hostdevs);

        if (those->len > 0 && on->kind->checkStarted &&
            on->kind->checkStarted(on->hostdevs, vm->def->name, vm->pid,
                                   others + hostdevs->len - those->len) < 0)
            return -1;

        if (those->len > 0 && virFslMcGuestCheckHeld(driver, on, vm) < 0)
            return -1;
    }

    return 0;
}


void
virFslMcGuestSetStarted(const char *domain)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++)
        virFslMcHostdevSetStarted(on->hostdevs, domain);
}


bool
virFslMcGuestIsStarting(const char *domain)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        if (virFslMcHostdevIsStarting(on->hostdevs, domain))
            return true;
    }

    return false;
}


void
virFslMcGuestUpdateActive(const char *domain,
                          GPtrArray *hostdevs,
                          pid_t pid,
                          unsigned int others)
{
    guint defined = hostdevs->len;
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        g_autoptr(GPtrArray) those = virFslMcGuestFilter(on, hostdevs);
        g_autoptr(GPtrArray) had = virFslMcGuestFilter(on, hostdevs);
        guint i;

        virFslMcHostdevUpdateActive(on->hostdevs, domain, had, pid,
                                    others + defined - those->len);
        for (i = 0; i < those->len; i++) {
            if (!g_ptr_array_find(had, those->pdata[i], NULL))
                g_ptr_array_remove(hostdevs, those->pdata[i]);
        }
    }
}


void
virFslMcGuestReAttach(const char *domain)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++)
        virFslMcHostdevReAttach(on->hostdevs, domain);
}
