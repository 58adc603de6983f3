/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_migration.c: domain XML in each phase of a migration
 *
 * A guest that runs with the device does not migrate; one that is off can be
 * moved to another host (VIR_MIGRATE_OFFLINE). The client that passes its XML
 * from host to host sees it as any client does, and a host that knows nothing
 * of fsl_mc refuses it. Where the daemons pass it by themselves (VIR_MIGRATE_PEER2PEER)
 * it is the stored XML, and such a host takes that.
 */

#include "fslmc_domain_conf.h"
#include "fslmc_domain_driverpriv.h"
#include "fslmc_domain_xml.h"


static char *
virFslMcQemuDomainMigrateBegin3(virDomainPtr domain,
                                const char *xml,
                                char **cookieout,
                                int *cookieoutlen,
                                unsigned long flags,
                                const char *dname,
                                unsigned long resource)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return NULL;

    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainMigrateBegin3(domain, xml,
                                                    cookieout, cookieoutlen,
                                                    flags, dname, resource));
}


static char *
virFslMcQemuDomainMigrateBegin3Params(virDomainPtr domain,
                                      virTypedParameterPtr params,
                                      int nparams,
                                      char **cookieout,
                                      int *cookieoutlen,
                                      unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return NULL;

    return virFslMcDomainRestore(
        virFslMcQemuDomainStock.domainMigrateBegin3Params(domain, params, nparams,
                                                          cookieout, cookieoutlen,
                                                          flags));
}


static int
virFslMcQemuDomainMigratePrepare2(virConnectPtr conn,
                                  char **cookie,
                                  int *cookielen,
                                  const char *uriin,
                                  char **uriout,
                                  unsigned long flags,
                                  const char *dname,
                                  unsigned long resource,
                                  const char *xml)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepare2(conn, cookie, cookielen,
                                                         uriin, uriout, flags,
                                                         dname, resource, xml);
}


static int
virFslMcQemuDomainMigratePrepareTunnel(virConnectPtr conn,
                                       virStreamPtr stream,
                                       unsigned long flags,
                                       const char *dname,
                                       unsigned long resource,
                                       const char *xml)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepareTunnel(conn, stream, flags,
                                                              dname, resource,
                                                              xml);
}


static int
virFslMcQemuDomainMigratePrepare3(virConnectPtr conn,
                                  const char *cookiein,
                                  int cookieinlen,
                                  char **cookieout,
                                  int *cookieoutlen,
                                  const char *uriin,
                                  char **uriout,
                                  unsigned long flags,
                                  const char *dname,
                                  unsigned long resource,
                                  const char *xml)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepare3(conn,
                                                         cookiein, cookieinlen,
                                                         cookieout, cookieoutlen,
                                                         uriin, uriout, flags,
                                                         dname, resource, xml);
}


static int
virFslMcQemuDomainMigratePrepare3Params(virConnectPtr conn,
                                        virTypedParameterPtr params,
                                        int nparams,
                                        const char *cookiein,
                                        int cookieinlen,
                                        char **cookieout,
                                        int *cookieoutlen,
                                        char **uriout,
                                        unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepare3Params(conn,
                                                               params, nparams,
                                                               cookiein, cookieinlen,
                                                               cookieout, cookieoutlen,
                                                               uriout, flags);
}


static int
virFslMcQemuDomainMigratePrepareTunnel3(virConnectPtr conn,
                                        virStreamPtr stream,
                                        const char *cookiein,
                                        int cookieinlen,
                                        char **cookieout,
                                        int *cookieoutlen,
                                        unsigned long flags,
                                        const char *dname,
                                        unsigned long resource,
                                        const char *xml)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepareTunnel3(conn, stream,
                                                               cookiein, cookieinlen,
                                                               cookieout, cookieoutlen,
                                                               flags, dname,
                                                               resource, xml);
}


static int
virFslMcQemuDomainMigratePrepareTunnel3Params(virConnectPtr conn,
                                              virStreamPtr stream,
                                              virTypedParameterPtr params,
                                              int nparams,
                                              const char *cookiein,
                                              int cookieinlen,
                                              char **cookieout,
                                              int *cookieoutlen,
                                              unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePrepareTunnel3Params(conn, stream,
                                                                     params, nparams,
                                                                     cookiein, cookieinlen,
                                                                     cookieout, cookieoutlen,
                                                                     flags);
}


static int
virFslMcQemuDomainMigratePerform3(virDomainPtr domain,
                                  const char *xml,
                                  const char *cookiein,
                                  int cookieinlen,
                                  char **cookieout,
                                  int *cookieoutlen,
                                  const char *dconnuri,
                                  const char *uri,
                                  unsigned long flags,
                                  const char *dname,
                                  unsigned long resource)
{
    g_autofree char *lifted = NULL;

    if (virFslMcDomainXMLLift(&xml, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePerform3(domain, xml,
                                                         cookiein, cookieinlen,
                                                         cookieout, cookieoutlen,
                                                         dconnuri, uri, flags,
                                                         dname, resource);
}


static int
virFslMcQemuDomainMigratePerform3Params(virDomainPtr domain,
                                        const char *dconnuri,
                                        virTypedParameterPtr params,
                                        int nparams,
                                        const char *cookiein,
                                        int cookieinlen,
                                        char **cookieout,
                                        int *cookieoutlen,
                                        unsigned int flags)
{
    g_auto(virFslMcDomainXMLParams) lifted = { 0 };

    if (virFslMcDomainXMLLiftParams(&params, nparams, &lifted) < 0)
        return -1;

    return virFslMcQemuDomainStock.domainMigratePerform3Params(domain, dconnuri,
                                                               params, nparams,
                                                               cookiein, cookieinlen,
                                                               cookieout, cookieoutlen,
                                                               flags);
}


void
virFslMcQemuDomainMigrationReplace(virHypervisorDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(domainMigrateBegin3, virFslMcQemuDomainMigrateBegin3);
    REPLACE(domainMigrateBegin3Params, virFslMcQemuDomainMigrateBegin3Params);
    REPLACE(domainMigratePrepare2, virFslMcQemuDomainMigratePrepare2);
    REPLACE(domainMigratePrepareTunnel, virFslMcQemuDomainMigratePrepareTunnel);
    REPLACE(domainMigratePrepare3, virFslMcQemuDomainMigratePrepare3);
    REPLACE(domainMigratePrepare3Params, virFslMcQemuDomainMigratePrepare3Params);
    REPLACE(domainMigratePrepareTunnel3, virFslMcQemuDomainMigratePrepareTunnel3);
    REPLACE(domainMigratePrepareTunnel3Params, virFslMcQemuDomainMigratePrepareTunnel3Params);
    REPLACE(domainMigratePerform3, virFslMcQemuDomainMigratePerform3);
    REPLACE(domainMigratePerform3Params, virFslMcQemuDomainMigratePerform3Params);
#undef REPLACE
}
