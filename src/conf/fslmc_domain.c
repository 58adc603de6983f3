/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain.c: a domain in a document, and its hostdevs
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_conf_error.h"
#include "fslmc_domain.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"


void
virFslMcDomainFree(virFslMcDomain *domain)
{
    if (!domain)
        return;

    g_array_unref(domain->elements);
    g_ptr_array_unref(domain->others);
    g_clear_pointer(&domain->hostdevs, g_ptr_array_unref);
    g_free(domain);
}

virFslMcDomain *
virFslMcDomainNew(xmlNodePtr node)
{
    virFslMcDomain *domain = g_new0(virFslMcDomain, 1);
    xmlNodePtr devices = NULL;

    domain->node = node;
    domain->metadata = virFslMcXMLChild(node, "metadata");
    domain->carriage = virFslMcCarriageFind(domain->metadata);
    domain->elements = g_array_new(FALSE, FALSE, sizeof(virFslMcElement));
    domain->others = g_ptr_array_new();

    while ((devices = virFslMcXMLNext(node, devices, "devices"))) {
        xmlNodePtr hostdev = NULL;

        while ((hostdev = virFslMcXMLNext(devices, hostdev, VIR_FSLMC_HOSTDEV))) {
            if (virFslMcHostdevDefIs(hostdev)) {
                virFslMcElement element = { hostdev, domain->others->len };

                g_array_append_val(domain->elements, element);
            } else {
                g_ptr_array_add(domain->others, hostdev);
            }
        }
    }

    return domain;
}


GPtrArray *
virFslMcDomainsNew(xmlNodePtr root)
{
    static const char *const holders[] = {
        "domainsnapshot", "domaincheckpoint", NULL
    };
    GPtrArray *domains;
    xmlNodePtr node = NULL;

    domains = g_ptr_array_new_with_free_func((GDestroyNotify)virFslMcDomainFree);

    if (virFslMcXMLIs(root, "domain", NULL))
        g_ptr_array_add(domains, virFslMcDomainNew(root));

    if (root->ns || !g_strv_contains(holders, (const char *)root->name))
        return domains;

    while ((node = virFslMcXMLNext(root, node, NULL))) {
        if (virFslMcXMLIs(node, "domain", NULL) ||
            virFslMcXMLIs(node, "inactiveDomain", NULL))
            g_ptr_array_add(domains, virFslMcDomainNew(node));
    }

    return domains;
}


/* Parses the fsl_mc elements. */
static GPtrArray *
virFslMcDomainParseElements(const virFslMcDomain *domain,
                            GError **error)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    guint i;

    hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify)virFslMcHostdevDefFree);

    for (i = 0; i < domain->elements->len; i++) {
        const virFslMcElement *element;
        g_autoptr(virFslMcHostdevDef) def = NULL;

        element = &g_array_index(domain->elements, virFslMcElement, i);
        if (!(def = virFslMcHostdevDefParse(element->node, error)))
            return NULL;

        if (virFslMcHostdevIsThere(hostdevs, def)) {
            virFslMcXMLError(error, element->node,
                             _("%1$s '%2$s' is assigned twice"),
                             _(def->kind->noun), def->name);
            return NULL;
        }

        def->after = element->after;
        g_ptr_array_add(hostdevs, g_steal_pointer(&def));
    }

    return g_steal_pointer(&hostdevs);
}


gboolean
virFslMcDomainParse(virFslMcDomain *domain,
                    GError **error)
{
    g_autoptr(GPtrArray) elements = NULL;
    g_autoptr(GPtrArray) hostdevs = NULL;
    guint i;
    guint carried;

    if (!(hostdevs = virFslMcCarriageParse(domain->metadata, error)) ||
        !(elements = virFslMcDomainParseElements(domain, error)))
        return FALSE;

    for (i = 0; i < hostdevs->len; i++) {
        virFslMcHostdevDef *def = g_ptr_array_index(hostdevs, i);

        /* others may have gone since it got its place */
        def->after = MIN(def->after, domain->others->len);
    }

    /* an element is what was written last */
    for (i = 0; i < elements->len; i++) {
        if (virFslMcHostdevFind(hostdevs, elements->pdata[i], &carried))
            g_ptr_array_remove_index(hostdevs, carried);
    }
    for (i = 0; i < elements->len; i++)
        g_ptr_array_add(hostdevs, virFslMcHostdevDefCopy(elements->pdata[i]));
    virFslMcHostdevSort(hostdevs);

    domain->hostdevs = g_steal_pointer(&hostdevs);
    return TRUE;
}
