/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_make.h: making a container for a guest, and destroying it
 *
 * Each of these is one transaction and all or nothing: when a step fails, what
 * was done before is undone, and that is read back. They block as long as the MC
 * does, up to 15 s for a command that it does not answer; no lock is to be held.
 * They do not exclude each other: that is the callers' work.
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_mc_plan.h"

/**
 * virFslMcMcMakeFunc:
 * @name: kernel name of the container
 *
 * Called when the container exists and before anything else is done, so that
 * somebody else can remove it should this process end now.
 *
 * Returns: FALSE with @error set when it is not to be made
 */
typedef gboolean (*virFslMcMcMakeFunc)(const char *name,
                                       gpointer opaque,
                                       GError **error);

/**
 * virFslMcMcMake:
 * @plan: what to make, after virFslMcMcPlanDerive()
 * @journal: (nullable): file for virFslMcMcSetJournal()
 * @func: (nullable): called for the container that is being made
 * @name: (out): kernel name of the container, as "dprc.5"
 *
 * Makes the container and what is in it, connects its network interfaces, plugs
 * the objects in it and locks it, so that a guest that has it cannot change what
 * it consists of; not when the plan gives it options that allow just that. The
 * container itself stays unplugged, as every one that is made at run time. The bus is
 * scanned, so that the container is in sysfs afterwards.
 *
 * It gets its label last: before, it has one that marks it as unfinished, which no guest
 * can ask for.
 *
 * A network interface is never taken from its present connection.
 *
 * Returns: FALSE with an error of fslmc_mc.h, the message naming the step;
 *   VIR_FSLMC_ERROR_BUSY when a peer is connected already;
 *   VIR_FSLMC_ERROR_NOT_RESTORED when the way back failed, too
 * Since: 0.1.0
 */
gboolean virFslMcMcMake(const virFslMcBus *bus,
                        const virFslMcMcPlan *plan,
                        const char *journal,
                        virFslMcMcMakeFunc func,
                        gpointer opaque,
                        char **name,
                        GError **error);

/**
 * virFslMcMcCheckUnmake:
 * @root: kernel name of the root container that it is in
 * @name: kernel name of the container
 *
 * Asks the MC, in a transaction of its own, whether the container is one that can be
 * destroyed; before its driver is taken from it, for example.
 *
 * Returns: FALSE with an error of fslmc_mc.h; VIR_FSLMC_ERROR_NOT_FOUND when
 *   there is no such container; VIR_FSLMC_ERROR_REFUSED for one that is plugged
 * Since: 0.1.0
 */
gboolean virFslMcMcCheckUnmake(const virFslMcBus *bus,
                               const char *root,
                               const char *name,
                               GError **error);

/**
 * virFslMcMcUnmake:
 * @root: kernel name of the root container that it is in
 * @name: kernel name of the container
 * @journal: (nullable): file for virFslMcMcSetJournal()
 *
 * Disconnects what is in the container and destroys it with all of that. Nothing
 * may be using it, and no driver may be bound to it. From the first step on it is marked
 * as unfinished. When it cannot be destroyed it is connected, locked and labelled again.
 *
 * Returns: FALSE with an error of fslmc_mc.h; VIR_FSLMC_ERROR_NOT_FOUND when
 *   there is no such container; VIR_FSLMC_ERROR_REFUSED for one that is plugged,
 *   and so is the firmware's configuration's, or that has containers in it
 * Since: 0.1.0
 */
gboolean virFslMcMcUnmake(const virFslMcBus *bus,
                          const char *root,
                          const char *name,
                          const char *journal,
                          GError **error);

/**
 * virFslMcMcListUnfinished:
 * @root: kernel name of a root container
 *
 * Returns: (transfer full): kernel names (char *) of the containers in it that are being
 *   made or destroyed: by nobody, when the caller keeps others from it; NULL with an
 *   error of fslmc_mc.h
 * Since: 0.1.0
 */
GPtrArray *virFslMcMcListUnfinished(const virFslMcBus *bus,
                                    const char *root,
                                    GError **error);
