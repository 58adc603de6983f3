/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_compat.h: what libvirt 10.1.0 added to the node-device API
 *
 * A flag is zero where it is missing: never set, and refused like any other
 * unknown one.
 */

#pragma once

#include <libvirt/libvirt.h>

#define VIR_FSLMC_HAVE_NODE_DEVICE_UPDATE (LIBVIR_VERSION_NUMBER >= 10001000)

#if !VIR_FSLMC_HAVE_NODE_DEVICE_UPDATE
# define VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT 0
# define VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT 0
# define VIR_NODE_DEVICE_XML_INACTIVE 0
#endif
