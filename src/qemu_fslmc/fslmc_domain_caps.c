/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_caps.c: which hostdevs of ours domains can have on this host
 */

#include "fslmc_domain_driverpriv.h"

#include "virerror.h"
#include "virxml.h"

#include "fslmc_domain_caps_conf.h"
#include "fslmc_emulator.h"
#include "fslmc_guest.h"
#include "fslmc_module.h"
#include "fslmc_seams.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


/* Whether a domain of the kind that @xml is about can have them. Whom they are
 * about, and which emulator, the caller may have left to libvirt. */
static bool
virFslMcQemuDomainCapsIsPossible(const virFslMcGuestKind *kind,
                                 const char *xml,
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
        virFslMcGuestKindIsPossible(kind, virDomainVirtTypeFromString(type),
                                    virArchFromString(arch), machine);
}


static bool
virFslMcQemuDomainCapsHasHostdev(virQEMUDriver *driver,
                                 const virFslMcQemuBus *on,
                                 const char *xml)
{
    g_autofree char *emulator = NULL;

    return virFslMcSeamsHold() &&
        virFslMcBusExists(on->bus) &&
        virFslMcQemuDomainCapsIsPossible(on->kind, xml, &emulator) &&
        virFslMcModuleIsLoadable(on->bus, virFslMcBusGetKinds(on->bus)[0]) &&
        virFslMcEmulatorHasDevice(driver, emulator, on->kind->device) == 1;
}


static char *
virFslMcQemuConnectGetDomainCapabilities(virConnectPtr conn,
                                         const char *emulator,
                                         const char *arch,
                                         const char *machine,
                                         const char *virttype,
                                         unsigned int flags)
{
    const virFslMcQemuBus *on;
    char *xml;

    xml = virFslMcQemuDomainStock.connectGetDomainCapabilities(conn, emulator, arch,
                                                               machine, virttype,
                                                               flags);
    if (!xml)
        return NULL;

    /* what cannot be found out is not promised, but no reason to say nothing */
    for (on = virFslMcGuestGetBuses(); on->bus; on++) {
        if (virFslMcQemuDomainCapsHasHostdev(conn->privateData, on, xml))
            xml = virFslMcDomainCapsAddHostdev(xml, on->kind->hostdev);
        else
            virResetLastError();
    }

    return xml;
}


void
virFslMcQemuDomainCapsReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(connectGetDomainCapabilities, virFslMcQemuConnectGetDomainCapabilities);
#undef REPLACE
}
