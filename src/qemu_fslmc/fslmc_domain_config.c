/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_config.c: changing fsl_mc hostdevs in a stored configuration
 */

#include "fslmc_domain_config.h"

#include "domain_event.h"
#include "qemu_domain.h"
#include "virerror.h"

#include "fslmc_domain_conf.h"
#include "fslmc_domain_xml.h"
#include "fslmc_report.h"
#include "fslmc_seams.h"
#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


/* The stored configuration of @vm, edited. */
static virDomainDef *
virFslMcDomainConfigCopy(virQEMUDriver *driver,
                         virDomainObj *vm,
                         virFslMcDomainConfigEdit edit,
                         const virFslMcHostdevDef *hostdev)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    g_autoptr(GError) error = NULL;
    g_autofree char *stored = NULL;
    g_autofree char *edited = NULL;
    g_autofree char *lifted = NULL;
    const char *xml;
    virDomainDef *def;

    if (!(def = virDomainObjGetPersistentDef(driver->xmlopt, vm, priv->qemuCaps)) ||
        !(stored = virDomainDefFormat(def, driver->xmlopt,
                                      VIR_DOMAIN_DEF_FORMAT_SECURE)))
        return NULL;

    if (!(edited = edit(stored, hostdev, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    xml = edited;
    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    /* what the domain had before is as good or bad as it was */
    return virDomainDefParseString(xml, driver->xmlopt, priv->qemuCaps,
                                   VIR_DOMAIN_DEF_PARSE_INACTIVE |
                                   VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
}


int
virFslMcDomainConfigChange(virQEMUDriver *driver,
                           virDomainObj *vm,
                           virFslMcDomainConfigEdit edit,
                           const virFslMcHostdevDef *hostdev)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    g_autoptr(virDomainDef) def = NULL;
    virObjectEvent *event;

    if (!(def = virFslMcDomainConfigCopy(driver, vm, edit, hostdev)) ||
        virFslMcSeamsValidate(def) < 0 ||
        virDomainDefSave(def, driver->xmlopt, cfg->configDir) < 0)
        return -1;

    virDomainObjAssignDef(vm, &def, false, NULL);

    event = virDomainEventLifecycleNewFromObj(vm,
                                              VIR_DOMAIN_EVENT_DEFINED,
                                              VIR_DOMAIN_EVENT_DEFINED_UPDATED);
    virObjectEventStateQueue(driver->domainEventState, event);

    return 0;
}
