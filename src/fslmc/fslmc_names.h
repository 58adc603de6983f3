/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_names.h: what the kernel calls things, each name once
 *
 * Source: Documentation/ABI/stable/sysfs-bus-fsl-mc and the layout that the
 * fsl-mc bus and vfio drivers create.
 */

#pragma once

/* below the sysfs root */
#define VIR_FSLMC_SUBSYSTEM "fsl-mc"
#define VIR_FSLMC_BUSES_DIR "bus"
#define VIR_FSLMC_BUS_DIR VIR_FSLMC_BUSES_DIR "/fsl-mc"
#define VIR_FSLMC_ALL_DEVICES_DIR "devices"
#define VIR_FSLMC_DEVICES_DIR VIR_FSLMC_BUS_DIR "/devices"
#define VIR_FSLMC_DRIVERS_DIR VIR_FSLMC_BUS_DIR "/drivers"
#define VIR_FSLMC_RESCAN VIR_FSLMC_BUS_DIR "/rescan"
#define VIR_FSLMC_IOMMU_GROUPS_DIR "kernel/iommu_groups"

/* in a bus's directory */
#define VIR_FSLMC_DEVICES "devices"
#define VIR_FSLMC_DRIVERS "drivers"
#define VIR_FSLMC_DRIVERS_PROBE "drivers_probe"
#define VIR_FSLMC_ATTR_AUTOPROBE "drivers_autoprobe"

/* in a driver's directory */
#define VIR_FSLMC_BIND "bind"
#define VIR_FSLMC_UNBIND "unbind"

/* in a device's directory */
#define VIR_FSLMC_ATTR_DRIVER "driver"
#define VIR_FSLMC_ATTR_DRIVER_OVERRIDE "driver_override"
#define VIR_FSLMC_ATTR_IOMMU_GROUP "iommu_group"
#define VIR_FSLMC_ATTR_MODALIAS "modalias"
#define VIR_FSLMC_ATTR_UEVENT "uevent"
/* while on vfio-fsl-mc: vfioN, with the number of its node when it has one */
#define VIR_FSLMC_VFIO_DEV_DIR "vfio-dev"
#define VIR_FSLMC_ATTR_DEV "dev"

/* what driver_override reads when it is not set */
#define VIR_FSLMC_OVERRIDE_UNSET "(null)"

/* what clears driver_override: an empty write would be none at all */
#define VIR_FSLMC_OVERRIDE_CLEAR "\n"

#define VIR_FSLMC_DRIVER_DPRC "fsl_mc_dprc"
#define VIR_FSLMC_DRIVER_VFIO "vfio-fsl-mc"
/* what the name of each VFIO driver begins with */
#define VIR_FSLMC_VFIO_DRIVERS "vfio-"

/* what opens a device for user space */
#define VIR_FSLMC_VFIO_SET_IOMMU "VFIO_SET_IOMMU"

/* below the device root */
#define VIR_FSLMC_VFIO_DIR "vfio"
#define VIR_FSLMC_VFIO_CONTAINER VIR_FSLMC_VFIO_DIR "/vfio"

/* types of objects: a container, a network interface, a port */
#define VIR_FSLMC_TYPE_DPRC "dprc"
#define VIR_FSLMC_TYPE_DPNI "dpni"
#define VIR_FSLMC_TYPE_DPMAC "dpmac"
