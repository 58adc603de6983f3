/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_xmlopt.c: our part in libvirt's own checks of domains
 */

#include "fslmc_domain_xmlopt.h"

#include "virerror.h"

#include "fslmc_domain_validate.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_seams.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

static struct {
    virDomainXMLOption *xmlopt;
    virDomainDefValidateCallback stockValidate;
    virDomainABIStabilityDomain stockSameABI;
} fslmc;


static int
virFslMcDomainXMLOptionValidate(const virDomainDef *def,
                                void *opaque,
                                void *parseOpaque)
{
    if (fslmc.stockValidate &&
        fslmc.stockValidate(def, opaque, parseOpaque) < 0)
        return -1;

    return virFslMcSeamsValidate(def);
}


/* Whether there are as many of each kind. */
static bool
virFslMcDomainXMLOptionSameKinds(GPtrArray *source,
                                 GPtrArray *target)
{
    gsize i;

    for (i = 0; virFslMcHostdevKinds[i]; i++) {
        guint from = virFslMcHostdevCount(source, virFslMcHostdevKinds[i]);
        guint to = virFslMcHostdevCount(target, virFslMcHostdevKinds[i]);

        if (from != to) {
            virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                           _("target domain has %1$u %2$s hostdevs, source has %3$u"),
                           to, virFslMcHostdevKinds[i]->type, from);
            return false;
        }
    }

    return true;
}


/* As with libvirt's own hostdevs, another container does not matter, but one
 * more or one less does. None at all is always right: what is saved of a guest
 * that runs is without the device, whatever was defined. */
static bool
virFslMcDomainXMLOptionSameABI(const virDomainDef *from,
                               const virDomainDef *to)
{
    g_autoptr(GPtrArray) source = NULL;
    g_autoptr(GPtrArray) target = NULL;

    if (fslmc.stockSameABI && !fslmc.stockSameABI(from, to))
        return false;

    if (!virFslMcDomainHasHostdevs(from) && !virFslMcDomainHasHostdevs(to))
        return true;

    if (!(source = virFslMcDomainGetHostdevs(from)) ||
        !(target = virFslMcDomainGetHostdevs(to)))
        return false;

    return target->len == 0 || virFslMcDomainXMLOptionSameKinds(source, target);
}


void
virFslMcDomainXMLOptionStart(virDomainXMLOption *xmlopt)
{
    fslmc.xmlopt = virObjectRef(xmlopt);
    fslmc.stockValidate = xmlopt->config.domainValidateCallback;
    fslmc.stockSameABI = xmlopt->abi.domain;

    xmlopt->config.domainValidateCallback = virFslMcDomainXMLOptionValidate;
    xmlopt->abi.domain = virFslMcDomainXMLOptionSameABI;
}


void
virFslMcDomainXMLOptionStop(void)
{
    if (!fslmc.xmlopt)
        return;

    fslmc.xmlopt->config.domainValidateCallback = fslmc.stockValidate;
    fslmc.xmlopt->abi.domain = fslmc.stockSameABI;
    g_clear_pointer(&fslmc.xmlopt, virObjectUnref);
}
