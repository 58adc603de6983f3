/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_choice.c: which of the containers with a label a guest gets
 */

#include "fslmc_choice.h"

#include "virerror.h"

#include "fslmc_mc_tree.h"
#include "fslmc_names.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

/* What guests that start are trying to get. */
static GMutex lock;
static GHashTable *tried;


static bool
virFslMcChoiceBegin(const char *container)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    if (!tried)
        tried = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    return g_hash_table_add(tried, g_strdup(container));
}


static void
virFslMcChoiceEnd(const char *container)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    g_hash_table_remove(tried, container);
}


/* All objects as the MC knows them: labels are not in sysfs. */
static virFslMcMcTree *
virFslMcChoiceReadTree(virFslMcBus *bus)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) objects = virFslMcBusList(bus, &error);
    g_autoptr(GPtrArray) roots = g_ptr_array_new();
    virFslMcMcTree *tree = NULL;
    guint i;

    for (i = 0; objects && i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectIsRoot(object))
            g_ptr_array_add(roots, (char *) virFslMcObjectGetName(object));
    }
    g_ptr_array_add(roots, NULL);

    if (!objects ||
        !(tree = virFslMcMcTreeRead(bus, (const char *const *) roots->pdata, &error)))
        virFslMcReportError(error);

    return tree;
}


/* Kernel names of the containers with that label. */
static GPtrArray *
virFslMcChoiceList(virFslMcBus *bus,
                   const char *label)
{
    g_autoptr(virFslMcMcTree) tree = virFslMcChoiceReadTree(bus);
    g_autoptr(GPtrArray) containers = g_ptr_array_new_with_free_func(g_free);
    GPtrArray *objects;
    guint i;

    if (!tree)
        return NULL;

    objects = virFslMcMcTreeList(tree);
    for (i = 0; i < objects->len; i++) {
        const virFslMcMcObject *object = g_ptr_array_index(objects, i);

        if (object->parent && STREQ(object->type, VIR_FSLMC_TYPE_DPRC) &&
            STREQ(object->label, label))
            g_ptr_array_add(containers, g_strdup(object->name));
    }

    if (containers->len == 0) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("no container has label '%1$s'"), label);
        return NULL;
    }

    return g_steal_pointer(&containers);
}


/* Returns: libvirt's error without the words for its kind, which the whole has, too */
static const char *
virFslMcChoiceGetReason(void)
{
    virErrorPtr error = virGetLastError();

    return error && error->str2 ? error->str2 : virGetLastErrorMessage();
}


/* Tries one of @containers after the other, and removes those that are not to be had.
 * What another start is trying is left for later, unless @all. */
static char *
virFslMcChoiceTry(GPtrArray *containers,
                  bool all,
                  virFslMcChoiceTake take,
                  void *opaque,
                  GString *reasons)
{
    guint i = 0;

    while (i < containers->len) {
        const char *container = g_ptr_array_index(containers, i);
        bool first = virFslMcChoiceBegin(container);
        int rc;

        if (!first && !all) {
            i++;
            continue;
        }

        rc = take(opaque, container);
        if (first)
            virFslMcChoiceEnd(container);
        if (rc == 0)
            return g_strdup(container);

        if (virGetLastErrorCode() == VIR_ERR_OPERATION_ABORTED)
            return NULL;

        g_string_append_printf(reasons, "%s%s", reasons->len > 0 ? "; " : "",
                               virFslMcChoiceGetReason());
        virResetLastError();
        g_ptr_array_remove_index(containers, i);
    }

    return NULL;
}


char *
virFslMcChoose(virFslMcBus *bus,
               const char *label,
               virFslMcChoiceTake take,
               void *opaque)
{
    g_autoptr(GPtrArray) containers = virFslMcChoiceList(bus, label);
    g_autoptr(GString) reasons = g_string_new(NULL);
    char *container = NULL;
    int pass;

    if (!containers)
        return NULL;

    virResetLastError();
    for (pass = 0; pass < 2 && !container && virGetLastErrorCode() == VIR_ERR_OK; pass++)
        container = virFslMcChoiceTry(containers, pass > 0, take, opaque, reasons);

    if (!container && virGetLastErrorCode() == VIR_ERR_OK) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("no container with label '%1$s' is free: %2$s"),
                       label, reasons->str);
    }

    return container;
}
