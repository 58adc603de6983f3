/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * transaction_compat.h: parameters of libvirt's functions that a test has its own of,
 * as src/qemu_fslmc/fslmc_transaction_compat.h has the arguments
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 11000000
# define TRANSACTION_START_PARAM
# define TRANSACTION_COMMIT_PARAM
#else
# define TRANSACTION_START_PARAM , char *const *sharedFilesystems G_GNUC_UNUSED
# define TRANSACTION_COMMIT_PARAM , bool lockMetadataException G_GNUC_UNUSED
#endif
