/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_validate.c: which domains can have fsl_mc hostdevs
 */

#include "fslmc_domain_validate.h"

#include "virerror.h"

#include "fslmc_carriage.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

/* QEMU's device tree describes one container to the guest, that of the device
 * that comes last (fsl_mc_bus of its "virt" machine). What is nested in the
 * container comes with it. */
#define VIR_FSLMC_DOMAIN_MAX_HOSTDEVS 1


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


/* The bus is part of QEMU's machine of that name, in each of its versions. */
static bool
virFslMcDomainIsVirtMachine(const char *machine)
{
    return machine && (STREQ(machine, "virt") || STRPREFIX(machine, "virt-"));
}


bool
virFslMcDomainIsPossible(virDomainVirtType type,
                         virArch arch,
                         const char *machine)
{
    return type == VIR_DOMAIN_VIRT_KVM &&
        arch == VIR_ARCH_AARCH64 &&
        virFslMcDomainIsVirtMachine(machine);
}


/* QEMU's device wants the ITS, which comes with version 3 and takes KVM. */
static int
virFslMcDomainValidateGuest(const virDomainDef *def)
{
    if (def->os.arch != VIR_ARCH_AARCH64) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("fsl_mc hostdevs are not supported for architecture '%1$s', only for 'aarch64'"),
                       virArchToString(def->os.arch));
        return -1;
    }

    if (!virFslMcDomainIsVirtMachine(def->os.machine)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("fsl_mc hostdevs are not supported for machine type '%1$s', only for 'virt'"),
                       NULLSTR(def->os.machine));
        return -1;
    }

    if (def->virtType != VIR_DOMAIN_VIRT_KVM) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("fsl_mc hostdevs are not supported in a domain of type '%1$s', only of type 'kvm'"),
                       virDomainVirtTypeToString(def->virtType));
        return -1;
    }

    if (def->gic_version != VIR_GIC_VERSION_3 &&
        def->gic_version != VIR_GIC_VERSION_HOST) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("fsl_mc hostdevs are not supported with GIC version '%1$s', only with '3'"),
                       virGICVersionTypeToString(def->gic_version));
        return -1;
    }

    /* QEMU describes the bus in the device tree only. */
    if (def->features[VIR_DOMAIN_FEATURE_ACPI] == VIR_TRISTATE_SWITCH_ON) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED, "%s",
                       _("fsl_mc hostdevs are not supported with ACPI, which has no description of their bus: remove <acpi/> from <features>"));
        return -1;
    }

    return 0;
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

    if (hostdevs->len > VIR_FSLMC_DOMAIN_MAX_HOSTDEVS) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("a domain can have no more than %1$d fsl_mc hostdev, this one has %2$u"),
                       VIR_FSLMC_DOMAIN_MAX_HOSTDEVS, hostdevs->len);
        return -1;
    }

    return virFslMcDomainValidateGuest(def);
}
