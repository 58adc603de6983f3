/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_choice.h: which of the containers with a label a guest gets
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"

/**
 * virFslMcChoiceTake:
 * @opaque: as given to virFslMcChoose()
 * @container: kernel name of a container
 *
 * Returns: 0 when the guest has it now; -1 with libvirt's error set
 */
typedef int (*virFslMcChoiceTake)(void *opaque, const char *container);

/**
 * virFslMcChoose:
 * @label: of containers, as the MC has it
 * @take: takes one for the guest
 *
 * Tries the containers with that label, but no root container, in the order of their
 * ids, until the guest has one. Of guests that start at the same time each tries
 * first what no other one is trying. Asks the MC, and so may wait.
 *
 * Returns: (transfer full): kernel name of the container that the guest has; NULL with
 *   libvirt's error set, which says of each why it is not to be had, and
 *   VIR_ERR_OPERATION_ABORTED as soon as @take reports that
 * Since: 0.1.0
 */
char *virFslMcChoose(virFslMcBus *bus,
                     const char *label,
                     virFslMcChoiceTake take,
                     void *opaque);
