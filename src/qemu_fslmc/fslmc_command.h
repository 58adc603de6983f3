/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_command.h: fsl_mc hostdevs on QEMU's command line
 */

#pragma once

#include "fslmc_internal.h"

#include "vircommand.h"

#include "qemu/qemu_capabilities.h"

/* QEMU's name for a container of the host, and all that is in it. */
#define VIR_FSLMC_QEMU_DEVICE "vfio-fsl-mc"

/**
 * virFslMcCommandAddHostdevs:
 * @cmd: QEMU's command line, complete but for these
 * @qemuCaps: what the emulator can do
 * @hostdevs: array of virFslMcHostdevDef
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcCommandAddHostdevs(virCommand *cmd,
                               virQEMUCaps *qemuCaps,
                               GPtrArray *hostdevs);
