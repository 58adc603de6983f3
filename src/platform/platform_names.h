/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_names.h: what the kernel calls things, each name once
 */

#pragma once

#define VIR_PLATFORM_SUBSYSTEM "platform"
#define VIR_PLATFORM_AMBA_SUBSYSTEM "amba"

/* below the sysfs root */
#define VIR_PLATFORM_IOMMU_DIR "class/iommu"
#define VIR_PLATFORM_RESET_REQUIRED "module/vfio_platform/parameters/reset_required"

/* in a device's directory */
#define VIR_PLATFORM_ATTR_SUBSYSTEM "subsystem"
#define VIR_PLATFORM_ATTR_OF_NODE "of_node"
#define VIR_PLATFORM_ATTR_AMBA_ID "id"

/* in a node of the device tree */
#define VIR_PLATFORM_OF_IOMMUS "iommus"
#define VIR_PLATFORM_OF_COMPATIBLE "compatible"

#define VIR_PLATFORM_DRIVER_VFIO "vfio-platform"
#define VIR_PLATFORM_AMBA_DRIVER_VFIO "vfio-amba"
