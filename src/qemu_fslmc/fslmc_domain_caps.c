/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_caps.c: whether domains can have fsl_mc hostdevs on this host
 */

#include "fslmc_domain_driverpriv.h"

#include "virerror.h"
#include "virxml.h"

#include "fslmc_domain_caps_conf.h"
#include "fslmc_domain_validate.h"
#include "fslmc_emulator.h"
#include "fslmc_module.h"
#include "fslmc_names.h"
#include "fslmc_seams.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


/* Whether a domain of the kind that @xml is about can have them. Whom they are
 * about, and which emulator, the caller may have left to libvirt. */
static bool
virFslMcQemuDomainCapsIsPossible(const char *xml,
                                 char **emulator)
{
    g_autoptr(xmlXPathContext) ctxt = NULL;
    g_autoptr(xmlDoc) doc = NULL;
    g_autofree char *type = NULL;
    g_autofree char *arch = NULL;
    g_autofree char *machine = NULL;

    if (!(doc = virXMLParseStringCtxt(xml, _("(domain capabilities)"), &ctxt)))
        return false;

    *emulator = virXPathString("string(/domainCapabilities/path)", ctxt);
    type = virXPathString("string(/domainCapabilities/domain)", ctxt);
    arch = virXPathString("string(/domainCapabilities/arch)", ctxt);
    machine = virXPathString("string(/domainCapabilities/machine)", ctxt);

    return *emulator && type && arch &&
        virFslMcDomainIsPossible(virDomainVirtTypeFromString(type),
                                 virArchFromString(arch), machine);
}


static bool
virFslMcQemuDomainCapsHasHostdev(virQEMUDriver *driver,
                                 const char *xml)
{
    g_autofree char *emulator = NULL;

    return virFslMcSeamsHold() &&
        virFslMcBusExists(virFslMcQemuDomainBus) &&
        virFslMcQemuDomainCapsIsPossible(xml, &emulator) &&
        virFslMcModuleIsLoadable(virFslMcQemuDomainBus, &virFslMcKindFslMc) &&
        virFslMcEmulatorHasDevice(driver, emulator) == 1;
}


static char *
virFslMcQemuConnectGetDomainCapabilities(virConnectPtr conn,
                                         const char *emulator,
                                         const char *arch,
                                         const char *machine,
                                         const char *virttype,
                                         unsigned int flags)
{
    g_autofree char *xml = NULL;
    bool hasHostdev;

    xml = virFslMcQemuDomainStock.connectGetDomainCapabilities(conn, emulator, arch,
                                                               machine, virttype,
                                                               flags);
    if (!xml)
        return NULL;

    /* what cannot be found out is not promised, but no reason to say nothing */
    if (!(hasHostdev = virFslMcQemuDomainCapsHasHostdev(conn->privateData, xml)))
        virResetLastError();

    return hasHostdev ? virFslMcDomainCapsAddHostdev(g_steal_pointer(&xml)) :
        g_steal_pointer(&xml);
}


void
virFslMcQemuDomainCapsReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(connectGetDomainCapabilities, virFslMcQemuConnectGetDomainCapabilities);
#undef REPLACE
}
