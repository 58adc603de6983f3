/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest_dtb.h: a guest's device tree, with platform devices of the host
 */

#pragma once

#include <glib.h>

/* virFslMcGuestDtbNew:
 * @machine: the device tree that QEMU makes for the guest without the devices
 * @machineSize: its bytes
 * @host: the host's device tree
 * @hostSize: its bytes
 * @paths: (array zero-terminated=1): where the devices are in the host's tree, in the
 *     order in which QEMU is given them
 * @lost: (element-type utf8): what could not be carried over is added to it, a
 *     sentence each
 * @error: set on failure
 *
 * Adds a node for each device to the platform bus of QEMU's tree, with the registers
 * and interrupts that QEMU gives it (hw/core/platform-bus.c and hw/arm/virt.c of QEMU
 * 7.2 to 10.1).
 *
 * Returns: (transfer full): the guest's device tree, or NULL on failure
 */
GByteArray *virFslMcGuestDtbNew(const void *machine,
                                gsize machineSize,
                                const void *host,
                                gsize hostSize,
                                const char *const *paths,
                                GPtrArray *lost,
                                GError **error);
