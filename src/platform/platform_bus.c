/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_bus.c: platform and AMBA devices that can be given to a guest
 */

#include "fslmc-config.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "fslmc_list.h"
#include "fslmc_names.h"
#include "fslmc_objectpriv.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"
#include "platform_bus.h"
#include "platform_names.h"

/* A file of ours has a few more characters than the device that it is about. */
#define VIR_PLATFORM_NAME_MAX (NAME_MAX - 15)

gboolean
virPlatformNameIsValid(const char *name)
{
    return *name && *name != '.' && !strchr(name, '/') &&
        strlen(name) <= VIR_PLATFORM_NAME_MAX;
}

/* Whether the device at @path can ever be given away. The kernel gives a device
 * its IOMMU group when a driver is first bound to it, and on the way there reads
 * this property. */
static gboolean
virPlatformIsBehindIommu(const char *path)
{
    g_autofree char *group = g_build_filename(path, VIR_FSLMC_ATTR_IOMMU_GROUP, NULL);
    g_autofree char *iommus = g_build_filename(path, VIR_PLATFORM_ATTR_OF_NODE,
                                               VIR_PLATFORM_OF_IOMMUS, NULL);

    return g_file_test(group, G_FILE_TEST_IS_SYMLINK) ||
        g_file_test(iommus, G_FILE_TEST_EXISTS);
}

/* Returns: (nullable): of which kind on @bus the device at @path is */
static const virFslMcKind *
virPlatformReadKind(const virFslMcBus *bus, const char *path)
{
    const virFslMcKind *const *kinds = virFslMcBusGetKinds(bus);
    g_autofree char *link = g_build_filename(path, VIR_PLATFORM_ATTR_SUBSYSTEM, NULL);
    g_autofree char *subsystem = virFslMcSysfsLinkName(link);
    gsize i;

    for (i = 0; kinds[i]; i++) {
        if (g_strcmp0(subsystem, kinds[i]->subsystem) == 0)
            return kinds[i];
    }

    return NULL;
}

/* Returns: (transfer full) (nullable): name of the nearest device above the one
 *   at @path that is on the bus as well */
static char *
virPlatformReadParent(const virFslMcBus *bus,
                      const char *path,
                      const virFslMcKind **kind)
{
    const char *root = virFslMcBusGetSysfsRoot(bus);
    g_autofree char *above = g_path_get_dirname(path);

    while (strlen(above) > strlen(root) && strcmp(above, "/") != 0) {
        char *next;

        *kind = virPlatformReadKind(bus, above);
        if (*kind && virPlatformIsBehindIommu(above))
            return g_path_get_basename(above);

        next = g_path_get_dirname(above);
        g_free(above);
        above = next;
    }

    *kind = NULL;
    return NULL;
}

/* Returns: (transfer full) (nullable): the property's strings, each of which ends
 *   with a NUL */
static GStrv
virPlatformReadCompatible(const char *path)
{
    g_autofree char *file = g_build_filename(path, VIR_PLATFORM_ATTR_OF_NODE,
                                             VIR_PLATFORM_OF_COMPATIBLE, NULL);
    g_autoptr(GPtrArray) strings = NULL;
    g_autofree char *text = NULL;
    gsize length;
    gsize at;

    if (!g_file_get_contents(file, &text, &length, NULL))
        return NULL;

    strings = g_ptr_array_new();
    for (at = 0; at < length; at += strlen(text + at) + 1) {
        if (g_utf8_validate(text + at, -1, NULL))
            g_ptr_array_add(strings, g_strdup(text + at));
    }
    g_ptr_array_add(strings, NULL);

    return (GStrv) g_ptr_array_free(g_steal_pointer(&strings), FALSE);
}

static char *
virPlatformReadPeriphid(const char *path)
{
    g_autofree char *file = g_build_filename(path, VIR_PLATFORM_ATTR_AMBA_ID, NULL);
    g_autofree char *text = virFslMcSysfsRead(file);

    if (!text || strlen(text) != 8 || strspn(text, "0123456789abcdef") != 8)
        return NULL;

    return g_steal_pointer(&text);
}

/* @periphid: (transfer full) (nullable): */
static virFslMcObject *
virPlatformReadWith(const virFslMcBus *bus,
                    const virFslMcKind *kind,
                    const char *path,
                    guint64 inode,
                    char *periphid)
{
    g_autofree char *driver = NULL;
    g_autofree char *parent = NULL;
    const virFslMcKind *parentKind;

    driver = virFslMcBusReadDriver(path);
    parent = virPlatformReadParent(bus, path, &parentKind);

    return virFslMcObjectNewDevice(kind, path, inode, parent, parentKind, driver,
                                   virFslMcBusReadGroup(path),
                                   virPlatformReadCompatible(path), periphid);
}

static virFslMcObject *
virPlatformRead(const virFslMcBus *bus,
                const virFslMcKind *kind,
                const char *path,
                guint64 inode)
{
    if (!virPlatformIsBehindIommu(path))
        return NULL;

    return virPlatformReadWith(bus, kind, path, inode, NULL);
}

static virFslMcObject *
virPlatformReadAmba(const virFslMcBus *bus,
                    const virFslMcKind *kind,
                    const char *path,
                    guint64 inode)
{
    if (!virPlatformIsBehindIommu(path))
        return NULL;

    return virPlatformReadWith(bus, kind, path, inode, virPlatformReadPeriphid(path));
}

/* A group has one owner, so the claims of those in it would meet. */
static char *
virPlatformFindOutermost(virFslMcBus *bus, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, name, NULL);
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) mates = NULL;

    if (!object || virFslMcObjectGetIommuGroup(object) < 0 ||
        !(objects = virFslMcBusList(bus, NULL)))
        return object ? g_strdup(name) : NULL;

    mates = virFslMcListGroup(objects, virFslMcObjectGetIommuGroup(object));
    return g_strdup(mates->len > 0 ? virFslMcObjectGetName(mates->pdata[0]) : name);
}

/* Some drivers do not want to be unbound (suppress_bind_attrs). */
static gboolean
virPlatformCheckDetach(virFslMcBus *bus,
                       const virFslMcObject *object,
                       GError **error)
{
    const char *driver = virFslMcObjectGetDriver(object);
    g_autofree char *unbind = NULL;

    if (!driver)
        return TRUE;

    unbind = g_build_filename(virFslMcBusGetSysfsRoot(bus), VIR_FSLMC_BUSES_DIR,
                              virFslMcObjectGetKind(object)->subsystem,
                              VIR_FSLMC_DRIVERS, driver, VIR_FSLMC_UNBIND, NULL);
    if (access(unbind, F_OK) == 0)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                _("device '%1$s' cannot be taken from the host: driver '%2$s' does not allow to be unbound"),
                virFslMcObjectGetName(object), driver);
    return FALSE;
}

/* What a reset function is looked up by: the first of them, and no other. */
static const char *
virPlatformFirstCompatible(const virFslMcObject *object)
{
    const char *const *compatible = virFslMcObjectGetCompatible(object);

    return compatible && compatible[0] ? compatible[0] : virFslMcObjectGetName(object);
}

/* Linux before 6.3 gives ENOENT for every device without a reset function, whatever
 * the module's parameter says; later ones do so while it is set, and for AMBA
 * devices never. */
static char *
virPlatformExplainNoReset(virFslMcBus *bus, const virFslMcObject *object)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_PLATFORM_RESET_REQUIRED, NULL);
    g_autofree char *required = virFslMcSysfsRead(path);
    const char *compatible = virPlatformFirstCompatible(object);

    if (g_strcmp0(required, "N") == 0 || virFslMcObjectGetPeriphid(object))
        return g_strdup_printf(_("no reset function for '%1$s' is loaded, and this kernel needs one for every device; Linux 6.3 and later do without"),
                               compatible);

    return g_strdup_printf(_("no reset function for '%1$s' is loaded; load one, or load module vfio_platform with reset_required=0, which needs Linux 6.3 or later"),
                           compatible);
}

static virFslMcError
virPlatformExplainBind(virFslMcBus *bus,
                       const virFslMcObject *object,
                       const char *driver,
                       int number,
                       char **cause)
{
    gboolean vfio = strcmp(driver, virFslMcObjectGetKind(object)->vfioDriver) == 0;

    if (vfio && number == ENOENT) {
        *cause = virPlatformExplainNoReset(bus, object);
        return VIR_FSLMC_ERROR_REFUSED;
    }

    if (vfio && number == EINVAL && virFslMcObjectGetIommuGroup(object) < 0) {
        *cause = g_strdup(_("it has no IOMMU group; is there an IOMMU for it?"));
        return VIR_FSLMC_ERROR_NO_IOMMU_GROUP;
    }

    if (number == EBUSY)
        *cause = g_strdup(_("a device of its IOMMU group is in use"));
    else
        *cause = g_strdup(g_strerror(number));

    return VIR_FSLMC_ERROR_REFUSED;
}

static void
virPlatformExplainVfio(const virFslMcObject *object G_GNUC_UNUSED,
                       const char *what,
                       int number,
                       char **cause)
{
    if (strcmp(what, VIR_FSLMC_VFIO_SET_IOMMU) == 0 && number == EPERM)
        *cause = g_strdup_printf(_("%1$s; without an isolated MSI domain (msi-parent) the kernel needs parameter allow_unsafe_interrupts=1 of module vfio_iommu_type1"),
                                 g_strerror(number));
}

static virFslMcError
virPlatformExplainReset(const virFslMcObject *object, int number, char **cause)
{
    if (number == EINVAL)
        *cause = g_strdup_printf(_("there is no reset function for '%1$s'"),
                                 virPlatformFirstCompatible(object));
    else
        *cause = g_strdup(g_strerror(number));

    return VIR_FSLMC_ERROR_REFUSED;
}

#define VIR_PLATFORM_KIND \
    .noun = N_("device"), \
    .part = N_("device"), \
    .absent = N_("this host has no IOMMU that Linux uses"), \
    .missing = N_("no platform or AMBA device '%1$s' is behind an IOMMU"), \
    .nameIsValid = virPlatformNameIsValid, \
    .outermost = virPlatformFindOutermost, \
    .checkDetach = virPlatformCheckDetach, \
    .checkIommu = virFslMcVfioCheckIommu, \
    .explainBind = virPlatformExplainBind, \
    .explainVfio = virPlatformExplainVfio, \
    .explainReset = virPlatformExplainReset

static const virFslMcKind virPlatformKind = {
    .subsystem = VIR_PLATFORM_SUBSYSTEM,
    .capability = VIR_PLATFORM_CAPABILITY,
    .read = virPlatformRead,
    .vfioDriver = VIR_PLATFORM_DRIVER_VFIO,
    VIR_PLATFORM_KIND
};

static const virFslMcKind virPlatformAmbaKind = {
    .subsystem = VIR_PLATFORM_AMBA_SUBSYSTEM,
    .capability = VIR_PLATFORM_AMBA_CAPABILITY,
    .unassignable = N_("it is an AMBA device, and QEMU has no device for those"),
    .read = virPlatformReadAmba,
    .vfioDriver = VIR_PLATFORM_AMBA_DRIVER_VFIO,
    VIR_PLATFORM_KIND
};

/* Every kernel has a platform bus, also where nothing on it is behind an IOMMU:
 * then there is nothing to list and nothing to watch. */
static gboolean
virPlatformExists(const virFslMcBus *bus)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_PLATFORM_IOMMU_DIR, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);

    return dir && g_dir_read_name(dir);
}

virFslMcBus *
virPlatformBusNew(const char *sysfsRoot, const char *devRoot)
{
    static const virFslMcKind *const kinds[] = {
        &virPlatformKind, &virPlatformAmbaKind, NULL
    };

    return virFslMcBusNewOf(kinds, virPlatformExists, sysfsRoot, devRoot);
}
