/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_provider.c: how many containers OpenStack's placement is told of
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_names.h"
#include "fslmc_nova_provider.h"

char *
virFslMcNovaProviderClass(const char *label)
{
    g_autofree char *name = g_ascii_strup(label, -1);

    g_strcanon(name, G_CSET_A_2_Z G_CSET_DIGITS, '_');
    return g_strconcat("CUSTOM_FSLMC_", name, NULL);
}

/* How many containers have that label. Those that guests have now are among them:
 * placement knows that they are taken. */
static guint
virFslMcNovaProviderCount(const virFslMcMcTree *tree, const char *label)
{
    GPtrArray *objects = virFslMcMcTreeList(tree);
    guint count = 0;
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcMcObject *object = g_ptr_array_index(objects, i);

        if (object->parent && strcmp(object->type, VIR_FSLMC_TYPE_DPRC) == 0 &&
            strcmp(object->label, label) == 0)
            count++;
    }

    return count;
}

/* @classes: the labels that have been seen, by class */
static gboolean
virFslMcNovaProviderAdd(GString *inventories,
                        const char *label,
                        const virFslMcMcTree *tree,
                        GHashTable *classes,
                        GError **error)
{
    g_autofree char *class = virFslMcNovaProviderClass(label);
    const char *other = g_hash_table_lookup(classes, class);
    guint count = virFslMcNovaProviderCount(tree, label);

    if (other && strcmp(other, label) == 0)
        return TRUE;
    if (other) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("labels '%1$s' and '%2$s' would both be resource class '%3$s'; give "
                      "one of them another name"), other, label, class);
        return FALSE;
    }
    g_hash_table_insert(classes, g_strdup(class), (gpointer) label);

    /* an inventory of nothing is refused by placement */
    if (count > 0) {
        g_string_append_printf(inventories,
                               "        - %s:\n"
                               "            total: %u\n"
                               "            min_unit: 1\n"
                               "            max_unit: 1\n"
                               "            step_size: 1\n"
                               "            allocation_ratio: 1.0\n", class, count);
    }
    return TRUE;
}

char *
virFslMcNovaProviderFormat(const char *const *labels,
                           const virFslMcMcTree *tree,
                           const char *node,
                           GError **error)
{
    g_autoptr(GHashTable) classes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_autoptr(GString) inventories = g_string_new(NULL);

    for (; *labels; labels++) {
        if (!virFslMcNovaProviderAdd(inventories, *labels, tree, classes, error))
            return NULL;
    }

    return g_strdup_printf("meta:\n"
                           "  schema_version: '1.0'\n"
                           "providers:\n"
                           "  - identification:\n"
                           "      uuid: '%s'\n"
                           "    inventories:\n"
                           "      additional:%s%s", node,
                           inventories->len > 0 ? "\n" : " []\n", inventories->str);
}
