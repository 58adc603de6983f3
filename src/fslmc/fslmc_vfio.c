/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_vfio.c: IOMMU groups and devices through /dev/vfio
 */

#include "fslmc-config.h"

#include <fcntl.h>
#include <linux/vfio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_listpriv.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"

struct _virFslMcVfioClaim {
    GArray *fds;
};

char *
virFslMcVfioGroupPath(const virFslMcBus *bus, int group)
{
    return g_strdup_printf("%s/" VIR_FSLMC_VFIO_DIR "/%d",
                           virFslMcBusGetDevRoot(bus), group);
}

/* A device node, by which a process holds an object */
typedef struct {
    char *name;         /* of its file: a process may see it in any directory */
    dev_t device;
    const virFslMcObject *object;
} virFslMcVfioNode;

static void
virFslMcVfioNodeFree(virFslMcVfioNode *node)
{
    g_free(node->name);
    g_free(node);
}

/* Returns: (transfer full): an empty table of nodes by their names */
static GHashTable *
virFslMcVfioNodesNew(void)
{
    return g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                 (GDestroyNotify) virFslMcVfioNodeFree);
}

static void
virFslMcVfioNodesAdd(GHashTable *nodes,
                     const char *name,
                     dev_t device,
                     const virFslMcObject *object)
{
    virFslMcVfioNode *node = g_new0(virFslMcVfioNode, 1);

    node->name = g_strdup(name);
    node->device = device;
    node->object = object;
    g_hash_table_replace(nodes, node->name, node);
}

static void
virFslMcVfioNodesAddGroup(GHashTable *nodes,
                          const virFslMcBus *bus,
                          int group,
                          const virFslMcObject *container)
{
    g_autofree char *path = virFslMcVfioGroupPath(bus, group);
    g_autofree char *name = g_path_get_basename(path);
    struct stat status;

    if (group >= 0 && stat(path, &status) == 0 && S_ISCHR(status.st_mode))
        virFslMcVfioNodesAdd(nodes, name, status.st_rdev, container);
}

/* Adds the node in /dev/vfio/devices by which @object can be opened without its
 * group, where the kernel has such nodes (CONFIG_VFIO_DEVICE_CDEV). */
static void
virFslMcVfioNodesAddDevice(GHashTable *nodes, const virFslMcObject *object)
{
    g_autofree char *path = g_build_filename(virFslMcObjectGetPath(object),
                                             VIR_FSLMC_VFIO_DEV_DIR, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *file = g_build_filename(path, name, VIR_FSLMC_ATTR_DEV, NULL);
        g_autofree char *text = virFslMcSysfsRead(file);
        g_auto(GStrv) parts = g_strsplit(text ? text : "", ":", 2);
        guint64 major, minor;

        if (g_strv_length(parts) == 2 &&
            virFslMcSysfsParseNumber(parts[0], G_MAXUINT32, &major) &&
            virFslMcSysfsParseNumber(parts[1], G_MAXUINT32, &minor))
            virFslMcVfioNodesAdd(nodes, name, makedev(major, minor), object);
    }
}

/* Adds the nodes of all of @objects that are @container or in it. */
static void
virFslMcVfioNodesAddDevices(GHashTable *nodes,
                            const virFslMcObject *container,
                            GPtrArray *objects)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectIsDetached(object) &&
            (virFslMcObjectIsBelow(object, container) ||
             strcmp(virFslMcObjectGetName(object), virFslMcObjectGetName(container)) == 0))
            virFslMcVfioNodesAddDevice(nodes, object);
    }
}

/* Whether file descriptor @fd of process @pid only stands for a place in the file
 * system (O_PATH), by which no device is open. udev has such a one of each new node for
 * a moment, when it sets whose it is. */
static gboolean
virFslMcVfioIsPathOnly(const char *pid, const char *fd)
{
    g_autofree char *path = g_build_filename("/proc", pid, "fdinfo", fd, NULL);
    g_autofree char *text = virFslMcSysfsRead(path);
    const char *flags = text ? strstr(text, "flags:") : NULL;

    return flags && (g_ascii_strtoull(flags + strlen("flags:"), NULL, 8) & O_PATH);
}

/* Finds one of @nodes that process @pid has open. A guest has device nodes of its
 * own, so it is the device that counts; the name spares us the stat of every
 * other file, which can hang. */
static const virFslMcVfioNode *
virFslMcVfioNodesFindOpen(GHashTable *nodes, const char *pid)
{
    g_autofree char *path = g_build_filename("/proc", pid, "fd", NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *fd;

    while (dir && (fd = g_dir_read_name(dir))) {
        g_autofree char *link = g_build_filename(path, fd, NULL);
        g_autofree char *target = virFslMcSysfsLinkName(link);
        const virFslMcVfioNode *node = target ? g_hash_table_lookup(nodes, target) : NULL;
        struct stat status;

        if (node && stat(link, &status) == 0 && S_ISCHR(status.st_mode) &&
            status.st_rdev == node->device && !virFslMcVfioIsPathOnly(pid, fd))
            return node;
    }

    return NULL;
}

/* Returns: a process that has one of @nodes open, 0 when none is seen */
static pid_t
virFslMcVfioNodesFindHolder(GHashTable *nodes, const virFslMcVfioNode **node)
{
    g_autoptr(GDir) proc = NULL;
    const char *entry;

    if (g_hash_table_size(nodes) == 0)
        return 0;

    proc = g_dir_open("/proc", 0, NULL);
    while (proc && (entry = g_dir_read_name(proc))) {
        guint64 pid;

        if (virFslMcSysfsParseNumber(entry, G_MAXINT, &pid) &&
            (*node = virFslMcVfioNodesFindOpen(nodes, entry)))
            return pid;
    }

    return 0;
}

pid_t
virFslMcVfioGroupHolder(const virFslMcBus *bus, int group)
{
    g_autoptr(GHashTable) nodes = virFslMcVfioNodesNew();
    const virFslMcVfioNode *node;

    virFslMcVfioNodesAddGroup(nodes, bus, group, NULL);
    return virFslMcVfioNodesFindHolder(nodes, &node);
}

gboolean
virFslMcVfioGroupIsHeldBy(const virFslMcBus *bus, int group, pid_t pid)
{
    g_autoptr(GHashTable) nodes = virFslMcVfioNodesNew();
    g_autofree char *process = g_strdup_printf("%d", (int) pid);

    virFslMcVfioNodesAddGroup(nodes, bus, group, NULL);
    return virFslMcVfioNodesFindOpen(nodes, process) != NULL;
}

guint
virFslMcVfioCountDevices(pid_t pid)
{
    g_autofree char *path = g_strdup_printf("/proc/%d/fd", (int) pid);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    guint count = 0;
    const char *fd;

    while (dir && (fd = g_dir_read_name(dir))) {
        g_autofree char *link = g_build_filename(path, fd, NULL);
        g_autofree char *target = virFslMcSysfsLinkName(link);

        count += g_strcmp0(target, "anon_inode:[vfio-device]") == 0;
    }

    return count;
}

/* @node: (nullable): by which it is in use, else by the group of @container
 * @holder: a process, or 0 when it is not seen */
static void
virFslMcVfioSetBusy(const virFslMcObject *container,
                    const virFslMcVfioNode *node,
                    pid_t holder,
                    GError **error)
{
    const virFslMcObject *object = node && node->object ? node->object : container;
    const char *name = virFslMcObjectGetName(object);
    int group = virFslMcObjectGetIommuGroup(object);
    g_autofree char *path = g_strdup_printf("/proc/%d/comm", (int) holder);
    g_autofree char *comm = holder ? virFslMcSysfsRead(path) : NULL;
    /* a process gives itself any name */
    g_autofree char *shown = comm ? g_strescape(comm, NULL) : g_strdup("?");

    if (!holder)
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("IOMMU group %1$d of %2$s '%3$s' is in use by another process"),
                    group, virFslMcObjectGetNoun(object), name);
    else if (g_ascii_isdigit(*node->name))
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("IOMMU group %1$d of %2$s '%3$s' is in use by process %4$d (%5$s)"),
                    group, virFslMcObjectGetNoun(object), name, (int) holder, shown);
    else
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("VFIO device '%1$s' of '%2$s' is in use by process %3$d (%4$s)"),
                    node->name, name, (int) holder, shown);
}

/* Fails when a process has one of @nodes open. */
static gboolean
virFslMcVfioNodesCheckFree(GHashTable *nodes,
                           const virFslMcObject *container,
                           GError **error)
{
    const virFslMcVfioNode *node = NULL;
    pid_t holder = virFslMcVfioNodesFindHolder(nodes, &node);

    if (!holder)
        return TRUE;

    virFslMcVfioSetBusy(container, node, holder, error);
    return FALSE;
}

gboolean
virFslMcVfioCheckFree(virFslMcBus *bus,
                      const virFslMcObject *container,
                      GPtrArray *objects,
                      GError **error)
{
    g_autoptr(GHashTable) nodes = virFslMcVfioNodesNew();
    g_autoptr(GPtrArray) nested = virFslMcListNested(objects, virFslMcObjectGetName(container));
    guint i;

    virFslMcVfioNodesAddGroup(nodes, bus, virFslMcObjectGetIommuGroup(container), container);
    for (i = 0; i < nested->len; i++) {
        const virFslMcObject *inner = g_ptr_array_index(nested, i);

        virFslMcVfioNodesAddGroup(nodes, bus, virFslMcObjectGetIommuGroup(inner), inner);
    }
    virFslMcVfioNodesAddDevices(nodes, container, objects);

    return virFslMcVfioNodesCheckFree(nodes, container, error);
}

/* Fails when a process has @container, or what is in it, open without its group. */
static gboolean
virFslMcVfioCheckDevicesFree(const virFslMcObject *container,
                             GPtrArray *objects,
                             GError **error)
{
    g_autoptr(GHashTable) nodes = virFslMcVfioNodesNew();

    virFslMcVfioNodesAddDevices(nodes, container, objects);
    return virFslMcVfioNodesCheckFree(nodes, container, error);
}

/* Opens the group of @container. A group can be open once only.
 *
 * Returns: a file descriptor; -1 without @error set when there is no such group
 *   node, or none any more: then nobody can hold it */
static int
virFslMcVfioGroupOpen(virFslMcBus *bus,
                      const virFslMcObject *container,
                      GPtrArray *objects,
                      GError **error)
{
    int group = virFslMcObjectGetIommuGroup(container);
    g_autofree char *path = virFslMcVfioGroupPath(bus, group);
    int fd;

    if (group < 0)
        return -1;

    fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd >= 0 || errno == ENOENT || errno == ENODEV || errno == ENXIO)
        return fd;

    if (errno == EBUSY) {
        if (virFslMcVfioCheckFree(bus, container, objects, error))
            virFslMcVfioSetBusy(container, NULL, 0, error);
        return -1;
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot open '%1$s', the IOMMU group of %2$s '%3$s': %4$s"),
                path, virFslMcObjectGetNoun(container),
                virFslMcObjectGetName(container), g_strerror(errno));
    return -1;
}

static int
virFslMcVfioGroupOrder(gconstpointer a, gconstpointer b)
{
    virFslMcObject *const *first = a;
    virFslMcObject *const *second = b;

    return virFslMcObjectGetIommuGroup(*first) -
           virFslMcObjectGetIommuGroup(*second);
}

virFslMcVfioClaim *
virFslMcVfioClaimNew(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookup(bus, name, error);
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) containers = NULL;
    int group = -1;
    guint i;

    if (!container || !(objects = virFslMcBusList(bus, error)))
        return NULL;

    claim = g_new0(virFslMcVfioClaim, 1);
    claim->fds = g_array_new(FALSE, FALSE, sizeof(int));

    containers = virFslMcListNested(objects, name);
    g_ptr_array_add(containers, virFslMcObjectRef(container));

    /* one order for everybody, and each group once */
    g_ptr_array_sort(containers, virFslMcVfioGroupOrder);

    for (i = 0; i < containers->len; i++) {
        virFslMcObject *member = g_ptr_array_index(containers, i);
        g_autoptr(GError) cause = NULL;
        int fd;

        if (virFslMcObjectGetIommuGroup(member) == group)
            continue;
        group = virFslMcObjectGetIommuGroup(member);

        fd = virFslMcVfioGroupOpen(bus, member, objects, &cause);
        if (cause) {
            g_propagate_error(error, g_steal_pointer(&cause));
            return NULL;
        }
        if (fd >= 0)
            g_array_append_val(claim->fds, fd);
    }

    /* an open device stops the unbind as well, however it was opened */
    if (!virFslMcVfioCheckDevicesFree(container, objects, error))
        return NULL;

    return g_steal_pointer(&claim);
}

void
virFslMcVfioClaimFree(virFslMcVfioClaim *claim)
{
    guint i;

    if (!claim)
        return;

    for (i = 0; i < claim->fds->len; i++)
        virFslMcFdClose(&g_array_index(claim->fds, int, i));

    g_array_unref(claim->fds);
    g_free(claim);
}

/* Why step @what gave errno @number.
 *
 * Returns: (transfer full): the cause, for messages */
static char *
virFslMcVfioExplain(const virFslMcObject *container, const char *what, int number)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(container);
    char *cause = NULL;

    if (kind->explainVfio)
        kind->explainVfio(container, what, number, &cause);

    return cause ? cause : g_strdup(g_strerror(number));
}

static gboolean
virFslMcVfioFail(const virFslMcObject *container,
                 const char *what,
                 GError **error)
{
    g_autofree char *cause = virFslMcVfioExplain(container, what, errno);

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot reset %1$s '%2$s': %3$s: %4$s"),
                virFslMcObjectGetNoun(container), virFslMcObjectGetName(container),
                what, cause);
    return FALSE;
}

/* A device of @group on a driver that is not VFIO's: one on @bus, or else of whatever
 * bus, as a group can have PCI devices as well.
 *
 * Returns: (transfer full) (nullable): its name, and in @driver the driver's */
static char *
virFslMcVfioFindHostMember(virFslMcBus *bus, int group, char **driver)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(bus, NULL);
    const virFslMcObject *member = objects ? virFslMcListFindHostMember(objects, group) : NULL;
    g_autofree char *number = g_strdup_printf("%d", group);
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_IOMMU_GROUPS_DIR, number,
                                             VIR_FSLMC_DEVICES, NULL);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *name;

    if (member) {
        *driver = g_strdup(virFslMcObjectGetDriver(member));
        return g_strdup(virFslMcObjectGetName(member));
    }

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *device = g_build_filename(path, name, NULL);
        g_autofree char *bound = virFslMcBusReadDriver(device);

        if (bound && !g_str_has_prefix(bound, VIR_FSLMC_VFIO_DRIVERS)) {
            *driver = g_steal_pointer(&bound);
            return g_strdup(name);
        }
    }

    return NULL;
}

static gboolean
virFslMcVfioCheckViable(virFslMcBus *bus,
                        const virFslMcObject *container,
                        int groupFd,
                        GError **error)
{
    struct vfio_group_status status = { .argsz = sizeof(status) };
    int group = virFslMcObjectGetIommuGroup(container);
    g_autofree char *member = NULL;
    g_autofree char *driver = NULL;

    if (ioctl(groupFd, VFIO_GROUP_GET_STATUS, &status) < 0)
        return virFslMcVfioFail(container, "VFIO_GROUP_GET_STATUS", error);

    if (status.flags & VFIO_GROUP_FLAGS_VIABLE)
        return TRUE;

    if ((member = virFslMcVfioFindHostMember(bus, group, &driver)))
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_VFIO,
                    _("cannot reset %1$s '%2$s': '%3$s' in its IOMMU group %4$d is bound to '%5$s'"),
                    virFslMcObjectGetNoun(container), virFslMcObjectGetName(container),
                    member, group, driver);
    else
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_VFIO,
                    _("cannot reset %1$s '%2$s': its IOMMU group %3$d is not viable"),
                    virFslMcObjectGetNoun(container), virFslMcObjectGetName(container),
                    group);
    return FALSE;
}

/* A device of a group can be had only when the group is attached to a VFIO
 * container (no relation of a DPRC) that has an IOMMU. */
static gboolean
virFslMcVfioAttach(const virFslMcObject *container,
                   int vfioFd,
                   int groupFd,
                   GError **error)
{
    if (ioctl(vfioFd, VFIO_GET_API_VERSION) != VFIO_API_VERSION) {
        errno = EPROTO;
        return virFslMcVfioFail(container, "VFIO_GET_API_VERSION", error);
    }

    if (ioctl(groupFd, VFIO_GROUP_SET_CONTAINER, &vfioFd) < 0)
        return virFslMcVfioFail(container, "VFIO_GROUP_SET_CONTAINER", error);

    if (ioctl(vfioFd, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) < 0 &&
        ioctl(vfioFd, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU) < 0)
        return virFslMcVfioFail(container, VIR_FSLMC_VFIO_SET_IOMMU, error);

    return TRUE;
}

static gboolean
virFslMcVfioResetOpened(virFslMcBus *bus,
                        const virFslMcObject *container,
                        int groupFd,
                        GError **error)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetDevRoot(bus),
                                             VIR_FSLMC_VFIO_CONTAINER, NULL);
    VIR_FSLMC_AUTOCLOSE vfioFd = -1;
    VIR_FSLMC_AUTOCLOSE deviceFd = -1;
    g_autofree char *text = NULL;
    virFslMcError code;

    if (!virFslMcVfioCheckViable(bus, container, groupFd, error))
        return FALSE;

    vfioFd = open(path, O_RDWR | O_CLOEXEC);
    if (vfioFd < 0)
        return virFslMcVfioFail(container, path, error);

    if (!virFslMcVfioAttach(container, vfioFd, groupFd, error))
        return FALSE;

    deviceFd = ioctl(groupFd, VFIO_GROUP_GET_DEVICE_FD,
                     virFslMcObjectGetName(container));
    if (deviceFd < 0)
        return virFslMcVfioFail(container, "VFIO_GROUP_GET_DEVICE_FD", error);

    if (ioctl(deviceFd, VFIO_DEVICE_RESET) == 0)
        return TRUE;

    code = virFslMcObjectGetKind(container)->explainReset(container, errno, &text);
    g_set_error(error, VIR_FSLMC_ERROR, code,
                _("cannot reset %1$s '%2$s': %3$s"),
                virFslMcObjectGetNoun(container), virFslMcObjectGetName(container), text);
    return FALSE;
}

/* Fails when the kernel says that the group has a device on a driver of the host. */
static gboolean
virFslMcVfioCheckShared(virFslMcBus *bus,
                        const virFslMcObject *device,
                        int groupFd,
                        GError **error)
{
    struct vfio_group_status status = { .argsz = sizeof(status) };
    int group = virFslMcObjectGetIommuGroup(device);
    g_autofree char *driver = NULL;
    g_autofree char *member = NULL;

    if (ioctl(groupFd, VFIO_GROUP_GET_STATUS, &status) < 0 ||
        status.flags & VFIO_GROUP_FLAGS_VIABLE ||
        !(member = virFslMcVfioFindHostMember(bus, group, &driver)))
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_HOST_DRIVER,
                _("%1$s '%2$s' is not assignable: '%3$s' in its IOMMU group %4$d is bound to driver '%5$s'; give it to the same domain or detach it"),
                virFslMcObjectGetNoun(device), virFslMcObjectGetName(device),
                member, group, driver);
    return FALSE;
}

gboolean
virFslMcVfioCheckIommu(virFslMcBus *bus, const virFslMcObject *device, GError **error)
{
    g_autofree char *group = virFslMcVfioGroupPath(bus, virFslMcObjectGetIommuGroup(device));
    g_autofree char *path = g_build_filename(virFslMcBusGetDevRoot(bus),
                                             VIR_FSLMC_VFIO_CONTAINER, NULL);
    VIR_FSLMC_AUTOCLOSE vfioFd = open(path, O_RDWR | O_CLOEXEC);
    VIR_FSLMC_AUTOCLOSE groupFd = open(group, O_RDWR | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    g_autofree char *cause = NULL;

    if (groupFd >= 0 && !virFslMcVfioCheckShared(bus, device, groupFd, error))
        return FALSE;

    if (vfioFd < 0 || groupFd < 0 ||
        ioctl(groupFd, VFIO_GROUP_SET_CONTAINER, &vfioFd) < 0 ||
        ioctl(vfioFd, VFIO_SET_IOMMU, VFIO_TYPE1_IOMMU) == 0 || errno != EPERM)
        return TRUE;

    cause = virFslMcVfioExplain(device, VIR_FSLMC_VFIO_SET_IOMMU, EPERM);
    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                _("%1$s '%2$s' is not assignable: the kernel does not let its IOMMU group %3$d use the IOMMU: %4$s"),
                virFslMcObjectGetNoun(device), virFslMcObjectGetName(device),
                virFslMcObjectGetIommuGroup(device), cause);
    return FALSE;
}

gboolean
virFslMcVfioReset(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) cause = NULL;
    VIR_FSLMC_AUTOCLOSE groupFd = -1;

    container = virFslMcBusLookupTakeable(bus, name, error);
    if (!container)
        return FALSE;

    if (!virFslMcObjectIsDetached(container)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_VFIO,
                    _("cannot reset %1$s '%2$s': it is not bound to '%3$s'; detach it first"),
                    virFslMcObjectGetNoun(container), name,
                    virFslMcObjectGetKind(container)->vfioDriver);
        return FALSE;
    }

    objects = virFslMcBusList(bus, error);
    if (!objects || !virFslMcVfioCheckDevicesFree(container, objects, error))
        return FALSE;

    groupFd = virFslMcVfioGroupOpen(bus, container, objects, &cause);
    if (groupFd >= 0)
        return virFslMcVfioResetOpened(bus, container, groupFd, error);

    if (!cause)
        virFslMcVfioFail(container, _("its IOMMU group has no device node"), &cause);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}
