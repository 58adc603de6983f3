/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_device.c: attaching, detaching and updating fsl_mc hostdevs
 *
 * QEMU's bus has no hotplug, so only the stored configuration of a guest can
 * change. What these functions do and the order in which they do it, access
 * checks and jobs included, is the stock driver's for a device of its own.
 */

#include "fslmc_domain_driverpriv.h"

#include "viraccessapicheck.h"
#include "virdomainobjlist.h"
#include "virerror.h"

#include "fslmc_carriage.h"
#include "fslmc_domain_conf.h"
#include "fslmc_domain_config.h"
#include "fslmc_domain_validate.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

/* One of the calls. */
typedef struct _virFslMcQemuDomainDeviceCall virFslMcQemuDomainDeviceCall;
struct _virFslMcQemuDomainDeviceCall {
    int (*ensureACL)(virConnectPtr conn, virDomainDef *def, unsigned int flags);
    virFslMcDomainConfigEdit edit;
    const char *noLive;     /* why it is refused for a running guest */
};


static char *
virFslMcQemuDomainDeviceRemoveAlias(const char *xml,
                                    const virFslMcHostdevDef *hostdev,
                                    GError **error)
{
    return virFslMcDomainRemoveAlias(xml, hostdev->alias, error);
}


static const virFslMcQemuDomainDeviceCall virFslMcQemuDomainDeviceAttach = {
    .ensureACL = virDomainAttachDeviceFlagsEnsureACL,
    .edit = virFslMcDomainAddHostdev,
    .noLive = N_("hotplug is not supported for hostdev subsys type '%1$s'"),
};

static const virFslMcQemuDomainDeviceCall virFslMcQemuDomainDeviceDetach = {
    .ensureACL = virDomainDetachDeviceFlagsEnsureACL,
    .edit = virFslMcDomainRemoveHostdev,
    .noLive = N_("hot unplug is not supported for hostdev subsys type '%1$s'"),
};

static const virFslMcQemuDomainDeviceCall virFslMcQemuDomainDeviceDetachAlias = {
    .ensureACL = virDomainDetachDeviceAliasEnsureACL,
    .edit = virFslMcQemuDomainDeviceRemoveAlias,
    .noLive = N_("hot unplug is not supported for hostdev subsys type '%1$s'"),
};

static const virFslMcQemuDomainDeviceCall virFslMcQemuDomainDeviceUpdate = {
    .ensureACL = virDomainUpdateDeviceFlagsEnsureACL,
    .edit = virFslMcDomainReplaceHostdev,
    .noLive = N_("live update is not supported for hostdev subsys type '%1$s'"),
};


/* The hostdev that device XML describes; NULL for another device. */
static int
virFslMcQemuDomainDeviceParse(const char *xml,
                              virFslMcHostdevDef **hostdev)
{
    g_autoptr(GError) error = NULL;

    if (!virFslMcHostdevDefParseDevice(xml, hostdev, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    return 0;
}


/* With a job: decides what @flags mean for the guest as it is now. */
static int
virFslMcQemuDomainDeviceDoLocked(virQEMUDriver *driver,
                                 virDomainObj *vm,
                                 const virFslMcQemuDomainDeviceCall *call,
                                 const virFslMcHostdevDef *hostdev,
                                 unsigned int flags)
{
    if (virDomainObjUpdateModificationImpact(vm, &flags) < 0)
        return -1;

    if (flags & VIR_DOMAIN_AFFECT_LIVE) {
        virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                       _(call->noLive), hostdev->kind->type);
        return -1;
    }

    return virFslMcDomainConfigChange(driver, vm, call->edit, hostdev);
}


static int
virFslMcQemuDomainDeviceDo(virDomainPtr domain,
                           const virFslMcQemuDomainDeviceCall *call,
                           const virFslMcHostdevDef *hostdev,
                           unsigned int flags)
{
    virQEMUDriver *driver = domain->conn->privateData;
    virDomainObj *vm = virDomainObjListFindByUUID(driver->domains, domain->uuid);
    int ret = -1;

    if (!vm) {
        char uuid[VIR_UUID_STRING_BUFLEN];

        virUUIDFormat(domain->uuid, uuid);
        virReportError(VIR_ERR_NO_DOMAIN,
                       _("no domain with matching uuid '%1$s' (%2$s)"),
                       uuid, domain->name);
        return -1;
    }

    if (call->ensureACL(domain->conn, vm->def, flags) == 0 &&
        virDomainObjBeginJob(vm, VIR_JOB_MODIFY) == 0) {
        ret = virFslMcQemuDomainDeviceDoLocked(driver, vm, call, hostdev, flags);
        virDomainObjEndJob(vm);
    }

    virDomainObjEndAPI(&vm);

    return ret;
}


static int
virFslMcQemuDomainAttachDeviceFlags(virDomainPtr domain,
                                    const char *xml,
                                    unsigned int flags)
{
    g_autoptr(virFslMcHostdevDef) hostdev = NULL;

    if (virFslMcQemuDomainDeviceParse(xml, &hostdev) < 0)
        return -1;

    if (!hostdev)
        return virFslMcQemuDomainStock.domainAttachDeviceFlags(domain, xml, flags);

    virCheckFlags(VIR_DOMAIN_AFFECT_LIVE |
                  VIR_DOMAIN_AFFECT_CONFIG, -1);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceAttach,
                                      hostdev, flags);
}


static int
virFslMcQemuDomainAttachDevice(virDomainPtr domain,
                               const char *xml)
{
    g_autoptr(virFslMcHostdevDef) hostdev = NULL;

    if (virFslMcQemuDomainDeviceParse(xml, &hostdev) < 0)
        return -1;

    if (!hostdev)
        return virFslMcQemuDomainStock.domainAttachDevice(domain, xml);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceAttach,
                                      hostdev, VIR_DOMAIN_AFFECT_LIVE);
}


static int
virFslMcQemuDomainDetachDeviceFlags(virDomainPtr domain,
                                    const char *xml,
                                    unsigned int flags)
{
    g_autoptr(virFslMcHostdevDef) hostdev = NULL;

    if (virFslMcQemuDomainDeviceParse(xml, &hostdev) < 0)
        return -1;

    if (!hostdev)
        return virFslMcQemuDomainStock.domainDetachDeviceFlags(domain, xml, flags);

    virCheckFlags(VIR_DOMAIN_AFFECT_LIVE |
                  VIR_DOMAIN_AFFECT_CONFIG, -1);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceDetach,
                                      hostdev, flags);
}


static int
virFslMcQemuDomainDetachDevice(virDomainPtr domain,
                               const char *xml)
{
    g_autoptr(virFslMcHostdevDef) hostdev = NULL;

    if (virFslMcQemuDomainDeviceParse(xml, &hostdev) < 0)
        return -1;

    if (!hostdev)
        return virFslMcQemuDomainStock.domainDetachDevice(domain, xml);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceDetach,
                                      hostdev, VIR_DOMAIN_AFFECT_LIVE);
}


static int
virFslMcQemuDomainUpdateDeviceFlags(virDomainPtr domain,
                                    const char *xml,
                                    unsigned int flags)
{
    g_autoptr(virFslMcHostdevDef) hostdev = NULL;

    if (virFslMcQemuDomainDeviceParse(xml, &hostdev) < 0)
        return -1;

    if (!hostdev)
        return virFslMcQemuDomainStock.domainUpdateDeviceFlags(domain, xml, flags);

    /* nothing needs force here */
    virCheckFlags(VIR_DOMAIN_AFFECT_LIVE |
                  VIR_DOMAIN_AFFECT_CONFIG |
                  VIR_DOMAIN_DEVICE_MODIFY_FORCE, -1);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceUpdate,
                                      hostdev, flags);
}


/* Returns: (nullable): of which kind the hostdev of @def is that goes by that alias */
static const virFslMcHostdevKind *
virFslMcQemuDomainDeviceFindAlias(const virDomainDef *def,
                                  const char *alias)
{
    g_autoptr(GPtrArray) hostdevs = virFslMcCarriageParse(def->metadata, NULL);
    guint i;

    for (i = 0; hostdevs && i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = hostdevs->pdata[i];
        g_autofree char *live = virFslMcHostdevAlias(hostdev, i);

        /* what we call it is its name in a running guest only */
        if (STREQ_NULLABLE(alias, def->id >= 0 ? live : hostdev->alias))
            return hostdev->kind;
    }

    return NULL;
}


static const virFslMcHostdevKind *
virFslMcQemuDomainDeviceGetAliasKind(virDomainPtr domain,
                                     const char *alias,
                                     unsigned int flags)
{
    virQEMUDriver *driver = domain->conn->privateData;
    virDomainObj *vm = virDomainObjListFindByUUID(driver->domains, domain->uuid);
    const virFslMcHostdevKind *kind = NULL;

    if (!vm)
        return NULL;

    /* while it runs, the one device of that name may be ours, and the stored
     * one another's */
    if (vm->newDef && (flags & VIR_DOMAIN_AFFECT_CONFIG))
        kind = virFslMcQemuDomainDeviceFindAlias(vm->newDef, alias);
    if (!kind && (!vm->newDef || flags != VIR_DOMAIN_AFFECT_CONFIG))
        kind = virFslMcQemuDomainDeviceFindAlias(vm->def, alias);
    virDomainObjEndAPI(&vm);

    return kind;
}


static int
virFslMcQemuDomainDetachDeviceAlias(virDomainPtr domain,
                                    const char *alias,
                                    unsigned int flags)
{
    virFslMcHostdevDef hostdev = { .alias = (char *) alias };

    if (!(hostdev.kind = virFslMcQemuDomainDeviceGetAliasKind(domain, alias, flags)))
        return virFslMcQemuDomainStock.domainDetachDeviceAlias(domain, alias, flags);

    virCheckFlags(VIR_DOMAIN_AFFECT_LIVE |
                  VIR_DOMAIN_AFFECT_CONFIG, -1);

    return virFslMcQemuDomainDeviceDo(domain, &virFslMcQemuDomainDeviceDetachAlias,
                                      &hostdev, flags);
}


void
virFslMcQemuDomainDeviceReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainAttachDevice, virFslMcQemuDomainAttachDevice);
    REPLACE(domainAttachDeviceFlags, virFslMcQemuDomainAttachDeviceFlags);
    REPLACE(domainDetachDevice, virFslMcQemuDomainDetachDevice);
    REPLACE(domainDetachDeviceFlags, virFslMcQemuDomainDetachDeviceFlags);
    REPLACE(domainUpdateDeviceFlags, virFslMcQemuDomainUpdateDeviceFlags);
    REPLACE(domainDetachDeviceAlias, virFslMcQemuDomainDetachDeviceAlias);
#undef REPLACE
}
