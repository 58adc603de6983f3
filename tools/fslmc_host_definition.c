/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_definition.c: the containers that libvirt is to make
 */

#include "fslmc-config.h"

#include "fslmc_container_store.h"
#include "fslmc_host.h"

void
virFslMcHostDefinitionFree(virFslMcHostDefinition *definition)
{
    g_free(definition->name);
    g_free(definition->label);
    g_free(definition->container);
    g_free(definition);
}

void
virFslMcHostFindDefinitions(virFslMcHost *host, const char *definitionDir, const char *runDir)
{
    g_autoptr(virFslMcContainerStore) store =
        virFslMcContainerStoreNew(definitionDir, runDir, NULL);
    g_autoptr(GPtrArray) defs = virFslMcContainerStoreListDefinitions(store);
    guint i;

    for (i = 0; i < defs->len; i++) {
        const virFslMcContainerDef *def = defs->pdata[i];
        virFslMcHostDefinition *definition = g_new0(virFslMcHostDefinition, 1);
        g_autoptr(virFslMcObject) object = NULL;
        g_autofree char *own = NULL;

        object = virFslMcContainerStoreFindObject(store, host->bus, def->name, &own);
        definition->name = g_strdup(def->name);
        definition->label = g_strdup(def->plan->label);
        definition->container = object ? g_strdup(virFslMcObjectGetName(object)) : NULL;
        definition->autostart = virFslMcContainerStoreGetAutostart(store, def->name);
        g_ptr_array_add(host->definitions, definition);
    }
}
