/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_node_device_conf.h: node-device XML of platform and AMBA devices
 */

#pragma once

#include "fslmc_object.h"

/**
 * virPlatformNodeDeviceName:
 * @capability: type of its capability
 * @kernelName: as "7e000000.xgmac"
 *
 * As libvirt makes the names of its own node devices.
 *
 * Returns: (transfer full): the name of the node device, as
 *   "platform_7e000000_xgmac"
 * Since: 0.1.0
 */
char *virPlatformNodeDeviceName(const char *capability, const char *kernelName);

/**
 * virPlatformNodeDeviceFormat:
 *
 * Adds to @buf what the capability says of @object alone: what it is called, what
 * it is compatible with, and for an AMBA device its peripheral id.
 *
 * Since: 0.1.0
 */
void virPlatformNodeDeviceFormat(GString *buf, const virFslMcObject *object);
