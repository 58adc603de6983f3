/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * words.h: what tests call the library's numbers
 */

#pragma once

#include "fslmc_error.h"
#include "fslmc_monitor.h"

static const char *const errorNames[] = {
    [VIR_FSLMC_ERROR_INVALID_NAME] = "INVALID_NAME",
    [VIR_FSLMC_ERROR_NOT_FOUND] = "NOT_FOUND",
    [VIR_FSLMC_ERROR_NOT_CONTAINER] = "NOT_CONTAINER",
    [VIR_FSLMC_ERROR_ROOT] = "ROOT",
    [VIR_FSLMC_ERROR_NO_IOMMU_GROUP] = "NO_IOMMU_GROUP",
    [VIR_FSLMC_ERROR_NO_DRIVER] = "NO_DRIVER",
    [VIR_FSLMC_ERROR_BUSY] = "BUSY",
    [VIR_FSLMC_ERROR_REFUSED] = "REFUSED",
    [VIR_FSLMC_ERROR_FIRMWARE] = "FIRMWARE",
    [VIR_FSLMC_ERROR_TIMEOUT] = "TIMEOUT",
    [VIR_FSLMC_ERROR_NOT_VFIO] = "NOT_VFIO",
    [VIR_FSLMC_ERROR_HOST_DRIVER] = "HOST_DRIVER",
    [VIR_FSLMC_ERROR_UNBOUND] = "UNBOUND",
    [VIR_FSLMC_ERROR_NOT_RESTORED] = "NOT_RESTORED",
    [VIR_FSLMC_ERROR_FAILED] = "FAILED",
};

static const char *const eventNames[] = {
    [VIR_FSLMC_MONITOR_ADDED] = "added",
    [VIR_FSLMC_MONITOR_REMOVED] = "removed",
    [VIR_FSLMC_MONITOR_CHANGED] = "changed",
};

static const char *const pluggedNames[] = {
    [VIR_FSLMC_PLUGGED_UNKNOWN] = "unknown",
    [VIR_FSLMC_PLUGGED_NO] = "no",
    [VIR_FSLMC_PLUGGED_YES] = "yes",
};
