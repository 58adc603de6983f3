/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_life.h: making and destroying containers, one at a time
 *
 * The kernel scans the root container while the MC changes, and can take an object
 * for one that is gone when two of them change it at a time. So whoever makes or
 * destroys a container waits for the others, also of another process, for a minute
 * at most. Nothing else is to be locked meanwhile.
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_container_store.h"

/**
 * virFslMcContainerMake:
 * @def: what to make; what is not in it but needed is derived
 *
 * Removes first what a process left behind that died while it made one. A
 * definition, which has a name, is active afterwards.
 *
 * Returns: (transfer full): the container; NULL with an error of src/fslmc,
 *   VIR_FSLMC_ERROR_BUSY when that definition is active
 * Since: 0.1.0
 */
virFslMcObject *virFslMcContainerMake(virFslMcContainerStore *store,
                                      virFslMcBus *bus,
                                      const virFslMcContainerDef *def,
                                      GError **error);

/**
 * virFslMcContainerIsActive:
 * @name: of a definition
 *
 * Asks the MC only when the container may be another one.
 *
 * Returns: whether there is a container that was made of it
 * Since: 0.1.0
 */
gboolean virFslMcContainerIsActive(virFslMcContainerStore *store,
                                   virFslMcBus *bus,
                                   const char *name);

/**
 * virFslMcContainerUnmake:
 * @container: the container
 *
 * Takes it from vfio-fsl-mc when it is there, and destroys it. Refused while a
 * process, as a guest, has it, and while a guest is being started with it. Its name is
 * known until virFslMcContainerForget().
 *
 * Returns: FALSE with an error of src/fslmc
 * Since: 0.1.0
 */
gboolean virFslMcContainerUnmake(virFslMcContainerStore *store,
                                 virFslMcBus *bus,
                                 const virFslMcObject *container,
                                 GError **error);

/**
 * virFslMcContainerForget:
 * @name: of a definition
 * @container: what was made of it, and is gone
 *
 * The definition has no container any more, unless another one was made of it since.
 *
 * Since: 0.1.0
 */
void virFslMcContainerForget(virFslMcContainerStore *store,
                             const char *name,
                             const virFslMcObject *container);
