/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_stock.c: functions of the stock QEMU driver that we call
 */

#include "fslmc_stock.h"

#include <dlfcn.h>

virFslMcStock qemuStock;


const char *
virFslMcStockResolve(void *module)
{
    const char *missing = NULL;

#define FUNC(name) \
    if (!(qemuStock.name = dlsym(module, #name))) \
        missing = #name;
    VIR_FSLMC_SEAMS(FUNC)
    VIR_FSLMC_STOCK_HELPERS(FUNC)
#undef FUNC

    return missing;
}
