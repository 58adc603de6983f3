/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loader_nodedev.c: what a daemon calls in libvirt_driver_nodedev.so
 */

#include "fslmc_loader.h"
#include "fslmc_plugin.h"

VIR_FSLMC_EXPORT int nodedevRegister(void);


int
nodedevRegister(void)
{
    return virFslMcLoaderRegister("nodedev");
}
