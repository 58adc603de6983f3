/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_kindpriv.h: the functions in the table of fsl-mc objects
 */

#pragma once

#include "fslmc_kind.h"

/* fslmc_bus.c */
virFslMcObject *virFslMcBusReadObject(const virFslMcBus *bus,
                                      const virFslMcKind *kind,
                                      const char *path,
                                      guint64 inode);
char *virFslMcBusFindOutermost(virFslMcBus *bus, const char *name);

/* fslmc_driver.c */
gboolean virFslMcDriverBindObjects(virFslMcBus *bus, const char *name, GError **error);
gboolean virFslMcDriverCheckAbove(virFslMcBus *bus,
                                  virFslMcObject *container,
                                  GError **error);
virFslMcError virFslMcDriverExplainBind(virFslMcBus *bus,
                                        const virFslMcObject *container,
                                        const char *driver,
                                        int number,
                                        char **cause);
