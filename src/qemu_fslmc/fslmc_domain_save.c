/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_save.c: domain XML of saved guests
 */

#include "fslmc_domain_conf.h"
#include "fslmc_domain_driverpriv.h"
#include "fslmc_domain_xml.h"


static int
virFslMcQemuDomainSaveFlags(virDomainPtr domain,
                            const char *path,
                            const char *xml,
                            unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainSaveFlags(domain, path, xml, flags);
}


static int
virFslMcQemuDomainSaveParams(virDomainPtr domain,
                             virTypedParameterPtr params,
                             int nparams,
                             unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainSaveParams(domain, params, nparams,
                                                    flags);
}


static int
virFslMcQemuDomainRestoreFlags(virConnectPtr conn,
                               const char *path,
                               const char *xml,
                               unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainRestoreFlags(conn, path, xml, flags);
}


static int
virFslMcQemuDomainRestoreParams(virConnectPtr conn,
                                virTypedParameterPtr params,
                                int nparams,
                                unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainRestoreParams(conn, params, nparams,
                                                       flags);
}


static char *
virFslMcQemuDomainSaveImageGetXMLDesc(virConnectPtr conn,
                                      const char *path,
                                      unsigned int flags)
{
    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainSaveImageGetXMLDesc(conn, path, flags));
}


static int
virFslMcQemuDomainSaveImageDefineXML(virConnectPtr conn,
                                     const char *path,
                                     const char *xml,
                                     unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainSaveImageDefineXML(conn, path, xml,
                                                            flags);
}


static char *
virFslMcQemuDomainManagedSaveGetXMLDesc(virDomainPtr domain,
                                        unsigned int flags)
{
    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainManagedSaveGetXMLDesc(domain, flags));
}


static int
virFslMcQemuDomainManagedSaveDefineXML(virDomainPtr domain,
                                       const char *xml,
                                       unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainManagedSaveDefineXML(domain, xml,
                                                              flags);
}


void
virFslMcQemuDomainSaveReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainSaveFlags, virFslMcQemuDomainSaveFlags);
    REPLACE(domainSaveParams, virFslMcQemuDomainSaveParams);
    REPLACE(domainRestoreFlags, virFslMcQemuDomainRestoreFlags);
    REPLACE(domainRestoreParams, virFslMcQemuDomainRestoreParams);
    REPLACE(domainSaveImageGetXMLDesc, virFslMcQemuDomainSaveImageGetXMLDesc);
    REPLACE(domainSaveImageDefineXML, virFslMcQemuDomainSaveImageDefineXML);
    REPLACE(domainManagedSaveGetXMLDesc, virFslMcQemuDomainManagedSaveGetXMLDesc);
    REPLACE(domainManagedSaveDefineXML, virFslMcQemuDomainManagedSaveDefineXML);
#undef REPLACE
}
