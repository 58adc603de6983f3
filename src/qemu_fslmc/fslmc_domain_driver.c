/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_driver.c: calls of the QEMU driver that take or give domain XML
 *
 * Most functions here, and in the other files of fslmc_domain_driverpriv.h, do
 * no more than lift what goes in and restore what comes out. Access, flags and
 * all the rest are checked by the stock function that they end in.
 */

#include "fslmc_domain_driver.h"

#include "fslmc_domain_conf.h"
#include "fslmc_domain_driverpriv.h"
#include "fslmc_domain_xml.h"
#include "fslmc_domain_xmlopt.h"

virHypervisorDriver virFslMcQemuDomainStock;


static virDomainPtr
virFslMcQemuDomainCreateXML(virConnectPtr conn,
                            const char *xml,
                            unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainCreateXML(conn, xml, flags);
}


static virDomainPtr
virFslMcQemuDomainCreateXMLWithFiles(virConnectPtr conn,
                                     const char *xml,
                                     unsigned int nfiles,
                                     int *files,
                                     unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainCreateXMLWithFiles(conn, xml, nfiles,
                                                            files, flags);
}


static virDomainPtr
virFslMcQemuDomainDefineXML(virConnectPtr conn,
                            const char *xml)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainDefineXML(conn, xml);
}


static virDomainPtr
virFslMcQemuDomainDefineXMLFlags(virConnectPtr conn,
                                 const char *xml,
                                 unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.domainDefineXMLFlags(conn, xml, flags);
}


static char *
virFslMcQemuDomainGetXMLDesc(virDomainPtr domain,
                             unsigned int flags)
{
    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainGetXMLDesc(domain, flags));
}


static char *
virFslMcQemuConnectDomainXMLToNative(virConnectPtr conn,
                                     const char *format,
                                     const char *xml,
                                     unsigned int flags)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcQemuDomainStock.connectDomainXMLToNative(conn, format, xml,
                                                            flags);
}


void
virFslMcQemuDomainStart(virHypervisorDriver *table,
                        virQEMUDriver *driver)
{
    virFslMcQemuDomainStock = *table;

#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainCreateXML, virFslMcQemuDomainCreateXML);
    REPLACE(domainCreateXMLWithFiles, virFslMcQemuDomainCreateXMLWithFiles);
    REPLACE(domainDefineXML, virFslMcQemuDomainDefineXML);
    REPLACE(domainDefineXMLFlags, virFslMcQemuDomainDefineXMLFlags);
    REPLACE(domainGetXMLDesc, virFslMcQemuDomainGetXMLDesc);
    REPLACE(connectDomainXMLToNative, virFslMcQemuConnectDomainXMLToNative);
#undef REPLACE

    virFslMcQemuDomainCapsReplace(table);
    virFslMcQemuDomainDeviceReplace(table);
    virFslMcQemuDomainMetadataReplace(table);
    virFslMcQemuDomainMigrationReplace(table);
    virFslMcQemuDomainMomentReplace(table);
    virFslMcQemuDomainSaveReplace(table);

    virFslMcDomainXMLOptionStart(driver->xmlopt);
}


void
virFslMcQemuDomainStop(void)
{
    virFslMcDomainXMLOptionStop();
}
