/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_conf.c: what OpenStack Nova says of a guest of its own
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_nova_conf.h"
#include "fslmc_xml.h"

/* the same in all versions of Nova */
#define NOVA_URI "http://openstack.org/xmlns/libvirt/nova/1.1"


static const xmlNode *
virFslMcNovaFindInstance(const xmlNode *metadata)
{
    const xmlNode *node;

    for (node = metadata ? metadata->children : NULL; node; node = node->next) {
        if (virFslMcXMLIs(node, "instance", NOVA_URI))
            return node;
    }

    return NULL;
}


/* The value of the extra spec of that name; NULL without it. */
static char *
virFslMcNovaGetExtraSpec(const xmlNode *flavor,
                         const char *name)
{
    const xmlNode *specs = virFslMcXMLChild(flavor, "extraSpecs");
    const xmlNode *spec = NULL;

    while (specs && (spec = virFslMcXMLNext(specs, spec, "extraSpec"))) {
        g_autofree char *key = virFslMcXMLAttribute(spec, "name");

        if (g_strcmp0(key, name) == 0) {
            xmlChar *content = xmlNodeGetContent(spec);
            char *value = g_strstrip(g_strdup((const char *)content));

            xmlFree(content);
            return value;
        }
    }

    return NULL;
}


gboolean
virFslMcNovaParse(const xmlNode *metadata,
                  char **flavor,
                  char **label)
{
    const xmlNode *instance = virFslMcNovaFindInstance(metadata);
    const xmlNode *node = instance ? virFslMcXMLChild(instance, "flavor") : NULL;

    *flavor = node ? virFslMcXMLAttribute(node, "name") : NULL;
    *label = *flavor ? virFslMcNovaGetExtraSpec(node, VIR_FSLMC_NOVA_EXTRA_SPEC) : NULL;

    return *flavor != NULL;
}
