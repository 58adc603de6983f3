/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_autostart.h: guests with fsl_mc hostdevs that start with the daemon
 *
 * libvirt starts guests one after the other before the daemon serves anybody. A
 * guest of ours may wait for its container. So those are kept from libvirt, and
 * are started by us once the daemon is ready, each on a thread of its own.
 */

#pragma once

#include "fslmc_internal.h"

#include "datatypes.h"

#include "qemu/qemu_conf.h"

/**
 * virFslMcAutostartHold:
 * @driver: libvirt's QEMU driver, which has loaded its guests and has not started
 *   any
 *
 * Keeps from libvirt the guests that are for us to start.
 *
 * Since: 0.1.0
 */
void virFslMcAutostartHold(virQEMUDriver *driver);

/**
 * virFslMcAutostartRun:
 * @conn: (nullable): a connection to the driver; without one they are not started
 *
 * To be called when libvirt has started its guests, and before clients are
 * served. Starts those that were kept. Returns at once.
 *
 * Since: 0.1.0
 */
void virFslMcAutostartRun(virConnectPtr conn);

/**
 * virFslMcAutostartWait:
 *
 * Waits for these starts to end, with or without success.
 *
 * Since: 0.1.0
 */
void virFslMcAutostartWait(void);
