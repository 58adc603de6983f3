/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_validate.c: which domains can have hostdevs of ours
 */

#include "fslmc_domain_validate.h"

#include "virerror.h"

#include "fslmc_carriage.h"
#include "fslmc_guest_kind.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


bool
virFslMcDomainHasHostdevs(const virDomainDef *def)
{
    return virFslMcCarriageFind(def->metadata) != NULL;
}


GPtrArray *
virFslMcDomainGetHostdevs(const virDomainDef *def)
{
    g_autoptr(GError) error = NULL;
    GPtrArray *hostdevs = virFslMcCarriageParse(def->metadata, &error);

    if (!hostdevs)
        virFslMcReportError(error);

    return hostdevs;
}


/* Whether another device can have this alias and boot order beside @hostdev. */
static int
virFslMcDomainValidateOther(const virFslMcHostdevDef *hostdev,
                            const char *alias,
                            unsigned int bootIndex)
{
    if (hostdev->alias && STREQ_NULLABLE(alias, hostdev->alias)) {
        virReportError(VIR_ERR_XML_ERROR, _("alias '%1$s' is used twice"), alias);
        return -1;
    }

    if (hostdev->bootIndex && bootIndex == hostdev->bootIndex) {
        virReportError(VIR_ERR_XML_ERROR,
                       _("boot order '%1$u' is used for more than one device"),
                       bootIndex);
        return -1;
    }

    return 0;
}


static int
virFslMcDomainValidateDevice(virDomainDef *def G_GNUC_UNUSED,
                             virDomainDeviceDef *device G_GNUC_UNUSED,
                             virDomainDeviceInfo *info,
                             void *opaque)
{
    return virFslMcDomainValidateOther(opaque, info->alias, info->bootIndex);
}


/* libvirt knows a boot order of devices, or of kinds of devices. When it sees
 * neither it adds the kind "hd"; so that alone is no choice of the user's when the
 * only order is on a hostdev that libvirt does not see. */
static int
virFslMcDomainValidateBoot(const virDomainDef *def,
                           const virFslMcHostdevDef *hostdev)
{
    if (!hostdev->bootIndex || def->os.nBootDevs == 0 ||
        (def->os.nBootDevs == 1 && def->os.bootDevs[0] == VIR_DOMAIN_BOOT_DISK))
        return 0;

    virReportError(VIR_ERR_XML_ERROR, "%s",
                   _("per-device boot order cannot be used together with <boot> in <os>"));
    return -1;
}


/* What libvirt compares across the devices of a domain, for a hostdev that it does
 * not see. */
static int
virFslMcDomainValidateHostdev(const virDomainDef *def,
                              GPtrArray *hostdevs,
                              guint index)
{
    virFslMcHostdevDef *hostdev = hostdevs->pdata[index];
    guint i;

    for (i = 0; i < index; i++) {
        const virFslMcHostdevDef *other = hostdevs->pdata[i];

        if (virFslMcDomainValidateOther(hostdev, other->alias, other->bootIndex) < 0)
            return -1;
    }

    if (virDomainDeviceInfoIterate((virDomainDef *) def,
                                   virFslMcDomainValidateDevice, hostdev) < 0)
        return -1;

    return virFslMcDomainValidateBoot(def, hostdev);
}


/* What each kind of hostdev asks of the domain. */
static int
virFslMcDomainValidateKinds(const virDomainDef *def,
                            GPtrArray *hostdevs)
{
    gsize i;

    for (i = 0; virFslMcGuestKinds[i]; i++) {
        guint count = virFslMcHostdevCount(hostdevs, virFslMcGuestKinds[i]->hostdev);

        if (count > 0 && virFslMcGuestKindValidate(virFslMcGuestKinds[i], def, count) < 0)
            return -1;
    }

    return 0;
}


int
virFslMcDomainValidate(const virDomainDef *def)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    guint i;

    if (!virFslMcDomainHasHostdevs(def))
        return 0;

    if (!(hostdevs = virFslMcDomainGetHostdevs(def)))
        return -1;

    for (i = 0; i < hostdevs->len; i++) {
        if (virFslMcDomainValidateHostdev(def, hostdevs, i) < 0)
            return -1;
    }

    return virFslMcDomainValidateKinds(def, hostdevs);
}
