/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_list.c: lists of objects, and those of a list that belong together
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_list.h"
#include "fslmc_listpriv.h"

GPtrArray *
virFslMcListNew(void)
{
    return g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcObjectUnref);
}

static int
virFslMcListOrder(gconstpointer a, gconstpointer b)
{
    virFslMcObject *const *first = a;
    virFslMcObject *const *second = b;

    return virFslMcObjectCompare(*first, *second);
}

void
virFslMcListSort(GPtrArray *objects)
{
    g_ptr_array_sort(objects, virFslMcListOrder);
}

virFslMcObject *
virFslMcListFind(GPtrArray *objects, const char *name)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        virFslMcObject *object = g_ptr_array_index(objects, i);

        if (strcmp(virFslMcObjectGetName(object), name) == 0)
            return object;
    }

    return NULL;
}

typedef gboolean (*virFslMcListTest)(const virFslMcObject *object,
                                     gconstpointer wanted);

static GPtrArray *
virFslMcListFilter(GPtrArray *objects,
                   virFslMcListTest test,
                   gconstpointer wanted)
{
    GPtrArray *filtered = virFslMcListNew();
    guint i;

    for (i = 0; i < objects->len; i++) {
        virFslMcObject *object = g_ptr_array_index(objects, i);

        if (test(object, wanted))
            g_ptr_array_add(filtered, virFslMcObjectRef(object));
    }

    return filtered;
}

static gboolean
virFslMcListIsChild(const virFslMcObject *object, gconstpointer container)
{
    return g_strcmp0(virFslMcObjectGetParent(object), container) == 0;
}

GPtrArray *
virFslMcListChildren(GPtrArray *objects, const char *container)
{
    return virFslMcListFilter(objects, virFslMcListIsChild, container);
}

static gboolean
virFslMcListIsInGroup(const virFslMcObject *object, gconstpointer group)
{
    return virFslMcObjectGetIommuGroup(object) == GPOINTER_TO_INT(group);
}

GPtrArray *
virFslMcListGroup(GPtrArray *objects, int group)
{
    return virFslMcListFilter(objects, virFslMcListIsInGroup,
                              GINT_TO_POINTER(group));
}

virFslMcObject *
virFslMcListFindHostMember(GPtrArray *objects, int group)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectGetIommuGroup(object) == group &&
            virFslMcObjectGetDriver(object) && !virFslMcObjectIsDetached(object))
            return object;
    }

    return NULL;
}

/* A container's name is a directory in the path of all that is in it. */
static gboolean
virFslMcListIsNested(const virFslMcObject *object, gconstpointer directory)
{
    return virFslMcObjectIsContainer(object) &&
           strstr(virFslMcObjectGetPath(object), directory);
}

GPtrArray *
virFslMcListNested(GPtrArray *objects, const char *container)
{
    g_autofree char *directory = g_strdup_printf("/%s/", container);

    return virFslMcListFilter(objects, virFslMcListIsNested, directory);
}
