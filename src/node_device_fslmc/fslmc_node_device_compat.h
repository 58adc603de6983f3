/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_compat.h: what libvirt 10.1.0 added to the node-device API
 *
 * A flag is zero where it is missing: never set, and refused like any other
 * unknown one. A call that is missing is never made, and has no entry in the
 * table.
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 10001000
# define VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT 0
# define VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT 0
# define VIR_NODE_DEVICE_XML_INACTIVE 0
# define VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE 0
# define VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG 0
# define virNodeDeviceUpdateEnsureACL(conn, def, flags) ((void)(def), 0)
# define VIR_FSLMC_STOCK_UPDATE(stock, device, xml, flags) -1
# define VIR_FSLMC_REPLACE_UPDATE(table, func) ((void)(func))
#else
# define VIR_FSLMC_STOCK_UPDATE(stock, device, xml, flags) \
    (stock).nodeDeviceUpdate(device, xml, flags)
# define VIR_FSLMC_REPLACE_UPDATE(table, func) \
    VIR_FSLMC_TABLE_REPLACE(table, nodeDeviceUpdate, func)
#endif
