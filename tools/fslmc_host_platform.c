/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_platform.c: whether a host can give platform devices to guests
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_host_checkpriv.h"
#include "fslmc_kind.h"
#include "fslmc_list.h"
#include "fslmc_module.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"

#define PLATFORM_DEVICES_DIR "bus/platform/devices"

/* How the node of a Management Complex shows in the device that the kernel makes of it:
 * in a device tree, and in ACPI. */
static const char *const mcModaliases[] = { "fsl,qoriq-mc", "NXP0008" };

/* Returns: whether the kernel was told of a Management Complex, with or without a bus
 *   for it */
static bool
virFslMcHostHasMc(virFslMcHost *host)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(host->bus),
                                             PLATFORM_DEVICES_DIR, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;
    size_t i;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, VIR_FSLMC_ATTR_MODALIAS, NULL);
        g_autofree char *modalias = virFslMcSysfsRead(file);

        for (i = 0; modalias && i < G_N_ELEMENTS(mcModaliases); i++) {
            if (strstr(modalias, mcModaliases[i]))
                return true;
        }
    }

    return false;
}

/* Returns: how many platform devices could be given to a guest, and in @detached how
 *   many of them are detached */
static guint
virFslMcHostCountPlatform(GPtrArray *objects, guint *detached)
{
    guint count = 0;
    guint i;

    *detached = 0;
    for (i = 0; objects && i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectGetKind(object)->unassignable)
            continue;

        count++;
        if (virFslMcObjectIsDetached(object))
            (*detached)++;
    }

    return count;
}

bool
virFslMcHostHasOnlyPlatform(virFslMcHost *host)
{
    g_autoptr(GPtrArray) containers = virFslMcBusList(host->bus, NULL);
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->platform, NULL);
    guint detached;

    /* other machines have them as well, and no guest that could have one */
    return strcmp(host->machine, "aarch64") == 0 &&
        containers && containers->len == 0 &&
        virFslMcHostCountPlatform(objects, &detached) > 0 && !virFslMcHostHasMc(host);
}

static void
virFslMcHostCheckPlatformDriver(virFslMcHost *host, bool only, GPtrArray *results)
{
    const virFslMcKind *kind = virFslMcBusGetKinds(host->platform)[0];

    if (virFslMcModuleIsLoadable(host->platform, kind))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                        g_strdup_printf(_("driver '%1$s' is there, or is a module that can be loaded"),
                                        kind->vfioDriver), NULL);
    else
        virFslMcHostAdd(results, only ? VIR_FSLMC_HOST_FAIL : VIR_FSLMC_HOST_WARN, "platform",
                        g_strdup_printf(_("driver '%1$s' is not there, and modprobe would not load its module"),
                                        kind->vfioDriver),
                        _("to give such devices to guests, build it for this kernel: Debian's are made without it; see 'Platform and AMBA devices'"));
}

static void
virFslMcHostCheckPlatformEmulator(virFslMcHost *host, bool only, GPtrArray *results)
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

    virFslMcHostAdd(results, only ? VIR_FSLMC_HOST_FAIL : VIR_FSLMC_HOST_WARN, "platform",
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

/* What the daemon itself says that it can do, when nothing is known to keep it from
 * that. */
static void
virFslMcHostCheckPlatformOffer(virFslMcHost *host, GPtrArray *results)
{
    bool asked = false;
    guint i;

    for (i = 0; i < host->emulators->len; i++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        if (emulator->offersPlatform) {
            virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                            g_strdup(_("libvirt offers platform hostdevs to guests")), NULL);
            return;
        }
        asked |= emulator->hasPlatform && !emulator->error;
    }

    if (asked && host->libvirtVersion > 0 && !host->readOnly &&
        host->kvm != VIR_FSLMC_HOST_KVM_MISSING &&
        virFslMcModuleIsLoadable(host->platform, virFslMcBusGetKinds(host->platform)[0]))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "platform",
                        g_strdup(_("libvirt does not offer platform hostdevs to guests, though nothing is missing")),
                        _("look for 'guests with fsl_mc or platform hostdevs are refused' in the daemon's log"));
}

void
virFslMcHostCheckPlatform(virFslMcHost *host, bool only, GPtrArray *results)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->platform, NULL);
    guint detached;
    guint count = virFslMcHostCountPlatform(objects, &detached);

    if (count == 0)
        return;

    virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "platform",
                    g_strdup_printf(_("platform devices behind an IOMMU: %1$u, of which %2$u are detached from the host"),
                                    count, detached), NULL);
    virFslMcHostCheckPlatformDriver(host, only, results);
    virFslMcHostCheckPlatformEmulator(host, only, results);
    virFslMcHostCheckPlatformOffer(host, results);
    virFslMcHostCheckPlatformGroups(objects, results);
}
