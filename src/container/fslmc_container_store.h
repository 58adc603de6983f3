/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_store.h: definitions of containers, and which of them are active
 *
 * A definition is a file with its XML. That a container is of a definition, or is
 * being made, is a record, which lies in /run and is gone after a boot, as the
 * container is. Files are written as a whole or not at all, and read anew for each
 * question: a daemon and the program that starts containers at boot need not tell
 * each other.
 */

#pragma once

#include "fslmc_container_conf.h"
#include "fslmc_mc_tree.h"

/* The folders on a host: of definitions; and of what is of this boot: records,
 * reservations of containers, and those that guests have on loan. They need libvirt's
 * configmake.h. */
#define VIR_FSLMC_DEFINITION_DIR SYSCONFDIR "/libvirt/fslmc"
#define VIR_FSLMC_RUN_DIR RUNSTATEDIR "/libvirt/fslmc"

typedef struct _virFslMcContainerStore virFslMcContainerStore;

/**
 * virFslMcContainerStoreFunc:
 * @error: names the file, and says what is wrong with it
 *
 * Called once for each damaged file, and again when it was changed and is still
 * damaged.
 */
typedef void (*virFslMcContainerStoreFunc)(const GError *error);

/**
 * virFslMcContainerStoreNew:
 * @definitionDir: folder of the definitions; made when the first is written
 * @runDir: folder of the reservations, in which the records have one of their own;
 *   made in the same way
 * @damaged: (nullable): called for files that are no definitions
 *
 * Calls to the store may come from any thread.
 *
 * Returns: (transfer full): the store
 * Since: 0.1.0
 */
virFslMcContainerStore *virFslMcContainerStoreNew(const char *definitionDir,
                                                  const char *runDir,
                                                  virFslMcContainerStoreFunc damaged);
void virFslMcContainerStoreFree(virFslMcContainerStore *store);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcContainerStore, virFslMcContainerStoreFree)

const char *virFslMcContainerStoreGetRunDir(const virFslMcContainerStore *store);
const char *virFslMcContainerStoreGetStateDir(const virFslMcContainerStore *store);

/* FALSE with VIR_FSLMC_ERROR_FAILED. Since: 0.1.0 */
gboolean virFslMcContainerStoreMakeStateDir(virFslMcContainerStore *store,
                                            GError **error);

/**
 * virFslMcContainerStoreTidy:
 *
 * Removes what a daemon left behind that died while it wrote or removed a definition.
 * For the process that writes definitions, before it writes its first one.
 *
 * Since: 0.1.0
 */
void virFslMcContainerStoreTidy(virFslMcContainerStore *store);

/**
 * virFslMcContainerStoreListDefinitions:
 *
 * A file that cannot be read, or is no definition, is passed over.
 *
 * Returns: (transfer full): array of virFslMcContainerDef that owns them, by name
 * Since: 0.1.0
 */
GPtrArray *virFslMcContainerStoreListDefinitions(virFslMcContainerStore *store);

/**
 * virFslMcContainerStoreGetDefinition:
 * @name: of a definition, as "dprc_net-a"
 *
 * Returns: (transfer full) (nullable): the definition; NULL when there is none that
 *   can be read
 * Since: 0.1.0
 */
virFslMcContainerDef *virFslMcContainerStoreGetDefinition(virFslMcContainerStore *store,
                                                          const char *name);

/**
 * virFslMcContainerStoreSaveDefinition:
 * @def: what to define; has a name
 *
 * When this returns TRUE the definition survives a loss of power; when it does
 * not, what was there before is still there.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_FAILED, the message naming the file
 * Since: 0.1.0
 */
gboolean virFslMcContainerStoreSaveDefinition(virFslMcContainerStore *store,
                                              const virFslMcContainerDef *def,
                                              GError **error);

/**
 * virFslMcContainerStoreRemoveDefinition:
 *
 * It is no more, and does not start at boot any more.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_FAILED
 * Since: 0.1.0
 */
gboolean virFslMcContainerStoreRemoveDefinition(virFslMcContainerStore *store,
                                                const char *name,
                                                GError **error);

/**
 * virFslMcContainerStoreGetAutostart / virFslMcContainerStoreSetAutostart:
 * @name: of a definition
 *
 * As with libvirt's networks, a link in the folder "autostart" says so.
 *
 * Since: 0.1.0
 */
gboolean virFslMcContainerStoreGetAutostart(virFslMcContainerStore *store,
                                            const char *name);
gboolean virFslMcContainerStoreSetAutostart(virFslMcContainerStore *store,
                                            const char *name,
                                            gboolean autostart,
                                            GError **error);

/* A container that was made under a name, or is being made */
typedef struct {
    char *name;         /* of the node device, as "dprc_net-a" */
    char *container;    /* kernel name, as "dprc.5" */
    char *label;
    guint64 inode;      /* of its folder in sysfs; 0 while it is being made */
} virFslMcContainerRecord;

void virFslMcContainerRecordFree(virFslMcContainerRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcContainerRecord, virFslMcContainerRecordFree)

/**
 * virFslMcContainerStoreListRecords:
 *
 * Returns: (transfer full): array of virFslMcContainerRecord that owns them
 * Since: 0.1.0
 */
GPtrArray *virFslMcContainerStoreListRecords(virFslMcContainerStore *store);

/* The record of that name, or NULL. Since: 0.1.0 */
virFslMcContainerRecord *virFslMcContainerStoreGetRecord(virFslMcContainerStore *store,
                                                         const char *name);

/* FALSE with VIR_FSLMC_ERROR_FAILED, the message naming the file. Since: 0.1.0 */
gboolean virFslMcContainerStoreSaveRecord(virFslMcContainerStore *store,
                                          const virFslMcContainerRecord *record,
                                          GError **error);
void virFslMcContainerStoreRemoveRecord(virFslMcContainerStore *store, const char *name);

/**
 * virFslMcContainerStoreForget:
 * @container: kernel name of a container that is new
 *
 * Removes the records of those that had its name before.
 *
 * Since: 0.1.0
 */
void virFslMcContainerStoreForget(virFslMcContainerStore *store, const char *container);

/**
 * virFslMcContainerStoreVerify:
 * @record: a record; it may be corrected, also in the store
 * @object: what is on the bus now under the kernel name in @record
 * @tree: (nullable): what the MC says now
 *
 * Ids are used again for other containers. The same folder in sysfs is the same
 * container; when the kernel has found it anew since, as after the root container
 * was bound again, the label tells.
 *
 * Returns: whether @object is the container that @record is about
 * Since: 0.1.0
 */
gboolean virFslMcContainerStoreVerify(virFslMcContainerStore *store,
                                      virFslMcContainerRecord *record,
                                      const virFslMcObject *object,
                                      const virFslMcMcTree *tree);

/**
 * virFslMcContainerStoreFindObject:
 * @name: name of a node device
 * @own: (out) (transfer full): the device's own name: that of a definition, also
 *   when @name is "dprc_5"
 *
 * Never asks the MC.
 *
 * Returns: (transfer full) (nullable): the object that the node device stands for;
 *   NULL when none does
 * Since: 0.1.0
 */
virFslMcObject *virFslMcContainerStoreFindObject(virFslMcContainerStore *store,
                                                 virFslMcBus *bus,
                                                 const char *name,
                                                 char **own);
