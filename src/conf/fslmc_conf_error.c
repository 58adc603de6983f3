/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_conf_error.c: the error domain of XML
 */

#include "fslmc_conf_error.h"

/* As virFslMcErrorQuark(): two copies of this library are one domain. */
GQuark
virFslMcConfErrorQuark(void)
{
    return g_quark_from_string("vir-fslmc-conf-error-quark");
}
