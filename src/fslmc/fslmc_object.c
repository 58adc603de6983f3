/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_object.c: one object on the fsl-mc bus, as sysfs showed it
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_kind.h"
#include "fslmc_names.h"
#include "fslmc_objectpriv.h"
#include "fslmc_sysfs.h"

/* The kernel has 16 bytes for a type, its end among them. */
#define VIR_FSLMC_TYPE_MAX 15

struct _virFslMcObject {
    int refs;
    const virFslMcKind *kind;
    guint32 id;
    guint64 inode;
    int group;
    guint16 vendor;
    virFslMcPlugged plugged;
    char *path;
    const char *name;   /* the end of path */
    char *type;
    char *parent;
    const virFslMcKind *parentKind;
    char *driver;
    GStrv compatible;
    char *periphid;
};

gboolean
virFslMcNameParse(const char *name, char **type, guint32 *id)
{
    size_t length = 0;
    guint64 number;

    if (!g_str_has_prefix(name, "dp"))
        return FALSE;

    while (length <= VIR_FSLMC_TYPE_MAX && g_ascii_islower(name[length]))
        length++;

    if (length < 3 || length > VIR_FSLMC_TYPE_MAX || name[length] != '.' ||
        !virFslMcSysfsParseNumber(name + length + 1, G_MAXUINT32, &number))
        return FALSE;

    if (type)
        *type = g_strndup(name, length);
    if (id)
        *id = number;
    return TRUE;
}

guint16
virFslMcModaliasVendor(const char *modalias)
{
    const char *prefix = "fsl-mc:v";
    guint32 vendor = 0;
    size_t i;

    if (!g_str_has_prefix(modalias, prefix))
        return 0;

    modalias += strlen(prefix);
    for (i = 0; i < 8; i++) {
        if (!g_ascii_isxdigit(modalias[i]))
            return 0;
        vendor = vendor << 4 | g_ascii_xdigit_value(modalias[i]);
    }

    if (modalias[i] != 'd' || vendor > G_MAXUINT16)
        return 0;

    return vendor;
}

/* Returns: the container above @path, or NULL */
static char *
virFslMcObjectParentFromPath(const char *path)
{
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *parent = g_path_get_basename(directory);
    g_autofree char *type = NULL;

    if (!virFslMcNameParse(parent, &type, NULL) ||
        strcmp(type, VIR_FSLMC_TYPE_DPRC) != 0)
        return NULL;

    return g_steal_pointer(&parent);
}

/* What every kind has */
static virFslMcObject *
virFslMcObjectAlloc(const virFslMcKind *kind,
                    const char *path,
                    guint64 inode,
                    const char *driver,
                    int group)
{
    virFslMcObject *object = g_new0(virFslMcObject, 1);
    const char *slash;

    object->refs = 1;
    object->kind = kind;
    object->path = g_strdup(path);
    object->inode = inode;
    slash = strrchr(object->path, '/');
    object->name = slash ? slash + 1 : object->path;
    object->driver = g_strdup(driver);
    object->group = group;

    return object;
}

virFslMcObject *
virFslMcObjectNewDevice(const virFslMcKind *kind,
                        const char *path,
                        guint64 inode,
                        const char *parent,
                        const virFslMcKind *parentKind,
                        const char *driver,
                        int group,
                        GStrv compatible,
                        char *periphid)
{
    virFslMcObject *object = virFslMcObjectAlloc(kind, path, inode, driver, group);

    object->type = g_strdup(kind->subsystem);
    object->parent = g_strdup(parent);
    object->parentKind = parentKind;
    object->compatible = compatible;
    object->periphid = periphid;

    return object;
}

virFslMcObject *
virFslMcObjectNew(const char *path,
                  guint64 inode,
                  const char *driver,
                  int group,
                  guint16 vendor,
                  virFslMcPlugged plugged)
{
    g_autoptr(virFslMcObject) object = virFslMcObjectAlloc(&virFslMcKindFslMc, path,
                                                           inode, driver, group);

    object->parent = virFslMcObjectParentFromPath(path);
    object->parentKind = object->parent ? object->kind : NULL;
    object->vendor = vendor;
    object->plugged = plugged;

    if (!virFslMcNameParse(object->name, &object->type, &object->id))
        return NULL;

    if (!object->parent && !virFslMcObjectIsContainer(object))
        return NULL;

    return g_steal_pointer(&object);
}

virFslMcObject *
virFslMcObjectRef(virFslMcObject *object)
{
    g_atomic_int_inc(&object->refs);
    return object;
}

void
virFslMcObjectUnref(virFslMcObject *object)
{
    if (!object || !g_atomic_int_dec_and_test(&object->refs))
        return;

    g_free(object->path);
    g_free(object->type);
    g_free(object->parent);
    g_free(object->driver);
    g_strfreev(object->compatible);
    g_free(object->periphid);
    g_free(object);
}

const virFslMcKind *
virFslMcObjectGetKind(const virFslMcObject *object)
{
    return object->kind;
}

const char *
virFslMcObjectGetNoun(const virFslMcObject *object)
{
    return _(virFslMcObjectIsContainer(object) ? object->kind->noun : object->kind->part);
}

const char *
virFslMcObjectGetName(const virFslMcObject *object)
{
    return object->name;
}

const char *
virFslMcObjectGetType(const virFslMcObject *object)
{
    return object->type;
}

guint32
virFslMcObjectGetId(const virFslMcObject *object)
{
    return object->id;
}

gboolean
virFslMcObjectIsContainer(const virFslMcObject *object)
{
    return strcmp(object->type, VIR_FSLMC_TYPE_DPRC) == 0;
}

gboolean
virFslMcObjectIsRoot(const virFslMcObject *object)
{
    return virFslMcObjectIsContainer(object) && !object->parent;
}

const char *
virFslMcObjectGetPath(const virFslMcObject *object)
{
    return object->path;
}

guint64
virFslMcObjectGetInode(const virFslMcObject *object)
{
    return object->inode;
}

const char *
virFslMcObjectGetParent(const virFslMcObject *object)
{
    return object->parent;
}

const virFslMcKind *
virFslMcObjectGetParentKind(const virFslMcObject *object)
{
    return object->parentKind;
}

const char *
virFslMcObjectGetDriver(const virFslMcObject *object)
{
    return object->driver;
}

int
virFslMcObjectGetIommuGroup(const virFslMcObject *object)
{
    return object->group;
}

guint16
virFslMcObjectGetVendor(const virFslMcObject *object)
{
    return object->vendor;
}

const char *const *
virFslMcObjectGetCompatible(const virFslMcObject *object)
{
    return (const char *const *) object->compatible;
}

const char *
virFslMcObjectGetPeriphid(const virFslMcObject *object)
{
    return object->periphid;
}

virFslMcPlugged
virFslMcObjectGetPlugged(const virFslMcObject *object)
{
    return object->plugged;
}

gboolean
virFslMcObjectIsDetached(const virFslMcObject *object)
{
    return g_strcmp0(object->driver, object->kind->vfioDriver) == 0;
}

gboolean
virFslMcObjectIsBelow(const virFslMcObject *object, const virFslMcObject *above)
{
    size_t length = strlen(above->path);

    return strncmp(object->path, above->path, length) == 0 &&
           object->path[length] == '/';
}

gboolean
virFslMcObjectIsSame(const virFslMcObject *a, const virFslMcObject *b)
{
    return a->inode == b->inode && strcmp(a->path, b->path) == 0;
}

gboolean
virFslMcObjectEqual(const virFslMcObject *a, const virFslMcObject *b)
{
    return virFslMcObjectIsSame(a, b) &&
           g_strcmp0(a->driver, b->driver) == 0 &&
           a->group == b->group &&
           a->vendor == b->vendor &&
           a->plugged == b->plugged;
}

int
virFslMcObjectCompare(const virFslMcObject *a, const virFslMcObject *b)
{
    int order = strcmp(a->type, b->type);

    if (order != 0)
        return order;

    order = (a->id > b->id) - (a->id < b->id);

    return order != 0 ? order : strcmp(a->name, b->name);
}
