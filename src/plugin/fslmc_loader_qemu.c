/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loader_qemu.c: what a daemon calls in libvirt_driver_qemu.so
 */

#include "fslmc_loader.h"
#include "fslmc_plugin.h"

VIR_FSLMC_EXPORT int qemuRegister(void);


int
qemuRegister(void)
{
    return virFslMcLoaderRegister("qemu");
}
