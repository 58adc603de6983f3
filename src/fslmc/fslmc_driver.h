/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_driver.h: moves a device between its host driver and VFIO's
 *
 * What is said of containers and vfio-fsl-mc goes for the devices of any kind and the
 * VFIO driver that they have.
 *
 * These calls write to sysfs. Such a write can take 15 s when the MC is
 * silent: hold no lock of yours across it. They do not exclude each other:
 * that two callers do not move one container at a time is the callers' work.
 *
 * Each is all or nothing. The kernel's errno is ambiguous (the MC's own errors
 * come through it), so what happened is read back from sysfs and said. When it
 * failed, driver and driver_override are put back to what they were; when even
 * that fails the code is VIR_FSLMC_ERROR_NOT_RESTORED and the message says in
 * which state the container is now.
 */

#pragma once

#include "fslmc_bus.h"

/**
 * virFslMcDriverReadOverride:
 * @object: an object
 * @override: (out): driver_override, NULL when it is not set; to be freed
 *
 * Can block while the device is being bound or unbound (Linux 6.1 takes the
 * device lock to show the attribute).
 *
 * Returns: FALSE with @error set when it could not be read
 * Since: 0.1.0
 */
gboolean virFslMcDriverReadOverride(const virFslMcObject *object,
                                    char **override,
                                    GError **error);

/**
 * virFslMcDriverDetach:
 * @name: kernel name of a container
 *
 * Takes the container from the host and binds it to vfio-fsl-mc; its objects
 * and nested containers follow by themselves, and those that do not (because
 * drivers_autoprobe is off) are bound one by one. Of a container that is there
 * already only what has no driver is bound. Loads the vfio-fsl-mc module when
 * it is missing.
 *
 * A container that is not plugged has no driver, and no IOMMU group until it is
 * bound for the first time. It is detached like any other.
 *
 * Refused for the root container, for what is no container, where there is no
 * IOMMU, and while a process holds the group of the container or of one
 * nested in it, because the unbind would wait for that process in the kernel.
 *
 * Returns: whether the container is on vfio-fsl-mc now, with all that is in it;
 *   otherwise it is as it was
 * Since: 0.1.0
 */
gboolean virFslMcDriverDetach(virFslMcBus *bus,
                              const char *name,
                              GError **error);

/**
 * virFslMcDriverReattach:
 * @name: kernel name of a container
 *
 * Gives the container back to the host: unbinds it from vfio-fsl-mc, clears
 * driver_override and binds it to its host driver. That driver takes only what
 * is plugged; a container that is not ends without a driver, as it was made. The
 * MC is asked whether it is plugged when the driver did not take it, so then this
 * fails when the MC cannot be asked.
 * Of a container that is on its host driver only driver_override is cleared; one
 * without a driver is bound to the host's. Refused for the root container, for what is no
 * container, while a process holds a group as in virFslMcDriverDetach(), on a
 * third driver, and in a container that is itself detached: that one has to be
 * reattached, and what is in it follows.
 *
 * Returns: whether the container is the host's now: on the host driver, or on
 *   none when the host driver does not take it
 * Since: 0.1.0
 */
gboolean virFslMcDriverReattach(virFslMcBus *bus,
                                const char *name,
                                GError **error);
