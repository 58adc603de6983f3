/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest_kind.c: which guests can have which hostdevs, and what an fsl_mc one has of
 * its own in a guest
 */

#include "fslmc_guest_kind.h"

#include "virerror.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


/* QEMU goes on when it may not read in sysfs what is in the container
 * (vfio_fsl_mc_scan_dprc), which security modules forbid unless told. */
static int
virFslMcGuestKindCheckStarted(virFslMcHostdevManager *hostdevs,
                              const char *domain,
                              pid_t pid,
                              unsigned int others)
{
    g_autoptr(virFslMcObject) empty = NULL;

    if (!(empty = virFslMcHostdevFindWithoutObjects(hostdevs, domain, pid, others)))
        return 0;

    virReportError(VIR_ERR_OPERATION_FAILED,
                   _("QEMU runs without what is in container %1$s: may it read '%2$s'?"),
                   virFslMcObjectGetName(empty), virFslMcObjectGetPath(empty));
    return -1;
}


/* QEMU's device tree describes one container to the guest, that of the device
 * that comes last (fsl_mc_bus of its "virt" machine). What is nested in the
 * container comes with it. */
const virFslMcGuestKind virFslMcGuestKindFslMc = {
    .hostdev = &virFslMcHostdevKindFslMc,
    .device = "vfio-fsl-mc",
    .max = 1,
    .onlyKVM = true,
    .onlyGICv3 = true,
    .checkStarted = virFslMcGuestKindCheckStarted,
};


const virFslMcGuestKind *const virFslMcGuestKinds[] = {
    &virFslMcGuestKindFslMc,
    &virFslMcGuestKindPlatform,
    NULL
};


/* QEMU has places for such devices in its machine of that name only, in each of its
 * versions. */
static bool
virFslMcGuestKindIsVirtMachine(const char *machine)
{
    return machine && (STREQ(machine, "virt") || STRPREFIX(machine, "virt-"));
}


bool
virFslMcGuestKindIsPossible(const virFslMcGuestKind *kind,
                            virDomainVirtType type,
                            virArch arch,
                            const char *machine)
{
    return (type == VIR_DOMAIN_VIRT_KVM || !kind->onlyKVM) &&
        arch == VIR_ARCH_AARCH64 &&
        virFslMcGuestKindIsVirtMachine(machine);
}


int
virFslMcGuestKindValidate(const virFslMcGuestKind *kind,
                          const virDomainDef *def,
                          unsigned int count)
{
    const char *type = kind->hostdev->type;

    if (kind->max > 0 && count > kind->max) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("a domain can have no more than %1$u %2$s hostdev, this one has %3$u"),
                       kind->max, type, count);
        return -1;
    }

    if (def->os.arch != VIR_ARCH_AARCH64) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("%1$s hostdevs are not supported for architecture '%2$s', only for 'aarch64'"),
                       type, virArchToString(def->os.arch));
        return -1;
    }

    if (!virFslMcGuestKindIsVirtMachine(def->os.machine)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("%1$s hostdevs are not supported for machine type '%2$s', only for 'virt'"),
                       type, NULLSTR(def->os.machine));
        return -1;
    }

    if (kind->onlyKVM && def->virtType != VIR_DOMAIN_VIRT_KVM) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("%1$s hostdevs are not supported in a domain of type '%2$s', only of type 'kvm'"),
                       type, virDomainVirtTypeToString(def->virtType));
        return -1;
    }

    if (kind->onlyGICv3 &&
        def->gic_version != VIR_GIC_VERSION_3 &&
        def->gic_version != VIR_GIC_VERSION_HOST) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("%1$s hostdevs are not supported with GIC version '%2$s', only with '3'"),
                       type, virGICVersionTypeToString(def->gic_version));
        return -1;
    }

    /* QEMU describes them in the device tree only. */
    if (def->features[VIR_DOMAIN_FEATURE_ACPI] == VIR_TRISTATE_SWITCH_ON) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("%1$s hostdevs are not supported with ACPI, which has no description of them: remove <acpi/> from <features>"),
                       type);
        return -1;
    }

    return 0;
}
