/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_device_host.c: the host's side of a container, by sysfs and VFIO
 */

#include "fslmc_device.h"

#include <sys/ioctl.h>
#include <sys/mman.h>

#define FSLMC_SYSFS_DEVICES "/sys/bus/fsl-mc/devices"
#define FSLMC_DRIVER "vfio-fsl-mc"


/* VFIO's callbacks are about PCI, and about regions that are not mapped. */

static void
fslmc_vfio_compute_needs_reset(VFIODevice *vdev)
{
    vdev->needs_reset = false;
}


static int
fslmc_vfio_hot_reset_multi(VFIODevice *vdev)
{
    return -ENOTSUP;
}


static void
fslmc_vfio_eoi(VFIODevice *vdev)
{
}


static VFIODeviceOps fslmc_vfio_ops = {
    .vfio_compute_needs_reset = fslmc_vfio_compute_needs_reset,
    .vfio_hot_reset_multi = fslmc_vfio_hot_reset_multi,
    .vfio_eoi = fslmc_vfio_eoi,
};


/* Returns: the last part of where a link below @path leads; NULL if there is none. */
static char *
fslmc_sysfs_link(const char *path, const char *name)
{
    g_autofree char *file = g_build_filename(path, name, NULL);
    g_autofree char *target = g_file_read_link(file, NULL);

    return target ? g_path_get_basename(target) : NULL;
}


/* Refuses an object that the guest would lack. */
static bool
fslmc_host_check_driver(const char *path, const char *name, Error **errp)
{
    g_autofree char *driver = fslmc_sysfs_link(path, "driver");

    if (!driver) {
        error_setg(errp, "%s has no driver, not %s", name, FSLMC_DRIVER);
        return false;
    }

    if (!g_str_equal(driver, FSLMC_DRIVER)) {
        error_setg(errp, "%s has driver %s, not %s", name, driver, FSLMC_DRIVER);
        return false;
    }

    return true;
}


static bool
fslmc_host_get_group(const char *path, const char *name, int *group, Error **errp)
{
    g_autofree char *number = fslmc_sysfs_link(path, "iommu_group");
    guint64 value;

    if (!number || !g_ascii_string_to_unsigned(number, 10, 0, INT_MAX, &value, NULL)) {
        error_setg(errp, "%s has no IOMMU group", name);
        return false;
    }

    *group = value;
    return true;
}


static int
fslmc_host_compare(const void *a, const void *b)
{
    char type[2][FSLMC_TYPE_LENGTH];
    uint32_t id[2];
    int order;

    fslmc_guest_parse_name(*(char *const *) a, type[0], &id[0]);
    fslmc_guest_parse_name(*(char *const *) b, type[1], &id[1]);
    if ((order = strcmp(type[0], type[1])))
        return order;

    return id[0] < id[1] ? -1 : id[0] > id[1];
}


/* The sysfs directories of a container and of all that is in it, outermost first. */
static bool
fslmc_host_list(GPtrArray *paths, const char *path, Error **errp)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GDir) dir = g_dir_open(path, 0, &error);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    unsigned int i;

    g_ptr_array_add(paths, g_strdup(path));
    if (!dir) {
        error_setg(errp, "cannot read what is in the container: %s", error->message);
        return false;
    }

    while ((name = g_dir_read_name(dir))) {
        char type[FSLMC_TYPE_LENGTH];
        uint32_t id;

        if (fslmc_guest_parse_name(name, type, &id))
            g_ptr_array_add(names, g_strdup(name));
    }
    g_ptr_array_sort(names, fslmc_host_compare);

    for (i = 0; i < names->len; i++) {
        g_autofree char *child = g_build_filename(path, names->pdata[i], NULL);

        if (g_str_has_prefix(names->pdata[i], "dprc.")) {
            if (!fslmc_host_list(paths, child, errp))
                return false;
        } else {
            g_ptr_array_add(paths, g_steal_pointer(&child));
        }
    }

    if (paths->len > FSLMC_MAX_OBJECTS) {
        error_setg(errp, "more than %d objects are in the container", FSLMC_MAX_OBJECTS);
        return false;
    }

    return true;
}


/* Returns: the sysfs directory of the container; NULL with an error set. */
static char *
fslmc_host_find(const char *host, Error **errp)
{
    g_autofree char *link = NULL;
    g_autofree char *path = NULL;
    g_autofree char *directory = NULL;
    g_autofree char *parent = NULL;
    char type[FSLMC_TYPE_LENGTH];
    uint32_t id;

    if (!host || !*host) {
        error_setg(errp, "host= is missing: the name of a container, such as dprc.2");
        return NULL;
    }

    if (!fslmc_guest_parse_name(host, type, &id) || !g_str_equal(type, "dprc")) {
        error_setg(errp, "host=%s is not the name of a container, such as dprc.2", host);
        return NULL;
    }

    link = g_build_filename(FSLMC_SYSFS_DEVICES, host, NULL);
    if (!(path = realpath(link, NULL))) {
        error_setg_errno(errp, errno, "no container %s on this host: %s", host, link);
        return NULL;
    }

    directory = g_path_get_dirname(path);
    parent = g_path_get_basename(directory);
    if (!g_str_has_prefix(parent, "dprc.")) {
        error_setg(errp, "%s is the host's root container", host);
        return NULL;
    }

    return g_steal_pointer(&path);
}


static bool
fslmc_host_open_regions(FslMcObject *object, FslMcHostObject *host, Error **errp)
{
    unsigned int nregions = fslmc_vfio_regions(&host->vdev);
    unsigned int i;

    if (nregions > FSLMC_MAX_REGIONS || host->vdev.num_irqs > FSLMC_MAX_IRQS) {
        error_setg(errp, "%s has %u regions and %u interrupts, more than the %d and %d that are possible",
                   host->vdev.name, nregions, host->vdev.num_irqs,
                   FSLMC_MAX_REGIONS, FSLMC_MAX_IRQS);
        return false;
    }

    object->nregions = nregions;
    object->nirqs = host->vdev.num_irqs;
    for (i = 0; i < object->nregions; i++) {
        struct vfio_region_info info = { .argsz = sizeof(info), .index = i };
        bool portal = g_str_equal(object->type, "dprc") || g_str_equal(object->type, "dpmcp");
        void *mapped;

        if (ioctl(host->vdev.fd, VFIO_DEVICE_GET_REGION_INFO, &info) < 0) {
            error_setg_errno(errp, errno, "cannot learn of region %u of %s", i, host->vdev.name);
            return false;
        }

        if (portal) {
            object->regions[i].window = FSLMC_WINDOW_MC;
            object->regions[i].size = FSLMC_REGION_ALIGNMENT;
            if (i == 0)
                host->offset = info.offset;
            continue;
        }

        if (!(info.flags & VFIO_REGION_INFO_FLAG_MMAP)) {
            error_setg(errp, "region %u of %s cannot be mapped", i, host->vdev.name);
            return false;
        }

        mapped = mmap(NULL, info.size, PROT_READ | PROT_WRITE, MAP_SHARED,
                      host->vdev.fd, info.offset);
        if (mapped == MAP_FAILED) {
            error_setg_errno(errp, errno, "cannot map region %u of %s", i, host->vdev.name);
            return false;
        }

        object->regions[i].window = FSLMC_WINDOW_QBMAN;
        object->regions[i].size = info.size;
        host->mapped[i] = mapped;
    }

    return true;
}


static bool
fslmc_host_open(FslMcDevice *device, unsigned int index, const char *path, Error **errp)
{
    FslMcObject *object = &device->guest.objects[index];
    FslMcHostObject *host = &device->objects[index];
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *directory = g_path_get_dirname(path);
    g_autofree char *parent = g_path_get_basename(directory);
    char type[FSLMC_TYPE_LENGTH];
    int group;

    fslmc_guest_parse_name(name, object->type, &object->id);
    object->container = object->id;
    if (index > 0)
        fslmc_guest_parse_name(parent, type, &object->container);

    if (!fslmc_host_check_driver(path, name, errp) ||
        !fslmc_host_get_group(path, name, &group, errp))
        return false;

    host->vdev.name = g_steal_pointer(&name);
    host->vdev.sysfsdev = g_strdup(path);

    return fslmc_vfio_attach(&host->vdev, &fslmc_vfio_ops, DEVICE(device), group, errp) &&
        fslmc_host_open_regions(object, host, errp);
}


bool
fslmc_device_open_host(FslMcDevice *device, Error **errp)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autofree char *path = NULL;
    unsigned int i;

    if (!(path = fslmc_host_find(device->host, errp)) ||
        !fslmc_host_check_driver(path, device->host, errp) ||
        !fslmc_host_list(paths, path, errp))
        return false;

    device->guest.objects = g_new0(FslMcObject, paths->len);
    device->objects = g_new0(FslMcHostObject, paths->len);
    device->guest.nobjects = paths->len;
    for (i = 0; i < paths->len; i++) {
        if (!fslmc_host_open(device, i, paths->pdata[i], errp))
            return false;
    }

    if (device->guest.objects[0].nregions == 0) {
        error_setg(errp, "%s has no MC portal", device->host);
        return false;
    }

    fslmc_guest_layout(&device->guest);

    return true;
}


/* Writes back what the processor's cache has of a portal: a guest reads it as the
 * registers of a device, so by no cache. */
static void
fslmc_cache_clean(const void *begin, size_t size)
{
#ifdef __aarch64__
    const char *line = begin;
    size_t i;

    /* no line is shorter */
    for (i = 0; i < size; i += 16)
        __asm__ volatile("dc cvac, %0" : : "r"(line + i) : "memory");
    __asm__ volatile("dsb sy" : : : "memory");
#endif
}


/* Has the guest see what is in a portal now. */
static void
fslmc_portal_show(FslMcHostObject *host)
{
    uint8_t *shown = memory_region_get_ram_ptr(&host->regions[0]);

    fslmc_portal_copy(host->portal, shown);
    fslmc_cache_clean(shown, FSLMC_PORTAL_SIZE);
}


/* Where KVM has no read-only memory; else a guest reads what is shown. */
static uint64_t
fslmc_region_read(void *opaque, hwaddr address, unsigned int size)
{
    const FslMcHostObject *host = opaque;

    return fslmc_portal_read(host->portal, address, size);
}


static void
fslmc_region_write(void *opaque, hwaddr address, uint64_t value, unsigned int size)
{
    FslMcHostObject *host = opaque;

    fslmc_portal_write(host->portal, address, value, size);
    fslmc_portal_show(host);
}


static const MemoryRegionOps fslmc_portal_ops = {
    .read = fslmc_region_read,
    .write = fslmc_region_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 8 },
    .impl = { .min_access_size = 4, .max_access_size = 8 },
};


/* A portal is memory for the guest's reads, and has an exit for its writes. KVM keeps
 * what is written behind the header until that is written. So a command takes one exit. */
static bool
fslmc_portal_init(FslMcDevice *device, unsigned int index, Error **errp)
{
    FslMcHostObject *host = &device->objects[index];
    MemoryRegion *mr = &host->regions[0];
    uint64_t size = device->guest.objects[index].regions[0].size;
    Error *error = NULL;

    host->portal = fslmc_portal_new(&device->guest, index);
    memory_region_init_rom_device(mr, OBJECT(device), &fslmc_portal_ops, host,
                                  host->vdev.name, size, &error);
    if (error) {
        error_propagate(errp, error);
        return false;
    }

    memory_region_add_coalescing(mr, FSLMC_HEADER_SIZE, FSLMC_PORTAL_SIZE - FSLMC_HEADER_SIZE);
    /* there is nothing behind the portal */
    memset(memory_region_get_ram_ptr(mr), 0xff, size);
    fslmc_cache_clean(memory_region_get_ram_ptr(mr), size);
    fslmc_portal_show(host);

    return true;
}


bool
fslmc_device_map_regions(FslMcDevice *device, Error **errp)
{
    unsigned int i;
    unsigned int j;

    for (i = 0; i < device->guest.nobjects; i++) {
        const FslMcObject *object = &device->guest.objects[i];
        FslMcHostObject *host = &device->objects[i];

        for (j = 0; j < object->nregions; j++) {
            const FslMcRegion *region = &object->regions[j];
            MemoryRegion *mr = &host->regions[j];

            if (host->mapped[j]) {
                memory_region_init_ram_device_ptr(mr, OBJECT(device), host->vdev.name,
                                                  region->size, host->mapped[j]);
            } else if (j == 0) {
                if (!fslmc_portal_init(device, i, errp))
                    return false;
            } else {
                continue;
            }

            memory_region_add_subregion(&device->windows[region->window], region->offset, mr);
        }
    }

    return true;
}


/* VFIO sends what is written to the MC and waits; then the answer can be read. */
int
fslmc_device_send(void *opaque, unsigned int object, uint8_t *command)
{
    FslMcDevice *device = opaque;
    FslMcHostObject *host = &device->objects[object];

    if (pwrite(host->vdev.fd, command, FSLMC_PORTAL_SIZE, host->offset) != FSLMC_PORTAL_SIZE ||
        pread(host->vdev.fd, command, FSLMC_PORTAL_SIZE, host->offset) != FSLMC_PORTAL_SIZE) {
        warn_report_once("%s: the MC does not answer by the portal of %s",
                         TYPE_FSLMC_DEVICE, host->vdev.name);
        return -EIO;
    }

    return 0;
}


/* Resets containers, and what is in them with it: that closes what the guest left open. */
void
fslmc_device_reset_host(FslMcDevice *device)
{
    unsigned int i;

    for (i = 0; i < device->guest.nobjects; i++) {
        FslMcHostObject *host = &device->objects[i];

        if (host->portal) {
            fslmc_portal_reset(host->portal);
            fslmc_portal_show(host);
        }
        if (g_str_equal(device->guest.objects[i].type, "dprc") &&
            ioctl(host->vdev.fd, VFIO_DEVICE_RESET) < 0)
            warn_report_once("%s: container %s cannot be reset: %s",
                             TYPE_FSLMC_DEVICE, host->vdev.name, strerror(errno));
    }
}
