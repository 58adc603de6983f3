/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_store.c: definitions of containers, and which of them are active
 */

#include "fslmc-config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fslmc_conf_error.h"
#include "fslmc_container_store.h"
#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_node_device_conf.h"

#define AUTOSTART_DIR "autostart"
#define STATE_DIR "containers"
#define DEFINITION_SUFFIX ".xml"
#define RECORD_SUFFIX ".container"
#define RECORD_GROUP "container"

struct _virFslMcContainerStore {
    char *definitionDir;
    char *runDir;
    char *stateDir;
    virFslMcContainerStoreFunc damaged;

    GMutex lock;            /* for what follows */
    GHashTable *told;       /* path of a damaged file: its version */
};


virFslMcContainerStore *
virFslMcContainerStoreNew(const char *definitionDir,
                          const char *runDir,
                          virFslMcContainerStoreFunc damaged)
{
    virFslMcContainerStore *store = g_new0(virFslMcContainerStore, 1);

    store->definitionDir = g_strdup(definitionDir);
    store->runDir = g_strdup(runDir);
    store->stateDir = g_build_filename(runDir, STATE_DIR, NULL);
    store->damaged = damaged;
    g_mutex_init(&store->lock);
    store->told = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    return store;
}


void
virFslMcContainerStoreFree(virFslMcContainerStore *store)
{
    if (!store)
        return;

    g_hash_table_unref(store->told);
    g_mutex_clear(&store->lock);
    g_free(store->stateDir);
    g_free(store->runDir);
    g_free(store->definitionDir);
    g_free(store);
}


const char *
virFslMcContainerStoreGetRunDir(const virFslMcContainerStore *store)
{
    return store->runDir;
}


const char *
virFslMcContainerStoreGetStateDir(const virFslMcContainerStore *store)
{
    return store->stateDir;
}


static char *
virFslMcContainerStoreDefinitionPath(const virFslMcContainerStore *store,
                                     const char *name)
{
    return g_strdup_printf("%s/%s" DEFINITION_SUFFIX, store->definitionDir, name);
}


static char *
virFslMcContainerStoreAutostartPath(const virFslMcContainerStore *store,
                                    const char *name)
{
    return g_strdup_printf("%s/" AUTOSTART_DIR "/%s" DEFINITION_SUFFIX,
                           store->definitionDir, name);
}


static char *
virFslMcContainerStoreRecordPath(const virFslMcContainerStore *store,
                                 const char *name)
{
    return g_strdup_printf("%s/%s" RECORD_SUFFIX, store->stateDir, name);
}


static gboolean
virFslMcContainerStoreError(GError **error,
                            const char *path,
                            int number)
{
    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot write '%1$s': %2$s"), path, g_strerror(number));
    return FALSE;
}


/* Has the folder of @path on the disk as it is now: what is answered is not lost with
 * the host's power. */
static gboolean
virFslMcContainerStoreSync(const char *path,
                           GError **error)
{
    g_autofree char *dir = g_path_get_dirname(path);
    VIR_FSLMC_AUTOCLOSE fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

    if (fd < 0 || fsync(fd) < 0)
        return virFslMcContainerStoreError(error, dir, errno);

    return TRUE;
}


static gboolean
virFslMcContainerStoreMakeDir(const char *dir,
                              GError **error)
{
    if (g_file_test(dir, G_FILE_TEST_IS_DIR))
        return TRUE;
    if (g_mkdir_with_parents(dir, 0700) < 0)
        return virFslMcContainerStoreError(error, dir, errno);

    return virFslMcContainerStoreSync(dir, error);
}


static int
virFslMcContainerStoreCompareNames(gconstpointer a,
                                   gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}


/* Names of the files in @dir that end in @suffix, without that, in order. */
static GPtrArray *
virFslMcContainerStoreListNames(const char *dir,
                                const char *suffix)
{
    GPtrArray *names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
    const char *entry;

    while (entries && (entry = g_dir_read_name(entries))) {
        if (g_str_has_suffix(entry, suffix))
            g_ptr_array_add(names, g_strndup(entry, strlen(entry) - strlen(suffix)));
    }
    g_ptr_array_sort(names, virFslMcContainerStoreCompareNames);

    return names;
}


/* Reports a damaged file, unless that was done for this version of it. */
static void
virFslMcContainerStoreTell(virFslMcContainerStore *store,
                           const char *path,
                           const char *reason)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *version = NULL;
    struct stat now = { 0 };
    gboolean tell;

    if (!store->damaged || (stat(path, &now) < 0 && errno == ENOENT))
        return;

    version = g_strdup_printf("%ju %jd %jd", (uintmax_t) now.st_ino,
                              (intmax_t) now.st_mtim.tv_sec, (intmax_t) now.st_mtim.tv_nsec);
    g_mutex_lock(&store->lock);
    tell = g_strcmp0(g_hash_table_lookup(store->told, path), version) != 0;
    if (tell)
        g_hash_table_replace(store->told, g_strdup(path), g_steal_pointer(&version));
    g_mutex_unlock(&store->lock);

    if (tell) {
        g_set_error(&error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_XML,
                    _("'%1$s' is not the definition of a container, and is ignored: %2$s"),
                    path, reason);
        store->damaged(error);
    }
}


virFslMcContainerDef *
virFslMcContainerStoreGetDefinition(virFslMcContainerStore *store,
                                    const char *name)
{
    g_autofree char *path = virFslMcContainerStoreDefinitionPath(store, name);
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *xml = NULL;

    if (!virFslMcContainerNameIsValid(name))
        return NULL;

    if (!g_file_get_contents(path, &xml, NULL, &error) ||
        !(def = virFslMcContainerDefParse(xml, &error))) {
        virFslMcContainerStoreTell(store, path, error->message);
        return NULL;
    }

    if (g_strcmp0(def->name, name) != 0) {
        virFslMcContainerStoreTell(store, path, _("the name in it is another one"));
        return NULL;
    }

    return g_steal_pointer(&def);
}


GPtrArray *
virFslMcContainerStoreListDefinitions(virFslMcContainerStore *store)
{
    GPtrArray *defs = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcContainerDefFree);
    g_autoptr(GPtrArray) names = virFslMcContainerStoreListNames(store->definitionDir,
                                                                 DEFINITION_SUFFIX);
    guint i;

    for (i = 0; i < names->len; i++) {
        virFslMcContainerDef *def = virFslMcContainerStoreGetDefinition(store, names->pdata[i]);

        if (def)
            g_ptr_array_add(defs, def);
    }

    return defs;
}


gboolean
virFslMcContainerStoreSaveDefinition(virFslMcContainerStore *store,
                                     const virFslMcContainerDef *def,
                                     GError **error)
{
    g_autofree char *path = virFslMcContainerStoreDefinitionPath(store, def->name);
    g_autofree char *xml = virFslMcContainerDefFormat(def);
    g_autoptr(GError) cause = NULL;

    if (!virFslMcContainerStoreMakeDir(store->definitionDir, error))
        return FALSE;

    if (!g_file_set_contents_full(path, xml, -1,
                                  G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                  0600, &cause)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot write '%1$s': %2$s"), path, cause->message);
        return FALSE;
    }

    return TRUE;
}


static gboolean
virFslMcContainerStoreUnlink(const char *path,
                             GError **error)
{
    if (unlink(path) == 0)
        return virFslMcContainerStoreSync(path, error);
    if (errno == ENOENT)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot remove '%1$s': %2$s"), path, g_strerror(errno));
    return FALSE;
}


gboolean
virFslMcContainerStoreRemoveDefinition(virFslMcContainerStore *store,
                                       const char *name,
                                       GError **error)
{
    g_autofree char *path = virFslMcContainerStoreDefinitionPath(store, name);

    /* in this order: who is interrupted has a definition with all that belongs to it, or
     * none, and virFslMcContainerStoreTidy() removes the rest */
    return virFslMcContainerStoreUnlink(path, error) &&
           virFslMcContainerStoreSetAutostart(store, name, FALSE, error);
}


gboolean
virFslMcContainerStoreGetAutostart(virFslMcContainerStore *store,
                                   const char *name)
{
    g_autofree char *path = virFslMcContainerStoreAutostartPath(store, name);

    return g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}


gboolean
virFslMcContainerStoreSetAutostart(virFslMcContainerStore *store,
                                   const char *name,
                                   gboolean autostart,
                                   GError **error)
{
    g_autofree char *target = virFslMcContainerStoreDefinitionPath(store, name);
    g_autofree char *path = virFslMcContainerStoreAutostartPath(store, name);
    g_autofree char *dir = g_path_get_dirname(path);

    if (!autostart)
        return virFslMcContainerStoreUnlink(path, error);

    if (!virFslMcContainerStoreMakeDir(dir, error))
        return FALSE;
    if (symlink(target, path) < 0) {
        if (errno == EEXIST)
            return TRUE;
        return virFslMcContainerStoreError(error, path, errno);
    }

    return virFslMcContainerStoreSync(path, error);
}


/* Removes autostart of definitions that do not exist. */
static void
virFslMcContainerStoreTidyAutostart(virFslMcContainerStore *store)
{
    g_autofree char *dir = g_build_filename(store->definitionDir, AUTOSTART_DIR, NULL);
    g_autoptr(GPtrArray) names = virFslMcContainerStoreListNames(dir, DEFINITION_SUFFIX);
    guint i;

    for (i = 0; i < names->len; i++) {
        g_autofree char *path = virFslMcContainerStoreDefinitionPath(store, names->pdata[i]);

        if (access(path, F_OK) < 0 && errno == ENOENT)
            virFslMcContainerStoreSetAutostart(store, names->pdata[i], FALSE, NULL);
    }
}


void
virFslMcContainerStoreTidy(virFslMcContainerStore *store)
{
    g_autoptr(GDir) entries = g_dir_open(store->definitionDir, 0, NULL);
    const char *entry;

    virFslMcContainerStoreTidyAutostart(store);

    while (entries && (entry = g_dir_read_name(entries))) {
        const char *suffix = strstr(entry, DEFINITION_SUFFIX ".");

        /* GLib writes to NAME.XXXXXX, and then renames that */
        if (suffix && strlen(suffix) == strlen(DEFINITION_SUFFIX ".") + 6) {
            g_autofree char *path = g_build_filename(store->definitionDir, entry, NULL);

            unlink(path);
        }
    }
}


void
virFslMcContainerRecordFree(virFslMcContainerRecord *record)
{
    if (!record)
        return;

    g_free(record->name);
    g_free(record->container);
    g_free(record->label);
    g_free(record);
}


virFslMcContainerRecord *
virFslMcContainerStoreGetRecord(virFslMcContainerStore *store,
                                const char *name)
{
    g_autofree char *path = virFslMcContainerStoreRecordPath(store, name);
    g_autoptr(virFslMcContainerRecord) record = g_new0(virFslMcContainerRecord, 1);
    g_autoptr(GKeyFile) file = g_key_file_new();

    if (strchr(name, '/') || !g_key_file_load_from_file(file, path, G_KEY_FILE_NONE, NULL))
        return NULL;

    record->name = g_strdup(name);
    record->container = g_key_file_get_string(file, RECORD_GROUP, "container", NULL);
    record->label = g_key_file_get_string(file, RECORD_GROUP, "label", NULL);
    record->inode = g_key_file_get_uint64(file, RECORD_GROUP, "inode", NULL);
    if (!record->container || !record->label ||
        !virFslMcNameParse(record->container, NULL, NULL))
        return NULL;

    return g_steal_pointer(&record);
}


GPtrArray *
virFslMcContainerStoreListRecords(virFslMcContainerStore *store)
{
    GPtrArray *records =
        g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcContainerRecordFree);
    g_autoptr(GPtrArray) names = virFslMcContainerStoreListNames(store->stateDir,
                                                                 RECORD_SUFFIX);
    guint i;

    for (i = 0; i < names->len; i++) {
        virFslMcContainerRecord *record = virFslMcContainerStoreGetRecord(store,
                                                                          names->pdata[i]);

        if (record)
            g_ptr_array_add(records, record);
    }

    return records;
}


gboolean
virFslMcContainerStoreMakeStateDir(virFslMcContainerStore *store,
                                   GError **error)
{
    g_autofree char *shared = g_path_get_dirname(store->runDir);

    /* what is above is libvirt's, also when we are the first to need it: there
     * other users find its sockets */
    if (g_mkdir_with_parents(shared, 0755) < 0 ||
        g_mkdir_with_parents(store->stateDir, 0700) < 0)
        return virFslMcContainerStoreError(error, store->stateDir, errno);

    return TRUE;
}


void
virFslMcContainerStoreForget(virFslMcContainerStore *store,
                             const char *container)
{
    g_autoptr(GPtrArray) records = virFslMcContainerStoreListRecords(store);
    guint i;

    for (i = 0; i < records->len; i++) {
        const virFslMcContainerRecord *record = records->pdata[i];

        if (strcmp(record->container, container) == 0)
            virFslMcContainerStoreRemoveRecord(store, record->name);
    }
}


gboolean
virFslMcContainerStoreSaveRecord(virFslMcContainerStore *store,
                                 const virFslMcContainerRecord *record,
                                 GError **error)
{
    g_autofree char *path = virFslMcContainerStoreRecordPath(store, record->name);
    g_autoptr(GKeyFile) file = g_key_file_new();
    g_autoptr(GError) cause = NULL;

    g_key_file_set_string(file, RECORD_GROUP, "container", record->container);
    g_key_file_set_string(file, RECORD_GROUP, "label", record->label);
    g_key_file_set_uint64(file, RECORD_GROUP, "inode", record->inode);

    if (!virFslMcContainerStoreMakeStateDir(store, error))
        return FALSE;
    if (!g_key_file_save_to_file(file, path, &cause)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot write '%1$s': %2$s"), path, cause->message);
        return FALSE;
    }

    return TRUE;
}


void
virFslMcContainerStoreRemoveRecord(virFslMcContainerStore *store,
                                   const char *name)
{
    g_autofree char *path = virFslMcContainerStoreRecordPath(store, name);

    unlink(path);
}


gboolean
virFslMcContainerStoreVerify(virFslMcContainerStore *store,
                             virFslMcContainerRecord *record,
                             const virFslMcObject *object,
                             const virFslMcMcTree *tree)
{
    const virFslMcMcObject *known;

    /* it is being made, and is nobody's yet */
    if (record->inode == 0)
        return FALSE;

    if (record->inode == virFslMcObjectGetInode(object))
        return TRUE;

    known = tree ? virFslMcMcTreeFind(tree, record->container) : NULL;
    if (!known)
        return FALSE;

    if (strcmp(known->label, record->label) != 0) {
        virFslMcContainerStoreRemoveRecord(store, record->name);
        return FALSE;
    }

    record->inode = virFslMcObjectGetInode(object);
    virFslMcContainerStoreSaveRecord(store, record, NULL);
    return TRUE;
}


virFslMcObject *
virFslMcContainerStoreFindObject(virFslMcContainerStore *store,
                                 virFslMcBus *bus,
                                 const char *name,
                                 char **own)
{
    g_autofree char *kernelName = virFslMcNodeDeviceKernelName(name);
    g_autoptr(GPtrArray) records = NULL;
    virFslMcObject *object;
    guint i;

    if (!kernelName && !virFslMcContainerNameIsValid(name))
        return NULL;

    records = virFslMcContainerStoreListRecords(store);
    for (i = 0; i < records->len; i++) {
        virFslMcContainerRecord *record = records->pdata[i];

        if (strcmp(kernelName ? record->container : record->name,
                   kernelName ? kernelName : name) != 0 ||
            !(object = virFslMcBusLookup(bus, record->container, NULL)))
            continue;

        if (virFslMcContainerStoreVerify(store, record, object, NULL)) {
            *own = g_strdup(record->name);
            return object;
        }
        virFslMcObjectUnref(object);
    }

    if (!kernelName || !(object = virFslMcBusLookup(bus, kernelName, NULL)))
        return NULL;

    *own = g_strdup(name);
    return object;
}
