/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_seams.h: our part in the life of a guest
 *
 * Each function of fslmc_seam_names.h is one of ours, under libvirt's name: it
 * calls libvirt's, and for a guest with hostdevs of ours does its own part.
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"
#include "qemu/qemu_conf.h"

#include "fslmc_guest.h"

typedef struct _virFslMcSeam virFslMcSeam;
struct _virFslMcSeam {
    const char *name;
    void *function;     /* ours */
};

/* All of them; the last one has no name. */
extern const virFslMcSeam virFslMcSeams[];

/* Returns: (transfer full) (nullable): why guests of this driver cannot have fsl_mc
 *   hostdevs */
typedef char *(*virFslMcSeamsDriverCheck)(virQEMUDriver *driver);

/**
 * virFslMcSeamsStart:
 * @module: dlopen() handle of the stock module
 * @buses: as virFslMcGuestSetBuses() takes them
 * @check: looks at the driver, once, before anything of it is used
 *
 * To be called before the stock driver is initialized: it starts guests, and
 * finds those that run, before anything else of ours is asked.
 *
 * Returns: NULL, or the name of a function that the stock driver does not have
 * Since: 0.1.0
 */
const char *virFslMcSeamsStart(void *module,
                               const virFslMcQemuBus *buses,
                               virFslMcSeamsDriverCheck check);

/**
 * virFslMcSeamsRefuse:
 * @reason: what is wrong; the first reason is what users are told
 *
 * From here on guests with hostdevs of ours are refused, and no others.
 *
 * Since: 0.1.0
 */
void virFslMcSeamsRefuse(const char *reason);

/**
 * virFslMcSeamsCheckDriver:
 *
 * Has the driver looked at, when that has not been done yet.
 *
 * Since: 0.1.0
 */
void virFslMcSeamsCheckDriver(virQEMUDriver *driver);

/**
 * virFslMcSeamsHold:
 *
 * Returns: whether guests can have hostdevs of ours
 * Since: 0.1.0
 */
bool virFslMcSeamsHold(void);

/**
 * virFslMcSeamsCheck:
 *
 * Returns: 0 when guests can have hostdevs of ours; -1 with libvirt's error set
 *   to the reason why not
 * Since: 0.1.0
 */
int virFslMcSeamsCheck(void);

/**
 * virFslMcSeamsValidate:
 * @def: a domain, with or without hostdevs of ours
 *
 * Returns: 0 when it can be defined; -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcSeamsValidate(const virDomainDef *def);
