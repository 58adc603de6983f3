/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_container.h: containers that are made and destroyed by API
 * calls
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_container_conf.h"

/**
 * virFslMcNodeDeviceContainerMake:
 * @def: what to make; what is not in it but needed is derived
 *
 * One at a time is made or destroyed: others wait for it, for a minute at most.
 * No lock is held meanwhile.
 *
 * Returns: (transfer full): kernel name of the container, as "dprc.5"; NULL with
 *   an error of src/fslmc
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceContainerMake(virFslMcBus *bus,
                                      const virFslMcContainerDef *def,
                                      GError **error);

/**
 * virFslMcNodeDeviceContainerUnmake:
 * @runDir: folder of the reservations
 * @container: the container
 *
 * Takes it from vfio-fsl-mc when it is there, and destroys it. Refused while a
 * process, as a guest, has it, and while a guest is being started with it.
 *
 * Returns: FALSE with an error of src/fslmc
 * Since: 0.1.0
 */
gboolean virFslMcNodeDeviceContainerUnmake(virFslMcBus *bus,
                                           const char *runDir,
                                           const virFslMcObject *container,
                                           GError **error);
