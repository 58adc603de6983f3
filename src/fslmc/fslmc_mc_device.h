/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_device.h: the device node that takes commands to the MC
 */

#pragma once

#include "fslmc_mc_command.h"

/* How long it is waited for what another one has open: a node, or a container in the MC */
#define VIR_FSLMC_MC_OPEN_TIMEOUT_MS 3000

/**
 * virFslMcMcDeviceOpen:
 * @path: device node of a root container, as "/dev/dprc.1"
 *
 * Some kernels let one process open it at a time, and answer EINVAL or ENXIO
 * to others. Then this waits up to VIR_FSLMC_MC_OPEN_TIMEOUT_MS for the other to
 * close it.
 *
 * Returns: a file descriptor, or -1 with VIR_FSLMC_ERROR_BUSY or
 *   VIR_FSLMC_ERROR_FAILED
 */
int virFslMcMcDeviceOpen(const char *path, GError **error);

/**
 * virFslMcMcDeviceSend:
 * @command: the command, and then the answer to it
 *
 * A silent MC takes 15 s.
 *
 * Returns: 0, or -1 with errno set, and @command as it was; ESTALE: the root container
 *   has lost its driver since, and nothing was sent
 */
int virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command);
