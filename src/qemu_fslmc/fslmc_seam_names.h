/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_seam_names.h: functions of the QEMU driver that ours take the place of
 *
 * Stock modules call their exported functions by way of the procedure linkage
 * table, so a definition that is loaded earlier gets the call: a seam. These
 * carry a guest's whole life, in this order.
 *
 * The one list there is; scripts/check-seams reads it, too.
 */

#pragma once

#define VIR_FSLMC_SEAMS(SEAM) \
    SEAM(qemuProcessReconnectAll) \
    SEAM(qemuProcessPrepareHost) \
    SEAM(qemuBuildCommandLine) \
    SEAM(qemuDomainGetMemLockLimitBytes) \
    SEAM(qemuDomainBuildNamespace) \
    SEAM(qemuSetupCgroup) \
    SEAM(qemuSecuritySetAllLabel) \
    SEAM(qemuProcessFinishStartup) \
    SEAM(qemuHostdevUpdateActiveDomainDevices) \
    SEAM(qemuMigrationSrcIsAllowed) \
    SEAM(qemuSecurityRestoreAllLabel) \
    SEAM(qemuHostdevReAttachDomainDevices)
