/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mcerror.h: the MC's errors, as they come through the kernel's errno
 */

#pragma once

#include "fslmc_error.h"

/**
 * virFslMcMcErrorFromErrno:
 * @number: errno of a call that made the kernel send commands to the MC
 * @text: (out): what to tell a person, (transfer full)
 *
 * Returns: VIR_FSLMC_ERROR_TIMEOUT, VIR_FSLMC_ERROR_FIRMWARE when the MC has an
 *   error that looks like this, else VIR_FSLMC_ERROR_REFUSED
 */
virFslMcError virFslMcMcErrorFromErrno(int number, char **text);
