/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_driver.h: objects on the fsl-mc bus, and platform and AMBA
 * devices, as node devices
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"
#include "object_event.h"

#include "fslmc_bus.h"

/* How long an API call waits for the MC, in milliseconds: one that answers is
 * a hundred times as fast, and one that does not is done without. */
#define VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT 3000

/**
 * virFslMcNodeDeviceStart:
 * @bus: the fsl-mc bus
 * @platform: the bus of platform and AMBA devices
 * @definitionDir: folder of the definitions of containers
 * @runDir: folder of what is known of containers until the next boot
 * @table: the stock driver's functions
 * @events: the stock driver's event queue
 *
 * From here on the objects of both are among the answers of the functions in
 * @table, and their coming and going is reported through @events. Everything
 * about other devices is still answered by the stock functions.
 *
 * Returns: FALSE with @error set, and nothing changed
 * Since: 0.1.0
 */
gboolean virFslMcNodeDeviceStart(virFslMcBus *bus,
                                 virFslMcBus *platform,
                                 const char *definitionDir,
                                 const char *runDir,
                                 virNodeDeviceDriver *table,
                                 virObjectEventState *events,
                                 GError **error);

/**
 * virFslMcNodeDeviceStop:
 *
 * Puts the stock functions back and ends the monitor. Not to be called while
 * clients are served. Does nothing when not started.
 *
 * Since: 0.1.0
 */
void virFslMcNodeDeviceStop(void);
