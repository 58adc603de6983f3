/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc.h: transactions with the Management Complex
 *
 * The device node of a root container is open from virFslMcMcNew() to
 * virFslMcMcFree() only: on some kernels nobody else, as restool, can open it
 * meanwhile. Every function can block, up to 15 s when the MC is silent, and so
 * is not to be called with a lock held. A transaction belongs to one thread.
 *
 * Errors are VIR_FSLMC_ERROR_FIRMWARE and the others of
 * virFslMcMcErrorFromErrno(); the message says what was attempted with which
 * object and what the MC's status means.
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_mc_command.h"

typedef struct _virFslMcMc virFslMcMc;

/* What is open in the MC, from virFslMcMcOpen() to virFslMcMcClose() */
typedef guint16 virFslMcMcToken;

/**
 * virFslMcMcNew:
 * @root: kernel name of a root container, as "dprc.1"
 *
 * Returns: (transfer full): a transaction; NULL with VIR_FSLMC_ERROR_BUSY when
 *   another process has the device node open for too long,
 *   VIR_FSLMC_ERROR_FAILED when it cannot be opened
 * Since: 0.1.0
 */
virFslMcMc *virFslMcMcNew(const virFslMcBus *bus,
                          const char *root,
                          GError **error);

/**
 * virFslMcMcFree:
 *
 * Closes what is still open in the MC, which would outlive the process, and the
 * device node. NULL is accepted.
 *
 * Since: 0.1.0
 */
void virFslMcMcFree(virFslMcMc *mc);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMc, virFslMcMcFree)

/**
 * virFslMcMcSend:
 * @command: the command, and then the answer to it
 * @format: printf format of what is attempted, to follow "cannot "
 *
 * Returns: FALSE with @error set, and errno as the kernel did
 * Since: 0.1.0
 */
gboolean virFslMcMcSend(virFslMcMc *mc,
                        virFslMcMcCommand *command,
                        GError **error,
                        const char *format,
                        ...) G_GNUC_PRINTF(4, 5);

/**
 * virFslMcMcOpen:
 * @type: of an object, as "dprc"
 * @id: its id
 * @token: (out): for commands about it
 *
 * Returns: FALSE with @error set
 * Since: 0.1.0
 */
gboolean virFslMcMcOpen(virFslMcMc *mc,
                        const char *type,
                        guint32 id,
                        virFslMcMcToken *token,
                        GError **error);

/* Since: 0.1.0 */
void virFslMcMcClose(virFslMcMc *mc, virFslMcMcToken token);

/**
 * virFslMcMcSetJournal:
 * @path: of a file below /run
 *
 * What is open in the MC stays open when a process dies, and an open object cannot be
 * destroyed. So what is open is kept in the file from now on, which is removed by
 * virFslMcMcFree(). For a transaction that has nothing open yet.
 *
 * Since: 0.1.0
 */
void virFslMcMcSetJournal(virFslMcMc *mc, const char *path);

/**
 * virFslMcMcRecover:
 * @root: kernel name of the root container that @path is about
 * @path: as in virFslMcMcSetJournal(), of a process that is dead
 *
 * Closes what that process left open, and removes the file. Without the file nothing
 * is asked.
 *
 * Returns: FALSE with @error as virFslMcMcNew() sets it, and with
 *   VIR_FSLMC_ERROR_TIMEOUT when the MC is silent: then the file is still there
 * Since: 0.1.0
 */
gboolean virFslMcMcRecover(const virFslMcBus *bus,
                           const char *root,
                           const char *path,
                           GError **error);

/**
 * virFslMcMcListEntries:
 * @token: of a container
 * @container: its id, for messages
 *
 * The MC counts and lists in commands of their own, so that what comes and goes
 * meanwhile could be missed: then it is listed again, a few times.
 *
 * Returns: (transfer full): array of virFslMcMcEntry, what is directly in the
 *   container; NULL with @error set
 * Since: 0.1.0
 */
GArray *virFslMcMcListEntries(virFslMcMc *mc,
                              virFslMcMcToken token,
                              guint32 container,
                              GError **error);

/**
 * virFslMcMcReadPlugged:
 * @object: an object
 * @plugged: (out): whether the MC has it plugged, of which sysfs does not tell
 *
 * Asks in a transaction of its own.
 *
 * Returns: FALSE with @error as virFslMcMcNew() and virFslMcMcSend() set it, and
 *   with VIR_FSLMC_ERROR_NOT_FOUND when the MC does not have the object
 * Since: 0.1.0
 */
gboolean virFslMcMcReadPlugged(const virFslMcBus *bus,
                               const virFslMcObject *object,
                               gboolean *plugged,
                               GError **error);

/**
 * virFslMcMcListFree:
 *
 * Returns: (transfer full): how much of each resource no container has, so that it can be
 *   given to one that is made: the name of the pool, as "mcp", to a number
 *   (GUINT_TO_POINTER); NULL with @error set
 * Since: 0.1.0
 */
GHashTable *virFslMcMcListFree(virFslMcMc *mc, GError **error);

/**
 * virFslMcMcGetApi:
 * @type: of objects, as "dpni"
 * @api: (out): version of the commands about them
 *
 * Returns: FALSE with @error set
 * Since: 0.1.0
 */
gboolean virFslMcMcGetApi(virFslMcMc *mc,
                          const char *type,
                          virFslMcMcApi *api,
                          GError **error);

/**
 * virFslMcMcGetVersion:
 * @root: kernel name of a root container, as "dprc.1"
 *
 * Asks the firmware of the Management Complex in a transaction of its own.
 *
 * Returns: (transfer full): its version, as "10.39.0"; NULL with @error as
 *   virFslMcMcNew() and virFslMcMcSend() set it
 * Since: 0.1.0
 */
char *virFslMcMcGetVersion(const virFslMcBus *bus,
                           const char *root,
                           GError **error);
