/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakekernel.c: what the kernel does when driver files are written
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fakekernel.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"

int __wrap_virFslMcSysfsWrite(const char *path, const char *text);

static FakeKernel *current;

static int
compareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* What the firmware has in each container: what the tree shows. */
static GHashTable *
findContents(const Tree *tree)
{
    GHashTable *contents = g_hash_table_new_full(g_str_hash, g_str_equal, g_free,
                                                 (GDestroyNotify) g_ptr_array_unref);
    g_autofree char *devices = g_build_filename(tree->sysfs, VIR_FSLMC_DEVICES_DIR, NULL);
    g_autoptr(GDir) dir = g_dir_open(devices, 0, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    const char *name;
    guint i;

    while (dir && (name = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_strdup(name));
    g_ptr_array_sort(names, compareNames);

    for (i = 0; i < names->len; i++) {
        g_autofree char *link = g_build_filename(devices, names->pdata[i], NULL);
        g_autofree char *path = realpath(link, NULL);
        g_autofree char *above = path ? g_path_get_dirname(path) : NULL;
        char *container = above ? g_path_get_basename(above) : NULL;
        GPtrArray *children;

        if (!container)
            continue;

        children = g_hash_table_lookup(contents, container);
        if (!children) {
            children = g_ptr_array_new_with_free_func(g_free);
            g_hash_table_insert(contents, container, children);
        } else {
            g_free(container);
        }
        g_ptr_array_add(children, g_strdup(names->pdata[i]));
    }

    return contents;
}

void
fakeKernelStart(FakeKernel *kernel,
                const Tree *tree,
                const Fault *faults,
                GString *log)
{
    kernel->tree = tree;
    kernel->faults = faults;
    kernel->log = log;
    kernel->contents = findContents(tree);
    kernel->writes = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    kernel->held = NULL;
    kernel->waiting = 0;
    g_mutex_init(&kernel->lock);
    g_cond_init(&kernel->changed);
    current = kernel;
}

void
fakeKernelStop(FakeKernel *kernel)
{
    current = NULL;
    g_hash_table_unref(kernel->writes);
    g_hash_table_unref(kernel->contents);
    g_cond_clear(&kernel->changed);
    g_mutex_clear(&kernel->lock);
}

void
fakeKernelHold(FakeKernel *kernel, const char *file)
{
    g_mutex_lock(&kernel->lock);
    g_free(kernel->held);
    kernel->held = g_strdup(file);
    g_cond_broadcast(&kernel->changed);
    g_mutex_unlock(&kernel->lock);
}

void
fakeKernelAwaitHeld(FakeKernel *kernel)
{
    g_mutex_lock(&kernel->lock);
    while (kernel->waiting == 0)
        g_cond_wait(&kernel->changed, &kernel->lock);
    g_mutex_unlock(&kernel->lock);
}

/* Called with the lock held. */
static void
waitWhileHeld(const char *file)
{
    current->waiting++;
    g_cond_broadcast(&current->changed);
    while (g_strcmp0(current->held, file) == 0)
        g_cond_wait(&current->changed, &current->lock);
    current->waiting--;
}

/* Returns: path of @file of device @name, or of its link on the bus when @file
 *   is NULL */
static char *
deviceFile(const char *name, const char *file)
{
    return g_build_filename(current->tree->sysfs, VIR_FSLMC_DEVICES_DIR, name,
                            file, NULL);
}

static void
deviceVanish(const char *name)
{
    g_autofree char *link = deviceFile(name, NULL);
    char *path = realpath(link, NULL);

    treeRemove(link);
    if (path)
        treeRemove(path);
    free(path);
}

static void
deviceMakeUnreadable(const char *name)
{
    g_autofree char *link = deviceFile(name, NULL);
    g_autofree char *file = deviceFile(name, VIR_FSLMC_ATTR_DRIVER_OVERRIDE);

    treeRemove(file);
    treeAdd(link, "d " VIR_FSLMC_ATTR_DRIVER_OVERRIDE);
}

static int
storeOverride(const char *name, const char *text)
{
    g_autofree char *link = deviceFile(name, NULL);
    g_autofree char *shown = NULL;
    g_autofree char *entry = NULL;

    if (strlen(text) >= 4095)
        return EINVAL;

    /* an empty write does nothing, and a newline ends the text */
    if (*text == '\0')
        return 0;

    shown = g_strndup(text, strcspn(text, "\n"));
    if (*shown == '\0') {
        g_free(shown);
        shown = g_strdup(VIR_FSLMC_OVERRIDE_UNSET);
    }

    entry = g_strdup_printf("f " VIR_FSLMC_ATTR_DRIVER_OVERRIDE " %s\\n", shown);
    treeAdd(link, entry);
    return 0;
}

static gboolean
deviceMatches(const char *name, const char *driver)
{
    g_autofree char *path = deviceFile(name, VIR_FSLMC_ATTR_DRIVER_OVERRIDE);
    g_autofree char *override = virFslMcSysfsRead(path);

    if (g_strcmp0(override, VIR_FSLMC_OVERRIDE_UNSET) != 0)
        return g_strcmp0(override, driver) == 0;

    /* dprc.5 is the unplugged one */
    return strcmp(driver, VIR_FSLMC_DRIVER_DPRC) == 0 && strcmp(name, "dprc.5") != 0;
}

/* The first probe gives a device its IOMMU group, where there is an IOMMU: before
 * dprc.10 there is none. */
static void
deviceAddGroup(const char *name)
{
    g_autofree char *link = deviceFile(name, NULL);
    g_autofree char *path = deviceFile(name, VIR_FSLMC_ATTR_IOMMU_GROUP);
    g_autofree char *group = virFslMcSysfsLinkName(path);

    if (!group && strcmp(name, "dprc.10") != 0)
        treeAdd(link, "l " VIR_FSLMC_ATTR_IOMMU_GROUP " ../iommu_groups/20");
}

/* Takes away what is in container @name, as it loses its driver. */
static void
containerEmpty(const char *name)
{
    GPtrArray *children = g_hash_table_lookup(current->contents, name);
    guint i;

    for (i = 0; children && i < children->len; i++) {
        containerEmpty(children->pdata[i]);
        deviceVanish(children->pdata[i]);
    }
}

static gboolean
busProbes(void)
{
    g_autofree char *path = g_build_filename(current->tree->sysfs, VIR_FSLMC_BUS_DIR,
                                             VIR_FSLMC_ATTR_AUTOPROBE, NULL);
    g_autofree char *text = virFslMcSysfsRead(path);

    return g_strcmp0(text, "0") != 0;
}

static int storeBind(const char *driver, const char *name);

/* Adds what is in container @name, as @driver takes it. With vfio-fsl-mc it is
 * for that alone; of the host's drivers there is none but that of containers. */
static void
containerFill(const char *name, const char *driver)
{
    GPtrArray *children = g_hash_table_lookup(current->contents, name);
    gboolean isVfio = strcmp(driver, VIR_FSLMC_DRIVER_VFIO) == 0;
    g_autofree char *link = deviceFile(name, NULL);
    g_autofree char *path = realpath(link, NULL);
    guint i;

    for (i = 0; children && i < children->len; i++) {
        const char *child = children->pdata[i];
        gboolean isContainer = g_str_has_prefix(child, VIR_FSLMC_TYPE_DPRC ".");
        g_autofree char *description =
            g_strdup_printf("f %s/" VIR_FSLMC_ATTR_MODALIAS " fsl-mc:v00001957ddpni\\n\n"
                            "f %s/" VIR_FSLMC_ATTR_DRIVER_OVERRIDE " %s\\n\n",
                            child, child, isVfio ? driver : VIR_FSLMC_OVERRIDE_UNSET);
        g_autofree char *entry = g_strdup_printf("l %s %s/%s", child, path, child);
        g_autofree char *devices = g_build_filename(current->tree->sysfs,
                                                    VIR_FSLMC_DEVICES_DIR, NULL);

        treeAdd(path, description);
        treeAdd(devices, entry);
        if (busProbes() && (isVfio || isContainer))
            storeBind(driver, child);
    }
}

static int
storeBind(const char *driver, const char *name)
{
    g_autofree char *link = deviceFile(name, NULL);
    g_autofree char *path = deviceFile(name, VIR_FSLMC_ATTR_DRIVER);
    g_autofree char *groupPath = deviceFile(name, VIR_FSLMC_ATTR_IOMMU_GROUP);
    g_autofree char *bound = virFslMcSysfsLinkName(path);
    g_autofree char *entry = g_strdup_printf("l " VIR_FSLMC_ATTR_DRIVER " ../%s",
                                             driver);

    if (access(link, F_OK) < 0 || !deviceMatches(name, driver))
        return ENODEV;
    if (bound)
        return EBUSY;

    deviceAddGroup(name);
    if (strcmp(driver, VIR_FSLMC_DRIVER_VFIO) == 0 &&
        !g_file_test(groupPath, G_FILE_TEST_IS_SYMLINK))
        return EINVAL;

    treeAdd(link, entry);
    containerFill(name, driver);
    return 0;
}

static int
storeUnbind(const char *driver, const char *name)
{
    g_autofree char *path = deviceFile(name, VIR_FSLMC_ATTR_DRIVER);
    g_autofree char *bound = virFslMcSysfsLinkName(path);

    if (g_strcmp0(bound, driver) != 0)
        return ENODEV;

    treeRemove(path);
    containerEmpty(name);
    return 0;
}

static const Fault *
findFault(const char *file)
{
    guint nth = GPOINTER_TO_UINT(g_hash_table_lookup(current->writes, file)) + 1;
    const Fault *fault;

    g_hash_table_replace(current->writes, g_strdup(file), GUINT_TO_POINTER(nth));

    for (fault = current->faults; fault->file; fault++) {
        if (strcmp(fault->file, file) == 0 && fault->nth == nth)
            return fault;
    }

    return NULL;
}

/* Does what the write to @file asks for. */
static int
store(const char *directory, const char *file, const char *text)
{
    if (strcmp(file, VIR_FSLMC_BIND) == 0)
        return storeBind(directory, text);
    if (strcmp(file, VIR_FSLMC_UNBIND) == 0)
        return storeUnbind(directory, text);
    if (strcmp(file, VIR_FSLMC_ATTR_DRIVER_OVERRIDE) == 0)
        return storeOverride(directory, text);
    if (strcmp(file, VIR_FSLMC_ATTR_UEVENT) == 0)
        return 0;

    g_error("a write to '%s'", file);
}

/* The device that a write is about: named by the text, or by the directory */
static int
faultStore(const Fault *fault, const char *directory, const char *file, const char *text)
{
    gboolean isDriver = strcmp(file, VIR_FSLMC_BIND) == 0 ||
                        strcmp(file, VIR_FSLMC_UNBIND) == 0;
    const char *name = isDriver ? text : directory;

    /* whatever else the driver's probe comes to */
    if (strcmp(file, VIR_FSLMC_BIND) == 0 && fault->number && fault->number != ENODEV)
        deviceAddGroup(name);

    if (fault->effect == FAULT_DONE)
        store(directory, file, text);
    else if (fault->effect == FAULT_OVERRIDDEN)
        storeOverride(name, "vfio-other");
    else if (fault->effect == FAULT_VANISH)
        deviceVanish(name);
    else if (fault->effect == FAULT_UNREADABLE)
        deviceMakeUnreadable(name);

    return fault->number;
}

int
__wrap_virFslMcSysfsWrite(const char *path, const char *text)
{
    g_autofree char *file = g_path_get_basename(path);
    g_autofree char *above = g_path_get_dirname(path);
    g_autofree char *directory = g_path_get_basename(above);
    g_autofree char *key = NULL;
    g_autofree char *shown = g_strescape(text, NULL);
    g_autoptr(GMutexLocker) locker = NULL;
    const Fault *fault;
    int number;

    g_assert_true(g_str_has_prefix(path, current->tree->sysfs));

    if (g_str_has_suffix(file, VIR_FSLMC_BIND))
        key = g_strdup_printf("%s %s", file, directory);
    else
        key = g_strdup(file);

    locker = g_mutex_locker_new(&current->lock);
    if (g_strcmp0(current->held, key) == 0)
        waitWhileHeld(key);

    fault = findFault(key);
    number = fault ? faultStore(fault, directory, file, text) :
                     store(directory, file, text);

    g_string_append_printf(current->log, "%s/%s < %s%s%s\n", directory, file, shown,
                           number ? ": errno " : "", number ? g_strerror(number) : "");

    g_clear_pointer(&locker, g_mutex_locker_free);
    errno = number;
    return number ? -1 : 0;
}
