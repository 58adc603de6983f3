/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_conf.c: fsl_mc hostdevs in the XML of a domain
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_conf_error.h"
#include "fslmc_domain.h"
#include "fslmc_domain_conf.h"
#include "fslmc_xml.h"
#include "fslmc_xmltext.h"


static void
virFslMcDomainRemoveElements(const virFslMcDomain *domain,
                             virFslMcXMLText *text)
{
    guint i;

    for (i = 0; i < domain->elements->len; i++) {
        virFslMcXMLTextRemove(text, g_array_index(domain->elements,
                                                  virFslMcElement, i).node);
    }
}


/* <metadata> of our own, where libvirt will have it. */
static void
virFslMcDomainAddMetadata(const virFslMcDomain *domain,
                          virFslMcXMLText *text)
{
    static const char *const before[] = {
        "name", "uuid", "genid", "title", "description", NULL
    };
    g_autoptr(GString) lines = g_string_new("<metadata>\n");
    xmlNodePtr node = NULL;
    xmlNodePtr last = NULL;

    virFslMcCarriageFormat(lines, 1, domain->hostdevs, TRUE);
    g_string_append(lines, "</metadata>\n");

    while ((node = virFslMcXMLNext(domain->node, node, NULL))) {
        if (g_strv_contains(before, (const char *)node->name))
            last = node;
    }

    if (last)
        virFslMcXMLTextInsertAfter(text, last, lines->str);
    else
        virFslMcXMLTextInsertBefore(text, xmlFirstElementChild(domain->node),
                                    lines->str);
}


/* Writes the hostdevs as stock libvirt is to see them. */
static void
virFslMcDomainWriteCarriage(const virFslMcDomain *domain,
                            virFslMcXMLText *text)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    gboolean owns = virFslMcCarriageOwnsMetadata(domain->carriage);
    guint i;

    for (i = 0; i < domain->hostdevs->len; i++)
        virFslMcHostdevDefForget(domain->hostdevs->pdata[i]);
    virFslMcDomainRemoveElements(domain, text);

    if (!domain->metadata) {
        virFslMcDomainAddMetadata(domain, text);
        return;
    }

    virFslMcCarriageFormat(lines, 0, domain->hostdevs, owns);
    if (domain->carriage) {
        virFslMcXMLTextInsertBefore(text, domain->carriage, lines->str);
        virFslMcXMLTextRemove(text, domain->carriage);
    } else {
        virFslMcXMLTextAppend(text, domain->metadata, lines->str);
    }
}


/* Whether there is nothing but the carriage in <metadata>. */
static gboolean
virFslMcDomainMetadataIsOurs(const virFslMcDomain *domain)
{
    const xmlNode *node;

    for (node = domain->metadata->children; node; node = node->next) {
        if (node != domain->carriage && !xmlIsBlankNode(node))
            return FALSE;
    }

    return TRUE;
}


static void
virFslMcDomainRemoveCarriage(const virFslMcDomain *domain,
                             virFslMcXMLText *text)
{
    if (!domain->carriage)
        return;

    if (!virFslMcDomainMetadataIsOurs(domain))
        virFslMcXMLTextRemove(text, domain->carriage);
    else if (virFslMcCarriageOwnsMetadata(domain->carriage))
        virFslMcXMLTextRemove(text, domain->metadata);
    else
        virFslMcXMLTextEmpty(text, domain->metadata);
}


/* Puts @lines where hostdevs go in a domain that has no others: libvirt writes
 * the devices of a domain by kind, in an order that does not change. */
static void
virFslMcDomainInsertFirst(const virFslMcDomain *domain,
                          virFslMcXMLText *text,
                          const char *lines)
{
    static const char *const behind[] = {
        "redirdev", "redirfilter", "hub", "watchdog", "memballoon", "rng",
        "nvram", "panic", "shmem", "memory", "iommu", "vsock", "crypto",
        "pstore", NULL
    };
    xmlNodePtr devices = virFslMcXMLChild(domain->node, "devices");
    xmlNodePtr node = NULL;

    if (!devices) {
        g_autofree char *inside = virFslMcXMLIndent(lines, "  ");
        g_autofree char *all = g_strconcat("<devices>\n", inside, "</devices>\n", NULL);

        virFslMcXMLTextAppend(text, domain->node, all);
        return;
    }

    while ((node = virFslMcXMLNext(devices, node, NULL))) {
        if (g_strv_contains(behind, (const char *)node->name)) {
            virFslMcXMLTextInsertBefore(text, node, lines);
            return;
        }
    }

    virFslMcXMLTextAppend(text, devices, lines);
}


/* Puts @lines behind so many of the other hostdevs. */
static void
virFslMcDomainInsert(const virFslMcDomain *domain,
                     virFslMcXMLText *text,
                     unsigned int after,
                     const char *lines)
{
    if (domain->others->len == 0) {
        virFslMcDomainInsertFirst(domain, text, lines);
    } else if (after == 0) {
        virFslMcXMLTextInsertBefore(text, domain->others->pdata[0], lines);
    } else {
        virFslMcXMLTextInsertAfter(text, domain->others->pdata[after - 1],
                                   lines);
    }
}


/* Writes the hostdevs as people are to see them. */
static void
virFslMcDomainWriteElements(const virFslMcDomain *domain,
                            virFslMcXMLText *text)
{
    gboolean live = xmlHasProp(domain->node, (const xmlChar *)"id") != NULL;
    guint i = 0;

    virFslMcDomainRemoveElements(domain, text);
    virFslMcDomainRemoveCarriage(domain, text);

    while (i < domain->hostdevs->len) {
        g_autoptr(GString) lines = g_string_new(NULL);
        const virFslMcHostdevDef *first = g_ptr_array_index(domain->hostdevs, i);

        /* those with one place go there together */
        for (; i < domain->hostdevs->len; i++) {
            const virFslMcHostdevDef *def = g_ptr_array_index(domain->hostdevs, i);
            g_autoptr(virFslMcHostdevDef) shown = virFslMcHostdevDefCopy(def);

            if (def->after != first->after)
                break;

            if (!live)
                virFslMcHostdevDefForget(shown);
            else if (!def->alias)
                shown->alias = virFslMcHostdevAlias(def, i);
            virFslMcHostdevDefFormat(lines, 0, "", shown);
        }

        virFslMcDomainInsert(domain, text, first->after, lines->str);
    }
}


gboolean
virFslMcDomainLift(const char *xml,
                   char **lifted,
                   GError **error)
{
    g_autoptr(virFslMcXMLText) text = NULL;
    g_autoptr(GPtrArray) domains = NULL;
    gboolean changed = FALSE;
    guint i;

    *lifted = NULL;
    if ((!virFslMcHostdevKindIsMentioned(xml) &&
         !virFslMcXMLMentions(xml, VIR_FSLMC_CARRIAGE_URI)) ||
        !(text = virFslMcXMLTextNew(xml, NULL)))
        return TRUE;

    domains = virFslMcDomainsNew(virFslMcXMLTextRoot(text));
    for (i = 0; i < domains->len; i++) {
        virFslMcDomain *domain = g_ptr_array_index(domains, i);

        if (!virFslMcDomainParse(domain, error))
            return FALSE;

        if (domain->elements->len > 0) {
            virFslMcDomainWriteCarriage(domain, text);
            changed = TRUE;
        }
    }

    if (changed)
        *lifted = virFslMcXMLTextApply(text);
    return TRUE;
}


char *
virFslMcDomainRestore(char *xml)
{
    g_autofree char *given = xml;
    g_autoptr(virFslMcXMLText) text = NULL;
    g_autoptr(GPtrArray) domains = NULL;
    gboolean changed = FALSE;
    guint i;

    if (!xml || !virFslMcXMLMentions(xml, VIR_FSLMC_CARRIAGE_URI) ||
        !(text = virFslMcXMLTextNew(xml, NULL)))
        return g_steal_pointer(&given);

    domains = virFslMcDomainsNew(virFslMcXMLTextRoot(text));
    for (i = 0; i < domains->len; i++) {
        virFslMcDomain *domain = g_ptr_array_index(domains, i);

        if (domain->carriage && virFslMcDomainParse(domain, NULL)) {
            virFslMcDomainWriteElements(domain, text);
            changed = TRUE;
        }
    }

    return changed ? virFslMcXMLTextApply(text) : g_steal_pointer(&given);
}


/* The only domain of a document. */
static virFslMcDomain *
virFslMcDomainFromText(const virFslMcXMLText *text,
                       GError **error)
{
    xmlNodePtr root = virFslMcXMLTextRoot(text);
    g_autoptr(virFslMcDomain) domain = NULL;

    if (!virFslMcXMLIs(root, "domain", NULL)) {
        virFslMcXMLError(error, root, _("element <%1$s> is no domain"),
                         root->name);
        return NULL;
    }

    domain = virFslMcDomainNew(root);
    return virFslMcDomainParse(domain, error) ? g_steal_pointer(&domain) : NULL;
}


/* The text of a domain whose hostdevs were changed. */
static char *
virFslMcDomainToText(const virFslMcDomain *domain,
                     virFslMcXMLText *text)
{
    virFslMcDomainWriteElements(domain, text);
    return virFslMcXMLTextApply(text);
}


char *
virFslMcDomainAddHostdev(const char *xml,
                         const virFslMcHostdevDef *def,
                         GError **error)
{
    g_autoptr(virFslMcXMLText) text = virFslMcXMLTextNew(xml, error);
    g_autoptr(virFslMcDomain) domain = NULL;
    virFslMcHostdevDef *copy;

    if (!text || !(domain = virFslMcDomainFromText(text, error)))
        return NULL;

    if (virFslMcHostdevIsThere(domain->hostdevs, def)) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_EXISTS,
                    _("%1$s '%2$s' is in the domain configuration already"),
                    _(def->kind->noun), def->name);
        return NULL;
    }

    copy = virFslMcHostdevDefCopy(def);
    copy->after = domain->others->len;
    g_ptr_array_add(domain->hostdevs, copy);

    return virFslMcDomainToText(domain, text);
}


static gboolean
virFslMcDomainFindHostdev(const virFslMcDomain *domain,
                          const virFslMcHostdevDef *def,
                          guint *index,
                          GError **error)
{
    if (virFslMcHostdevFind(domain->hostdevs, def, index))
        return TRUE;

    if (def->label) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_MISSING,
                    _("no container by label '%1$s' is in the domain configuration"),
                    def->label);
    } else {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_MISSING,
                    _("%1$s '%2$s' is not in the domain configuration"),
                    _(def->kind->noun), def->name);
    }
    return FALSE;
}


char *
virFslMcDomainRemoveHostdev(const char *xml,
                            const virFslMcHostdevDef *def,
                            GError **error)
{
    g_autoptr(virFslMcXMLText) text = virFslMcXMLTextNew(xml, error);
    g_autoptr(virFslMcDomain) domain = NULL;
    guint index;

    if (!text || !(domain = virFslMcDomainFromText(text, error)) ||
        !virFslMcDomainFindHostdev(domain, def, &index, error))
        return NULL;

    g_ptr_array_remove_index(domain->hostdevs, index);

    return virFslMcDomainToText(domain, text);
}


char *
virFslMcDomainRemoveAlias(const char *xml,
                          const char *alias,
                          GError **error)
{
    g_autoptr(virFslMcXMLText) text = virFslMcXMLTextNew(xml, error);
    g_autoptr(virFslMcDomain) domain = NULL;
    guint index;

    if (!text || !(domain = virFslMcDomainFromText(text, error)))
        return NULL;

    if (!virFslMcHostdevFindAlias(domain->hostdevs, alias, &index)) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_MISSING,
                    _("no hostdev with alias '%1$s' is in the domain configuration"),
                    alias);
        return NULL;
    }

    g_ptr_array_remove_index(domain->hostdevs, index);

    return virFslMcDomainToText(domain, text);
}


char *
virFslMcDomainReplaceHostdev(const char *xml,
                             const virFslMcHostdevDef *def,
                             GError **error)
{
    g_autoptr(virFslMcXMLText) text = virFslMcXMLTextNew(xml, error);
    g_autoptr(virFslMcDomain) domain = NULL;
    virFslMcHostdevDef *old;
    virFslMcHostdevDef *copy;
    guint index;

    if (!text || !(domain = virFslMcDomainFromText(text, error)) ||
        !virFslMcDomainFindHostdev(domain, def, &index, error))
        return NULL;

    old = g_ptr_array_index(domain->hostdevs, index);
    copy = virFslMcHostdevDefCopy(def);
    copy->after = old->after;
    domain->hostdevs->pdata[index] = copy;
    virFslMcHostdevDefFree(old);

    return virFslMcDomainToText(domain, text);
}
