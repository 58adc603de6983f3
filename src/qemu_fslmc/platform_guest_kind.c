/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_guest_kind.c: what a platform hostdev has of its own in a guest
 *
 * Source: QEMU's hw/vfio/platform.c, hw/arm/virt.c and hw/core/sysbus-fdt.c, as of 7.2
 * and 10.0. QEMU 10.2 has none of these devices any more.
 */

#include "fslmc_guest_kind.h"

#include "virerror.h"

#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

#define VIR_PLATFORM_QEMU_DEVICE "vfio-platform"

/* What QEMU can describe to the guest in the device tree that it makes. */
static const struct {
    const char *compatible;
    const char *device;
} described[] = {
    { "amd,xgbe-seattle-v1a", "vfio-amd-xgbe" },
    { "calxeda,hb-xgmac", "vfio-calxeda-xgmac" },
};


static const char *
virPlatformGuestKindFindDescribed(const char *const *compatible)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(described); i++) {
        if (g_strv_contains(compatible, described[i].compatible))
            return described[i].device;
    }

    return NULL;
}


/* QEMU looks for its "host" among the platform devices only, and refuses what it is given
 * by its path when that is an AMBA device. It wants to know what the device is compatible
 * with, which ACPI does not tell. */
static int
virPlatformGuestKindCheckObject(const virFslMcObject *object)
{
    const char *name = virFslMcObjectGetName(object);

    if (virFslMcObjectGetKind(object)->unassignable) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("device '%1$s' cannot be given to a domain: %2$s"),
                       name, _(virFslMcObjectGetKind(object)->unassignable));
        return -1;
    }

    if (!virFslMcObjectGetCompatible(object)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("device '%1$s' cannot be given to a domain: this host has no device tree that describes it, which QEMU reads"),
                       name);
        return -1;
    }

    return 0;
}


static const char *
virPlatformGuestKindFindDevice(virFslMcBus *bus,
                               const virDomainDef *def,
                               const virFslMcHostdevDef *hostdev)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, hostdev->name, &error);
    const char *const *compatible;
    const char *device;

    if (!object) {
        virFslMcReportError(error);
        return NULL;
    }

    if (virPlatformGuestKindCheckObject(object) < 0)
        return NULL;

    compatible = virFslMcObjectGetCompatible(object);
    if ((device = virPlatformGuestKindFindDescribed(compatible)))
        return device;

    if (def->os.dtb)
        return VIR_PLATFORM_QEMU_DEVICE;

    virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                   _("device '%1$s' is compatible with '%2$s', which QEMU cannot describe to the domain: give the domain a device tree with <dtb> in <os>, as virt-fslmc-guest-dtb makes it"),
                   hostdev->name, compatible[0]);
    return NULL;
}


const virFslMcGuestKind virFslMcGuestKindPlatform = {
    .hostdev = &virFslMcHostdevKindPlatform,
    .device = VIR_PLATFORM_QEMU_DEVICE,
    .findDevice = virPlatformGuestKindFindDevice,
};
