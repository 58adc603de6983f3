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

#include <glib/gi18n-lib.h>

#include "fslmc_bus.h"
#include "fslmc_error.h"
#include "fslmc_listpriv.h"
#include "fslmc_names.h"
#include "fslmc_objectpriv.h"
#include "fslmc_sysfs.h"

struct _virFslMcBus {
    int refs;
    char *sysfsRoot;
    char *devRoot;
};

virFslMcBus *
virFslMcBusNew(const char *sysfsRoot, const char *devRoot)
{
    virFslMcBus *bus = g_new0(virFslMcBus, 1);

    bus->refs = 1;
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

gboolean
virFslMcBusExists(const virFslMcBus *bus)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot,
                                             VIR_FSLMC_BUS_DIR, NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR);
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

/* Returns: the real path of the device at @link when it is one below @root and
 *   has the link's name, else NULL */
static char *
virFslMcBusResolve(const char *root, const char *link)
{
    char path[PATH_MAX];
    size_t rootLength = strlen(root);

    if (!realpath(link, path))
        return NULL;

    if (strncmp(path, root, rootLength) != 0 || path[rootLength] != '/' ||
        strcmp(strrchr(path, '/'), strrchr(link, '/')) != 0)
        return NULL;

    return g_strdup(path);
}

/* Returns: number of the group of the device at @path, -1 without one */
static int
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

static char *
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
virFslMcBusProbes(virFslMcBus *bus)
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
virFslMcBusGuessPlugged(virFslMcBus *bus,
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

/* @root: as virFslMcBusResolveRoot() has it
 *
 * Returns: the object, NULL when there is no such one */
static virFslMcObject *
virFslMcBusRead(virFslMcBus *bus, const char *root, const char *name)
{
    g_autofree char *link = g_build_filename(bus->sysfsRoot,
                                             VIR_FSLMC_DEVICES_DIR, name, NULL);
    g_autofree char *path = virFslMcBusResolve(root, link);
    g_autofree char *driver = NULL;
    virFslMcPlugged plugged;
    struct stat before;
    struct stat after;
    guint16 vendor;
    int group;

    if (!path || stat(path, &before) < 0)
        return NULL;

    driver = virFslMcBusReadDriver(path);
    group = virFslMcBusReadGroup(path);
    vendor = virFslMcBusReadVendor(path);
    plugged = virFslMcBusGuessPlugged(bus, path, driver, group);

    /* What was missing may have been missing because the device went away, or
     * went and came. Its link is what the kernel makes last and removes first. */
    if (stat(link, &after) < 0 || after.st_ino != before.st_ino)
        return NULL;

    return virFslMcObjectNew(path, before.st_ino, driver, group, vendor, plugged);
}

virFslMcObject *
virFslMcBusLookup(virFslMcBus *bus, const char *name, GError **error)
{
    g_autofree char *root = NULL;
    virFslMcObject *object;

    if (!virFslMcNameParse(name, NULL, NULL)) {
        g_autofree char *shown = g_strescape(name, NULL);

        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_INVALID_NAME,
                    _("'%1$.64s' is not the name of an fsl-mc object"), shown);
        return NULL;
    }

    root = virFslMcBusResolveRoot(bus);
    object = root ? virFslMcBusRead(bus, root, name) : NULL;
    if (!object)
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _("no object '%1$s' on the fsl-mc bus"), name);

    return object;
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
virFslMcBusLookupContainer(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, name, error);

    if (!object || !virFslMcBusCheckContainer(object, error))
        return NULL;

    return g_steal_pointer(&object);
}

GPtrArray *
virFslMcBusList(virFslMcBus *bus, GError **error)
{
    g_autofree char *path = g_build_filename(bus->sysfsRoot,
                                             VIR_FSLMC_DEVICES_DIR, NULL);
    g_autofree char *root = virFslMcBusResolveRoot(bus);
    g_autoptr(GPtrArray) objects = virFslMcListNew();
    g_autoptr(GError) cause = NULL;
    g_autoptr(GDir) dir = NULL;
    const char *name;

    if (!virFslMcBusExists(bus))
        return g_steal_pointer(&objects);

    dir = g_dir_open(path, 0, &cause);
    if (!dir) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot list the objects of the fsl-mc bus: %1$s"),
                    cause->message);
        return NULL;
    }

    while ((name = g_dir_read_name(dir))) {
        virFslMcObject *object = NULL;

        if (root && virFslMcNameParse(name, NULL, NULL))
            object = virFslMcBusRead(bus, root, name);
        if (object)
            g_ptr_array_add(objects, object);
    }

    virFslMcListSort(objects);
    return g_steal_pointer(&objects);
}
