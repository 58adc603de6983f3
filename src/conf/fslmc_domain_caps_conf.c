/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_caps_conf.c: hostdevs of ours in the XML of domain capabilities
 */

#include "fslmc_domain_caps_conf.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"
#include "fslmc_xmltext.h"


/* The first @name in @parent whose attribute has that value. */
static xmlNodePtr
findChild(const xmlNode *parent,
          const char *name,
          const char *attribute,
          const char *value)
{
    xmlNodePtr node = NULL;

    while ((node = virFslMcXMLNext(parent, node, name))) {
        g_autofree char *have = virFslMcXMLAttribute(node, attribute);

        if (g_strcmp0(have, value) == 0)
            return node;
    }

    return NULL;
}


static gboolean
hasValue(const xmlNode *list,
         const char *value)
{
    xmlNodePtr node = NULL;

    while ((node = virFslMcXMLNext(list, node, "value"))) {
        xmlChar *content = xmlNodeGetContent(node);
        gboolean same = g_strcmp0((const char *)content, value) == 0;

        xmlFree(content);
        if (same)
            return TRUE;
    }

    return FALSE;
}


/* The list of hostdev types. */
static xmlNodePtr
findTypes(const xmlNode *root)
{
    const xmlNode *node = root;

    if (!virFslMcXMLIs(node, "domainCapabilities", NULL) ||
        !(node = virFslMcXMLChild(node, "devices")) ||
        !(node = findChild(node, VIR_FSLMC_HOSTDEV, "supported", "yes")))
        return NULL;

    return findChild(node, "enum", "name", "subsysType");
}


char *
virFslMcDomainCapsAddHostdev(char *xml,
                             const virFslMcHostdevKind *kind)
{
    g_autofree char *line = g_strdup_printf("<value>%s</value>\n", kind->type);
    g_autofree char *given = xml;
    g_autoptr(virFslMcXMLText) text = xml ? virFslMcXMLTextNew(xml, NULL) : NULL;
    const xmlNode *types = text ? findTypes(virFslMcXMLTextRoot(text)) : NULL;

    if (!types || hasValue(types, kind->type))
        return g_steal_pointer(&given);

    virFslMcXMLTextAppend(text, types, line);
    return virFslMcXMLTextApply(text);
}
