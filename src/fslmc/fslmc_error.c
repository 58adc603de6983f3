/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_error.c: the error domain of everything below libvirt
 */

#include "fslmc-config.h"

#include "fslmc_error.h"

/* Two modules in one daemon each have a copy of this library: what makes their
 * domains one is the string. */
GQuark
virFslMcErrorQuark(void)
{
    return g_quark_from_string("vir-fslmc-error-quark");
}
