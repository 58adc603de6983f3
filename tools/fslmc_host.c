/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host.c: what a host has that giving containers to guests depends on
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_host.h"
#include "platform_bus.h"

static void
virFslMcHostEmulatorFree(virFslMcHostEmulator *emulator)
{
    g_free(emulator->path);
    g_free(emulator->version);
    g_free(emulator->refusal);
    g_free(emulator->error);
    g_free(emulator);
}

static void
virFslMcHostDaemonFree(virFslMcHostDaemon *daemon)
{
    g_free(daemon->name);
    g_free(daemon);
}

static void
virFslMcHostGuestFree(virFslMcHostGuest *guest)
{
    g_free(guest->name);
    g_free(guest->container);
    g_free(guest);
}

static void
virFslMcHostHolderFree(virFslMcHostHolder *holder)
{
    g_free(holder->container);
    g_free(holder->name);
    g_free(holder->machine);
    g_free(holder);
}

virFslMcHost *
virFslMcHostNew(virFslMcBus *bus,
                const char *procRoot,
                const char *moduleDir,
                const char *machine,
                bool privileged)
{
    virFslMcHost *host = g_new0(virFslMcHost, 1);

    host->bus = virFslMcBusRef(bus);
    host->platform = virPlatformBusNew(virFslMcBusGetSysfsRoot(bus), virFslMcBusGetDevRoot(bus));
    host->procRoot = procRoot;
    host->moduleDir = moduleDir;
    host->machine = machine;
    host->privileged = privileged;
    host->emulators = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostEmulatorFree);
    host->daemons = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostDaemonFree);
    host->guests = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostGuestFree);
    host->holders = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostHolderFree);
    host->definitions =
        g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostDefinitionFree);
    host->nodeDevices = -1;

    return host;
}

void
virFslMcHostFree(virFslMcHost *host)
{
    if (!host)
        return;

    virFslMcBusUnref(host->bus);
    virFslMcBusUnref(host->platform);
    g_ptr_array_unref(host->emulators);
    g_ptr_array_unref(host->daemons);
    g_ptr_array_unref(host->guests);
    g_ptr_array_unref(host->holders);
    g_ptr_array_unref(host->definitions);
    g_free(host->mcVersion);
    g_clear_error(&host->mcError);
    virFslMcMcTreeUnref(host->mcTree);
    g_free(host->mcTreeError);
    g_clear_pointer(&host->mcFree, g_hash_table_unref);
    g_free(host->guestsError);
    g_free(host->libvirtError);
    g_free(host->capabilitiesError);
    g_free(host->readOnlyError);
    g_free(host->nodeDevicesError);
    g_free(host->guestProfile);
    g_free(host);
}

bool
virFslMcHostIsUnplugged(const virFslMcHost *host, const virFslMcObject *object)
{
    const virFslMcMcObject *known = host->mcTree ?
        virFslMcMcTreeFind(host->mcTree, virFslMcObjectGetName(object)) : NULL;

    return known ? !known->plugged :
                   virFslMcObjectGetPlugged(object) == VIR_FSLMC_PLUGGED_NO;
}

const virFslMcHostGuest *
virFslMcHostFindGuest(const virFslMcHost *host, const char *container)
{
    guint i;

    for (i = 0; i < host->guests->len; i++) {
        const virFslMcHostGuest *guest = g_ptr_array_index(host->guests, i);

        if (strcmp(guest->container, container) == 0)
            return guest;
    }

    return NULL;
}

const virFslMcHostHolder *
virFslMcHostFindHolder(const virFslMcHost *host, const char *container)
{
    guint i;

    for (i = 0; i < host->holders->len; i++) {
        const virFslMcHostHolder *holder = g_ptr_array_index(host->holders, i);

        if (strcmp(holder->container, container) == 0)
            return holder;
    }

    return NULL;
}
