/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_bus.c: the fsl-mc bus in sysfs
 *
 * What is read here is what can be read while the MC is silent or an unbind
 * waits for a guest: links and modalias, which the kernel shows without the
 * device's lock. driver_override and uevent are not among them.
 */

#include "fslmc-config.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "fslmc_bus.h"
#include "fslmc_error.h"
#include "fslmc_kindpriv.h"
#include "fslmc_listpriv.h"
#include "fslmc_names.h"
#include "fslmc_objectpriv.h"
#include "fslmc_sysfs.h"

struct _virFslMcBus {
    int refs;
    const virFslMcKind *const *kinds;
    gboolean (*exists)(const virFslMcBus *bus);
    char *sysfsRoot;
    char *devRoot;
};

virFslMcBus *
virFslMcBusNewOf(const virFslMcKind *const *kinds,
                 gboolean (*exists)(const virFslMcBus *bus),
                 const char *sysfsRoot,
                 const char *devRoot)
{
    virFslMcBus *bus = g_new0(virFslMcBus, 1);

    bus->refs = 1;
    bus->kinds = kinds;
    bus->exists = exists;
    bus->sysfsRoot = g_strdup(sysfsRoot);
    bus->devRoot = g_strdup(devRoot);

    return bus;
}

virFslMcBus *
virFslMcBusRef(virFslMcBus *bus)
{
    g_atomic_int_inc(&bus->refs);
    return bus;
}

void
virFslMcBusUnref(virFslMcBus *bus)
{
    if (!bus || !g_atomic_int_dec_and_test(&bus->refs))
        return;

    g_free(bus->sysfsRoot);
    g_free(bus->devRoot);
    g_free(bus);
}

const char *
virFslMcBusGetSysfsRoot(const virFslMcBus *bus)
{
    return bus->sysfsRoot;
}

const char *
virFslMcBusGetDevRoot(const virFslMcBus *bus)
{
    return bus->devRoot;
}

static gboolean
virFslMcBusIsThere(const virFslMcBus *bus)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot,
                                             VIR_FSLMC_BUS_DIR, NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

virFslMcBus *
virFslMcBusNew(const char *sysfsRoot, const char *devRoot)
{
    static const virFslMcKind *const kinds[] = { &virFslMcKindFslMc, NULL };

    return virFslMcBusNewOf(kinds, virFslMcBusIsThere, sysfsRoot, devRoot);
}

const virFslMcKind *const *
virFslMcBusGetKinds(const virFslMcBus *bus)
{
    return bus->kinds;
}

const char *
virFslMcBusGetNoun(const virFslMcBus *bus)
{
    return _(bus->kinds[0]->noun);
}

gboolean
virFslMcBusNameIsValid(const virFslMcBus *bus, const char *name)
{
    return bus->kinds[0]->nameIsValid(name);
}

gboolean
virFslMcBusExists(const virFslMcBus *bus)
{
    return bus->exists(bus);
}

/* Returns: the real path of the directory that all devices are below, or NULL */
static char *
virFslMcBusResolveRoot(virFslMcBus *bus)
{
    g_autofree char *devices = g_build_filename(bus->sysfsRoot,
                                                VIR_FSLMC_ALL_DEVICES_DIR, NULL);
    char root[PATH_MAX];

    return g_strdup(realpath(devices, root));
}

/* The kernel's links lead straight to a device's directory, so that it is enough to
 * read them: realpath() looks at each directory on the way.
 *
 * @directory: real path of the one that @link is in
 *
 * Returns: the real path of the device at @link when it is one below @root and
 *   has the link's name, else NULL */
static char *
virFslMcBusResolve(const char *root, const char *directory, const char *link)
{
    g_autofree char *path = NULL;
    char target[PATH_MAX];
    size_t rootLength = strlen(root);
    ssize_t length = readlink(link, target, sizeof(target));

    if (length < 0 || (size_t) length == sizeof(target))
        return NULL;

    target[length] = '\0';
    path = g_canonicalize_filename(target, directory);
    if (strncmp(path, root, rootLength) != 0 || path[rootLength] != '/' ||
        strcmp(strrchr(path, '/'), strrchr(link, '/')) != 0)
        return NULL;

    return g_steal_pointer(&path);
}

int
virFslMcBusReadGroup(const char *path)
{
    g_autofree char *link = g_build_filename(path, VIR_FSLMC_ATTR_IOMMU_GROUP,
                                             NULL);
    g_autofree char *name = virFslMcSysfsLinkName(link);
    guint64 group;

    if (!name || !virFslMcSysfsParseNumber(name, G_MAXINT, &group))
        return -1;

    return group;
}

char *
virFslMcBusReadDriver(const char *path)
{
    g_autofree char *link = g_build_filename(path, VIR_FSLMC_ATTR_DRIVER, NULL);

    return virFslMcSysfsLinkName(link);
}

static guint16
virFslMcBusReadVendor(const char *path)
{
    g_autofree char *attribute = g_build_filename(path, VIR_FSLMC_ATTR_MODALIAS,
                                                  NULL);
    g_autofree char *modalias = virFslMcSysfsRead(attribute);

    return modalias ? virFslMcModaliasVendor(modalias) : 0;
}

/* Returns: whether the bus probes devices by itself, as it does unless told not to */
static gboolean
virFslMcBusProbes(const virFslMcBus *bus)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot, VIR_FSLMC_BUS_DIR,
                                             VIR_FSLMC_ATTR_AUTOPROBE, NULL);
    g_autofree char *text = virFslMcSysfsRead(path);

    return g_strcmp0(text, "0") != 0;
}

/* The host's driver takes only what is plugged. A container gets its IOMMU
 * group when the bus first probes it, which it does at once when the container
 * above is on the host's driver, and not at all while this one is unplugged, or
 * while drivers_autoprobe is off.
 * Of other objects this says nothing: for many the host has no driver. */
static virFslMcPlugged
virFslMcBusGuessPlugged(const virFslMcBus *bus,
                        const char *path,
                        const char *driver,
                        int group)
{
    g_autofree char *above = NULL;
    g_autofree char *aboveDriver = NULL;

    if (driver && strcmp(driver, VIR_FSLMC_DRIVER_VFIO) != 0)
        return VIR_FSLMC_PLUGGED_YES;

    if (driver || group >= 0 ||
        !g_str_has_prefix(strrchr(path, '/'), "/" VIR_FSLMC_TYPE_DPRC "."))
        return VIR_FSLMC_PLUGGED_UNKNOWN;

    above = g_path_get_dirname(path);
    aboveDriver = virFslMcBusReadDriver(above);

    /* without an IOMMU nothing has a group */
    if (g_strcmp0(aboveDriver, VIR_FSLMC_DRIVER_DPRC) != 0 ||
        virFslMcBusReadGroup(above) < 0 || !virFslMcBusProbes(bus))
        return VIR_FSLMC_PLUGGED_UNKNOWN;

    return VIR_FSLMC_PLUGGED_NO;
}

virFslMcObject *
virFslMcBusReadObject(const virFslMcBus *bus,
                      const virFslMcKind *kind G_GNUC_UNUSED,
                      const char *path,
                      guint64 inode)
{
    g_autofree char *driver = virFslMcBusReadDriver(path);
    int group = virFslMcBusReadGroup(path);
    guint16 vendor = virFslMcBusReadVendor(path);
    virFslMcPlugged plugged = virFslMcBusGuessPlugged(bus, path, driver, group);

    return virFslMcObjectNew(path, inode, driver, group, vendor, plugged);
}

static char *
virFslMcBusLink(const virFslMcBus *bus, const virFslMcKind *kind, const char *name)
{
    return g_build_filename(bus->sysfsRoot, VIR_FSLMC_BUSES_DIR, kind->subsystem,
                            VIR_FSLMC_DEVICES, name, NULL);
}

/* @link: of the bus, to the device at @path
 *
 * Returns: the object, NULL when there is no such one */
static virFslMcObject *
virFslMcBusReadPath(virFslMcBus *bus,
                    const virFslMcKind *kind,
                    const char *link,
                    const char *path)
{
    g_autoptr(virFslMcObject) object = NULL;
    struct stat before;
    struct stat after;

    if (stat(path, &before) < 0)
        return NULL;

    object = kind->read(bus, kind, path, before.st_ino);

    /* What was missing may have been missing because the device went away, or
     * went and came. Its link is what the kernel makes last and removes first. */
    if (stat(link, &after) < 0 || after.st_ino != before.st_ino)
        return NULL;

    return g_steal_pointer(&object);
}

/* Returns: the real path of the directory that has the bus's links to devices of @kind,
 *   or NULL */
static char *
virFslMcBusResolveDevices(const virFslMcBus *bus, const virFslMcKind *kind)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot, VIR_FSLMC_BUSES_DIR,
                                             kind->subsystem, VIR_FSLMC_DEVICES, NULL);
    char directory[PATH_MAX];

    return g_strdup(realpath(path, directory));
}

/* @root: as virFslMcBusResolveRoot() has it
 * @directory: as virFslMcBusResolveDevices() has it
 *
 * Returns: the object, NULL when there is no such one */
static virFslMcObject *
virFslMcBusRead(virFslMcBus *bus,
                const virFslMcKind *kind,
                const char *root,
                const char *directory,
                const char *name)
{
    g_autofree char *link = virFslMcBusLink(bus, kind, name);
    g_autofree char *path = virFslMcBusResolve(root, directory, link);

    return path ? virFslMcBusReadPath(bus, kind, link, path) : NULL;
}

virFslMcObject *
virFslMcBusLookupAgain(virFslMcBus *bus, const virFslMcObject *object)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(object);
    g_autofree char *link = virFslMcBusLink(bus, kind, virFslMcObjectGetName(object));

    return virFslMcBusReadPath(bus, kind, link, virFslMcObjectGetPath(object));
}

virFslMcObject *
virFslMcBusLookup(virFslMcBus *bus, const char *name, GError **error)
{
    g_autofree char *root = NULL;
    virFslMcObject *object = NULL;
    gsize i;

    if (!virFslMcBusNameIsValid(bus, name)) {
        g_autofree char *shown = g_strescape(name, NULL);

        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_INVALID_NAME,
                    _("'%1$.64s' is not the name of an object on the %2$s bus"),
                    shown, bus->kinds[0]->subsystem);
        return NULL;
    }

    root = virFslMcBusResolveRoot(bus);
    for (i = 0; root && !object && bus->kinds[i]; i++) {
        g_autofree char *directory = virFslMcBusResolveDevices(bus, bus->kinds[i]);

        if (directory)
            object = virFslMcBusRead(bus, bus->kinds[i], root, directory, name);
    }
    if (!object)
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _(bus->kinds[0]->missing), name);

    return object;
}

/* What is nested in a container comes and goes with it. */
char *
virFslMcBusFindOutermost(virFslMcBus *bus, const char *name)
{
    g_autofree char *outermost = g_strdup(name);

    while (TRUE) {
        g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, outermost, NULL);
        g_autoptr(virFslMcObject) parent = NULL;

        if (!object)
            return NULL;

        if (!virFslMcObjectGetParent(object))
            return g_steal_pointer(&outermost);

        /* it goes away, and with it what is in it */
        if (!(parent = virFslMcBusLookup(bus, virFslMcObjectGetParent(object), NULL)))
            return NULL;

        if (virFslMcObjectIsRoot(parent))
            return g_steal_pointer(&outermost);

        g_free(outermost);
        outermost = g_strdup(virFslMcObjectGetName(parent));
    }
}

gboolean
virFslMcBusCheckContainer(const virFslMcObject *object, GError **error)
{
    const char *name = virFslMcObjectGetName(object);

    if (!virFslMcObjectIsContainer(object)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_CONTAINER,
                    _("'%1$s' is not a container; it belongs to container '%2$s'"),
                    name, virFslMcObjectGetParent(object));
        return FALSE;
    }

    if (virFslMcObjectIsRoot(object)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_ROOT,
                    _("'%1$s' is the root container, which the host needs itself"),
                    name);
        return FALSE;
    }

    return TRUE;
}

virFslMcObject *
virFslMcBusLookupTakeable(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, name, error);
    const virFslMcKind *kind;

    if (!object)
        return NULL;

    kind = virFslMcObjectGetKind(object);
    if (kind->checkTakeable && !kind->checkTakeable(object, error))
        return NULL;

    return g_steal_pointer(&object);
}

/* Adds the objects of one kind to @objects. */
static gboolean
virFslMcBusListKind(virFslMcBus *bus,
                    const virFslMcKind *kind,
                    const char *root,
                    GPtrArray *objects,
                    GError **error)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot, VIR_FSLMC_BUSES_DIR,
                                             kind->subsystem, VIR_FSLMC_DEVICES, NULL);
    g_autofree char *directory = virFslMcBusResolveDevices(bus, kind);
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &cause);
    const char *name;

    /* of several kinds a kernel may lack one */
    if (!dir && kind != bus->kinds[0] &&
        g_error_matches(cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;

    if (!dir) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot list the objects of the %1$s bus: %2$s"),
                    kind->subsystem, cause->message);
        return FALSE;
    }

    while ((name = g_dir_read_name(dir))) {
        virFslMcObject *object = NULL;

        if (root && directory && kind->nameIsValid(name))
            object = virFslMcBusRead(bus, kind, root, directory, name);
        if (object)
            g_ptr_array_add(objects, object);
    }

    return TRUE;
}

GPtrArray *
virFslMcBusList(virFslMcBus *bus, GError **error)
{
    g_autofree char *root = virFslMcBusResolveRoot(bus);
    g_autoptr(GPtrArray) objects = virFslMcListNew();
    gsize i;

    if (!virFslMcBusExists(bus))
        return g_steal_pointer(&objects);

    for (i = 0; bus->kinds[i]; i++) {
        if (!virFslMcBusListKind(bus, bus->kinds[i], root, objects, error))
            return NULL;
    }

    virFslMcListSort(objects);
    return g_steal_pointer(&objects);
}
