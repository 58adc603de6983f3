/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_moment.c: domain XML in snapshots and checkpoints
 *
 * Each keeps the domain as it was then. It comes out with the rest, and goes in
 * when a snapshot or checkpoint is redefined.
 */

#include "fslmc_domain_conf.h"
#include "fslmc_domain_driverpriv.h"
#include "fslmc_domain_xml.h"


static virDomainSnapshotPtr
virFslMcQemuDomainSnapshotCreateXML(virDomainPtr domain,
                                    const char *xml,
                                    unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainSnapshotCreateXML(domain, xml, flags);
}


static char *
virFslMcQemuDomainSnapshotGetXMLDesc(virDomainSnapshotPtr snapshot,
                                     unsigned int flags)
{
    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainSnapshotGetXMLDesc(snapshot, flags));
}


static virDomainCheckpointPtr
virFslMcQemuDomainCheckpointCreateXML(virDomainPtr domain,
                                      const char *xml,
                                      unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainCheckpointCreateXML(domain, xml, flags);
}


static char *
virFslMcQemuDomainCheckpointGetXMLDesc(virDomainCheckpointPtr checkpoint,
                                       unsigned int flags)
{
    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainCheckpointGetXMLDesc(checkpoint, flags));
}


void
virFslMcQemuDomainMomentReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainSnapshotCreateXML, virFslMcQemuDomainSnapshotCreateXML);
    REPLACE(domainSnapshotGetXMLDesc, virFslMcQemuDomainSnapshotGetXMLDesc);
    REPLACE(domainCheckpointCreateXML, virFslMcQemuDomainCheckpointCreateXML);
    REPLACE(domainCheckpointGetXMLDesc, virFslMcQemuDomainCheckpointGetXMLDesc);
#undef REPLACE
}
