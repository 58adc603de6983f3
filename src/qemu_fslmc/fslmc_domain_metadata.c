/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_metadata.c: calls about the metadata in which the carriage is
 *
 * To callers there is no carriage: none can be read, and none can be written.
 */

#include "fslmc_domain_driverpriv.h"

#include "virerror.h"

#include "fslmc_carriage.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


static int
virFslMcQemuDomainSetMetadata(virDomainPtr domain,
                              int type,
                              const char *metadata,
                              const char *key,
                              const char *uri,
                              unsigned int flags)
{
    if (type == VIR_DOMAIN_METADATA_ELEMENT &&
        (virFslMcCarriageIsOurs(uri) ||
         (metadata && virFslMcCarriageIsMetadata(metadata)))) {
        virReportError(VIR_ERR_OPERATION_DENIED,
                       _("metadata of namespace '%1$s' is kept for hostdevs of libvirt-fslmc"),
                       VIR_FSLMC_CARRIAGE_URI);
        return -1;
    }

    return virFslMcQemuDomainStock.domainSetMetadata(domain, type, metadata, key,
                                                     uri, flags);
}


static char *
virFslMcQemuDomainGetMetadata(virDomainPtr domain,
                              int type,
                              const char *uri,
                              unsigned int flags)
{
    g_autofree char *metadata = NULL;

    /* it checks the access first, and says all else that can be wrong */
    metadata = virFslMcQemuDomainStock.domainGetMetadata(domain, type, uri, flags);

    if (metadata && type == VIR_DOMAIN_METADATA_ELEMENT &&
        virFslMcCarriageIsOurs(uri)) {
        virReportError(VIR_ERR_NO_DOMAIN_METADATA, "%s",
                       _("Requested metadata element is not present"));
        return NULL;
    }

    return g_steal_pointer(&metadata);
}


void
virFslMcQemuDomainMetadataReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainSetMetadata, virFslMcQemuDomainSetMetadata);
    REPLACE(domainGetMetadata, virFslMcQemuDomainGetMetadata);
#undef REPLACE
}
