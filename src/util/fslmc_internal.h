/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_internal.h: first include of every file that uses libvirt's private
 * headers
 *
 * libvirt's headers want its own config.h before them and translate with its
 * own catalogue; our messages are in ours.
 */

#pragma once

#include <config.h>

#include "internal.h"

#include "fslmc-config.h"

#undef _
#define _(str) dgettext(GETTEXT_PACKAGE, str)
