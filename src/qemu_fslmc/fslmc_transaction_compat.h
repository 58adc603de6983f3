/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_transaction_compat.h: beginning and end of a transaction in which a security
 * model sets labels, in which later releases know of shared file systems and of files
 * whose metadata may stay as it is
 *
 * libvirt 9.0.0 does not know of them, 11.3.0 does: for one in between the compiler
 * knows.
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 11000000
# define VIR_FSLMC_TRANSACTION_START(model, cfg) \
    virSecurityManagerTransactionStart(model)
# define VIR_FSLMC_TRANSACTION_COMMIT(model, pid, remember) \
    virSecurityManagerTransactionCommit(model, pid, remember)
#else
# define VIR_FSLMC_TRANSACTION_START(model, cfg) \
    virSecurityManagerTransactionStart(model, (cfg)->sharedFilesystems)
# define VIR_FSLMC_TRANSACTION_COMMIT(model, pid, remember) \
    virSecurityManagerTransactionCommit(model, pid, remember, false)
#endif
