/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_prepare_compat.h: qemuHostdevPrepareDomainDevices() with and without
 * the emulator's capabilities
 *
 * libvirt 9.0.0 hands them over, 11.3.0 does not. For one in between the
 * compiler knows.
 */

#pragma once

#include <libvirt/libvirt.h>

#if LIBVIR_VERSION_NUMBER < 11000000
# define VIR_FSLMC_PREPARE_CAPS_PARAM virQEMUCaps *qemuCaps,
# define VIR_FSLMC_PREPARE_CAPS qemuCaps,
#else
# define VIR_FSLMC_PREPARE_CAPS_PARAM
# define VIR_FSLMC_PREPARE_CAPS
#endif
