/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_autostart_compat.h: guests that are to start once, at the next boot, and
 * the time between the starts of two guests, in milliseconds
 *
 * libvirt has both since 11.2.0.
 */

#pragma once

#include <libvirt/libvirt.h>

#include "domain_conf.h"

#if LIBVIR_VERSION_NUMBER >= 11002000
# define VIR_FSLMC_AUTOSTART_ONCE(vm) ((vm)->autostartOnce)
# define VIR_FSLMC_AUTOSTART_FORGET_ONCE(vm) ((vm)->autostartOnce = 0)
# define VIR_FSLMC_AUTOSTART_DELAY(cfg) ((cfg)->autoStartDelayMS)
#else
# define VIR_FSLMC_AUTOSTART_ONCE(vm) 0
# define VIR_FSLMC_AUTOSTART_FORGET_ONCE(vm) ((void) 0)
# define VIR_FSLMC_AUTOSTART_DELAY(cfg) 0
#endif
