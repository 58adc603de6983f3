/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_memlock_compat.h: qemuDomainGetMemLockLimitBytes() with and without a
 * flag for a VFIO device that is about to come
 *
 * libvirt 9.0.0 has it, 11.3.0 does not. For one in between the compiler knows.
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 11000000
# define VIR_FSLMC_MEMLOCK_FORCE_PARAM , bool forceVFIO
# define VIR_FSLMC_MEMLOCK_FORCE , forceVFIO
#else
# define VIR_FSLMC_MEMLOCK_FORCE_PARAM
# define VIR_FSLMC_MEMLOCK_FORCE
#endif
