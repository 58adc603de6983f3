/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loader.h: stands in for a stock driver module, and loads it
 *
 * A daemon finds the loader under the name of one of libvirt's own driver
 * modules. The loader needs no private symbol of libvirt's, so that it loads
 * into every version of it.
 */

#pragma once

/**
 * virFslMcLoaderRegister:
 * @driver: libvirt's name for the driver, "qemu" or "nodedev"
 *
 * Loads our module for the running libvirt, if there is one, then the stock
 * module, and lets the latter register. Our module comes first because a
 * symbol is bound to the first definition in load order.
 *
 * Whatever is wrong with our part is one line in the log, and the daemon runs
 * as stock. A stock module that is not installed is success, as in a daemon
 * without us.
 *
 * Returns: what the stock module's register function returned, 0 without a
 *   stock module, -1 when there is one and it does not load
 * Since: 0.1.0
 */
int virFslMcLoaderRegister(const char *driver);
