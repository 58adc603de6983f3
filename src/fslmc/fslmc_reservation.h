/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_reservation.h: a container that is kept for one purpose
 *
 * The QEMU driver gives containers to guests and the node-device driver destroys
 * them, and these may be two daemons. From the choice of a container until QEMU
 * opens its IOMMU group nothing in the kernel shows that it is in use. So whoever
 * is about to use, move or destroy one reserves it first, by a lock on a file
 * that all of them know. The kernel ends a reservation with its process.
 */

#pragma once

#include <glib.h>

typedef struct _virFslMcReservation virFslMcReservation;

/**
 * virFslMcReservationNew:
 * @dir: folder of the lock files, the same for everybody; made when it is not there
 * @noun: for messages: what kind of device it is, translated
 * @name: kernel name of the device, as "dprc.2"
 * @user: (nullable): who is to have it, for the message to others; NULL when it is
 *   made, moved or destroyed, which ends soon
 *
 * Never waits. The lock file stays when the reservation ends: it is empty then.
 *
 * Returns: (transfer full): the reservation; NULL with VIR_FSLMC_ERROR_BUSY, naming
 *   the user, when the device is reserved, and with VIR_FSLMC_ERROR_FAILED when
 *   that cannot be found out
 * Since: 0.1.0
 */
virFslMcReservation *virFslMcReservationNew(const char *dir,
                                            const char *noun,
                                            const char *name,
                                            const char *user,
                                            GError **error);
void virFslMcReservationFree(virFslMcReservation *reservation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcReservation, virFslMcReservationFree)
