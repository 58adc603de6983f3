/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_daemon.h: what the modules of both drivers do in the same way
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"

#include "fslmc_bus.h"
#include "platform_bus.h"

/**
 * virFslMcDaemonStart:
 * @stockPath: file of the stock module
 * @driver: what the daemon is to initialize after the stock driver
 *
 * Registers @driver. Fails only after logging why.
 *
 * Since: 0.1.0
 */
void virFslMcDaemonStart(const char *stockPath, virStateDriver *driver);

/**
 * virFslMcDaemonOpenBuses:
 * @root: root directory of an embedded driver, NULL in a daemon
 * @bus: (out) (transfer full) (nullable): this host's fsl-mc bus
 * @platform: (out) (transfer full) (nullable): its platform and AMBA devices
 *
 * Returns: whether there is anything for us to do: not in a driver that is embedded
 *   in another program, and not on a host that has neither of them
 * Since: 0.1.0
 */
bool virFslMcDaemonOpenBuses(const char *root,
                             virFslMcBus **bus,
                             virFslMcBus **platform);

/**
 * virFslMcDaemonConnect:
 * @scheme: of the driver's URI
 * @privileged: whether this is the system's daemon or a user's
 *
 * A connection to a driver in this very daemon, from which its tables are
 * reached.
 *
 * Returns: (transfer full): the connection, or NULL after logging why not
 * Since: 0.1.0
 */
virConnectPtr virFslMcDaemonConnect(const char *scheme, bool privileged);
