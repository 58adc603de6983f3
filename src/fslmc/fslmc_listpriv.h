/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_listpriv.h: making lists of objects
 */

#pragma once

#include "fslmc_object.h"

/* Returns: (transfer full): an empty array that owns the objects put in it */
GPtrArray *virFslMcListNew(void);

/* Brings @objects into the order of virFslMcObjectCompare(). */
void virFslMcListSort(GPtrArray *objects);
