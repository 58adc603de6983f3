/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_module.h: the kernel module of a driver
 */

#pragma once

#include "fslmc_bus.h"

/**
 * virFslMcModuleLoad:
 * @kind: of the devices that its VFIO driver is for
 *
 * Loads the module of that driver with modprobe when it is not there, unless it is
 * blacklisted.
 *
 * Returns: whether the driver is there now; if not, VIR_FSLMC_ERROR_NO_DRIVER
 *   with what modprobe said
 */
gboolean virFslMcModuleLoad(virFslMcBus *bus,
                            const virFslMcKind *kind,
                            GError **error);

/**
 * virFslMcModuleIsLoadable:
 * @kind: as for virFslMcModuleLoad()
 *
 * Loads nothing. A module that is there can still fail to load.
 *
 * Returns: whether the driver is there, or modprobe would load its module
 */
gboolean virFslMcModuleIsLoadable(virFslMcBus *bus, const virFslMcKind *kind);
