/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_carriage.c: how stock libvirt carries hostdevs that it does not know
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_conf_error.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"

#define PREFIX "fslmc"
#define HOSTDEVS "hostdevs"

/* What a carriage says has changed meaning when this has changed: a later version has
 * kinds of hostdevs that an earlier one does not know. Each document has the earliest
 * that will do, so that an older libvirt-fslmc reads what it can. */
#define VERSION 2

/* <metadata> was there without us, and stays when nothing else is in it */
#define METADATA "metadata"
#define METADATA_KEEP "keep"


gboolean
virFslMcCarriageIsOurs(const char *uri)
{
    return virFslMcXMLIsNamespace(uri, VIR_FSLMC_CARRIAGE_URI);
}


static gboolean
virFslMcCarriageIsNode(const xmlNode *node)
{
    return node->type == XML_ELEMENT_NODE && node->ns &&
        virFslMcCarriageIsOurs((const char *)node->ns->href);
}


gboolean
virFslMcCarriageIsMetadata(const char *xml)
{
    g_autoptr(xmlDoc) doc = NULL;

    return virFslMcXMLMentions(xml, VIR_FSLMC_CARRIAGE_URI) &&
        (doc = virFslMcXMLParse(xml, strlen(xml), NULL)) &&
        virFslMcCarriageIsNode(xmlDocGetRootElement(doc));
}


static xmlNodePtr
virFslMcCarriageNext(xmlNodePtr node)
{
    for (; node; node = node->next) {
        if (virFslMcCarriageIsNode(node))
            return node;
    }

    return NULL;
}


xmlNodePtr
virFslMcCarriageFind(const xmlNode *metadata)
{
    return metadata ? virFslMcCarriageNext(metadata->children) : NULL;
}


/* The version comes first: what else a newer carriage holds is not known. */
static gboolean
virFslMcCarriageCheckVersion(const xmlNode *carriage,
                             GError **error)
{
    g_autofree char *version = virFslMcXMLAttribute(carriage, "version");
    guint64 number;

    if (!version ||
        !g_ascii_string_to_unsigned(version, 10, 1, G_MAXUINT64, &number, NULL))
        return virFslMcXMLBadValue(error, carriage, "version", version);

    if (number > VERSION) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR,
                    VIR_FSLMC_CONF_ERROR_UNSUPPORTED,
                    _("written in version %1$s by a newer libvirt-fslmc; this one knows version %2$d"),
                    version, VERSION);
        return FALSE;
    }

    return TRUE;
}


static gboolean
virFslMcCarriageCheck(const xmlNode *carriage,
                      GError **error)
{
    static const char *const attributes[] = { "version", METADATA, NULL };
    static const char *const elements[] = { VIR_FSLMC_HOSTDEV, NULL };
    g_autofree char *metadata = NULL;
    xmlNodePtr node;

    if (strcmp((const char *)carriage->name, HOSTDEVS) != 0) {
        return virFslMcXMLError(error, carriage,
                                _("unknown element <%1$s> in element <%2$s>"),
                                carriage->name, carriage->parent->name);
    }

    if ((node = virFslMcCarriageNext(carriage->next))) {
        return virFslMcXMLError(error, node,
                                _("more than one element <%1$s> in element <%2$s>"),
                                node->name, carriage->parent->name);
    }

    metadata = virFslMcXMLAttribute(carriage, METADATA);
    if (metadata && strcmp(metadata, METADATA_KEEP) != 0)
        return virFslMcXMLBadValue(error, carriage, METADATA, metadata);

    return virFslMcXMLCheck(carriage, attributes, elements, error);
}


static gboolean
virFslMcCarriageParseHostdevs(const xmlNode *carriage,
                              GPtrArray *hostdevs,
                              GError **error)
{
    xmlNodePtr node = NULL;

    if (!virFslMcCarriageCheckVersion(carriage, error) ||
        !virFslMcCarriageCheck(carriage, error))
        return FALSE;

    while ((node = virFslMcXMLNext(carriage, node, VIR_FSLMC_HOSTDEV))) {
        virFslMcHostdevDef *def = virFslMcHostdevDefParse(node, error);

        if (!def)
            return FALSE;

        if (virFslMcHostdevIsThere(hostdevs, def)) {
            virFslMcXMLError(error, node, _("%1$s '%2$s' is assigned twice"),
                             _(def->kind->noun), def->name);
            virFslMcHostdevDefFree(def);
            return FALSE;
        }
        g_ptr_array_add(hostdevs, def);
    }

    if (hostdevs->len == 0) {
        return virFslMcXMLError(error, carriage,
                                _("missing element <%1$s> in element <%2$s>"),
                                VIR_FSLMC_HOSTDEV, carriage->name);
    }

    virFslMcHostdevSort(hostdevs);
    return TRUE;
}


GPtrArray *
virFslMcCarriageParse(const xmlNode *metadata,
                      GError **error)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    g_autoptr(GError) reason = NULL;
    const xmlNode *carriage = virFslMcCarriageFind(metadata);

    hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify)virFslMcHostdevDefFree);
    if (carriage &&
        !virFslMcCarriageParseHostdevs(carriage, hostdevs, &reason)) {
        g_set_error(error, reason->domain, reason->code,
                    _("hostdevs of libvirt-fslmc in <metadata>: %1$s"), reason->message);
        return NULL;
    }

    return g_steal_pointer(&hostdevs);
}


gboolean
virFslMcCarriageOwnsMetadata(const xmlNode *carriage)
{
    return carriage && !xmlHasProp(carriage, (const xmlChar *)METADATA);
}


void
virFslMcCarriageFormat(GString *buf,
                       unsigned int depth,
                       GPtrArray *hostdevs,
                       gboolean ownsMetadata)
{
    unsigned int version = 1;
    guint i;

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *def = g_ptr_array_index(hostdevs, i);

        version = MAX(version, def->kind->version);
    }

    virFslMcXMLLine(buf, depth, "<" PREFIX ":" HOSTDEVS " xmlns:" PREFIX "='%s' version='%u'%s>",
                    VIR_FSLMC_CARRIAGE_URI, version,
                    ownsMetadata ? "" : " " METADATA "='" METADATA_KEEP "'");
    for (i = 0; i < hostdevs->len; i++) {
        virFslMcHostdevDefFormat(buf, depth + 1, PREFIX ":",
                                 g_ptr_array_index(hostdevs, i));
    }
    virFslMcXMLLine(buf, depth, "</" PREFIX ":" HOSTDEVS ">");
}


static xmlNodePtr
virFslMcCarriageToNode(GPtrArray *hostdevs,
                       gboolean ownsMetadata)
{
    g_autoptr(GString) text = g_string_new(NULL);
    g_autoptr(xmlDoc) doc = NULL;

    virFslMcCarriageFormat(text, 0, hostdevs, ownsMetadata);
    doc = xmlReadMemory(text->str, text->len, NULL, NULL, XML_PARSE_NOBLANKS);

    /* no document's, as all nodes that libvirt keeps */
    return xmlCopyNode(xmlDocGetRootElement(doc), 1);
}


void
virFslMcCarriageSet(xmlNodePtr *metadata,
                    GPtrArray *hostdevs)
{
    xmlNodePtr old = virFslMcCarriageFind(*metadata);
    gboolean owns = *metadata ? virFslMcCarriageOwnsMetadata(old) : TRUE;

    if (old) {
        xmlUnlinkNode(old);
        xmlFreeNode(old);
    }

    if (hostdevs->len > 0) {
        if (!*metadata)
            *metadata = xmlNewNode(NULL, (const xmlChar *)"metadata");
        xmlAddChild(*metadata, virFslMcCarriageToNode(hostdevs, owns));
    } else if (owns && *metadata && !xmlFirstElementChild(*metadata)) {
        g_clear_pointer(metadata, xmlFreeNode);
    }
}
