/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_platform.c: whether a host can give platform devices to guests
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_host_checkpriv.h"
#include "fslmc_kind.h"
#include "fslmc_list.h"
#include "fslmc_module.h"

static void
virFslMcHostCheckPlatformDriver(virFslMcHost *host, GPtrArray *results)
{
    const virFslMcKind *kind = virFslMcBusGetKinds(host->platform)[0];

    if (virFslMcModuleIsLoadable(host->platform, kind))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                        g_strdup_printf(_("driver '%1$s' is there, or is a module that can be loaded"),
                                        kind->vfioDriver), NULL);
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "platform",
                        g_strdup_printf(_("driver '%1$s' is not there, and modprobe would not load its module"),
                                        kind->vfioDriver),
                        _("to give such devices to guests, build it for this kernel: Debian's are made without it; see 'Platform and AMBA devices'"));
}

static void
virFslMcHostCheckPlatformEmulator(virFslMcHost *host, GPtrArray *results)
{
    guint i;

    for (i = 0; i < host->emulators->len; i++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        if (emulator->hasPlatform) {
            virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                            g_strdup_printf(_("emulator %1$s has the device for them"),
                                            emulator->path), NULL);
            return;
        }
    }

    virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "platform",
                    g_strdup(_("no emulator has device 'vfio-platform'")),
                    _("QEMU has had it up to 10.1"));
}

/* Of a device that the host has, nothing is known before it is taken. */
static void
virFslMcHostCheckPlatformGroups(GPtrArray *objects, GPtrArray *results)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        g_autoptr(GError) error = NULL;

        if (virFslMcObjectIsDetached(object) &&
            !virFslMcAssignableCheckMates(object, objects, &error))
            virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "platform",
                            g_strdup(error->message),
                            _("a group is given as a whole"));
    }
}

void
virFslMcHostCheckPlatform(virFslMcHost *host, GPtrArray *results)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->platform, NULL);
    guint count = 0;
    guint detached = 0;
    guint i;

    for (i = 0; objects && i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectGetKind(object)->unassignable)
            continue;

        count++;
        if (virFslMcObjectIsDetached(object))
            detached++;
    }

    if (count == 0)
        return;

    virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                    g_strdup_printf(_("platform devices behind an IOMMU: %1$u, of which %2$u are detached from the host"),
                                    count, detached), NULL);
    virFslMcHostCheckPlatformDriver(host, results);
    virFslMcHostCheckPlatformEmulator(host, results);
    virFslMcHostCheckPlatformGroups(objects, results);
}
