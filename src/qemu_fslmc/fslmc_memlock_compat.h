/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_memlock_compat.h: qemuDomainGetMemLockLimitBytes() with and without a
 * flag for a VFIO device that is about to come, and which devices share one mapping
 * of the guest's memory in its count
 *
 * libvirt 9.0.0 has the flag, 11.3.0 does not: for one in between the compiler
 * knows. 9.0.0 counts an NVMe disk among the VFIO devices, 11.3.0 for itself.
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 11000000
# define VIR_FSLMC_MEMLOCK_FORCE_PARAM , bool forceVFIO
# define VIR_FSLMC_MEMLOCK_FORCE , forceVFIO
# define VIR_FSLMC_MEMLOCK_SHARING(hostdevs, nvme) ((hostdevs) + (nvme))
#else
# define VIR_FSLMC_MEMLOCK_FORCE_PARAM
# define VIR_FSLMC_MEMLOCK_FORCE
# define VIR_FSLMC_MEMLOCK_SHARING(hostdevs, nvme) (hostdevs)
#endif
