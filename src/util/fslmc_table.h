/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_table.h: our functions in place of a stock driver's
 *
 * The tables of function pointers through which libvirt calls its drivers are
 * data of the stock modules. They are changed before the daemon serves its
 * first client, and put back after the last.
 */

#pragma once

/**
 * VIR_FSLMC_TABLE_REPLACE:
 * @table: the stock driver's table
 * @entry: name of the entry
 * @func: our function
 *
 * An entry that the stock driver does not have stays empty: what stock cannot
 * do is answered by libvirt as always. The compiler checks @func's signature.
 *
 * Since: 0.1.0
 */
#define VIR_FSLMC_TABLE_REPLACE(table, entry, func) \
    do { \
        if ((table)->entry) \
            (table)->entry = func; \
    } while (0)
