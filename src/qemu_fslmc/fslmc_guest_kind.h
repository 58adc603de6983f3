/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest_kind.h: what one kind of hostdev has of its own in a guest
 *
 * As fslmc_hostdev_kind.h for XML and fslmc_kind.h for the kernel: how a guest gets a
 * device of the host is the same for all kinds, and where they differ, there is an entry
 * in this table.
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"

#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"

typedef struct _virFslMcGuestKind virFslMcGuestKind;
struct _virFslMcGuestKind {
    const virFslMcHostdevKind *hostdev;
    const char *device;     /* of QEMU's: without it, an emulator can have none of these */
    unsigned int max;       /* how many a guest can have; 0: any number */
    bool onlyKVM;           /* QEMU's device needs KVM */
    bool onlyGICv3;         /* and the ITS, which comes with version 3 */

    /* (nullable) Which device of QEMU's is the one for @hostdev, when it is not the same
     * for all: not to be freed; NULL with libvirt's error set when there is none. Looks
     * at @bus, and waits for nothing. */
    const char *(*findDevice)(virFslMcBus *bus,
                              const virDomainDef *def,
                              const virFslMcHostdevDef *hostdev);

    /* (nullable) Whether QEMU has more than the IOMMU groups of what @domain is to have.
     * @others: how many VFIO devices of other kinds it has.
     * Returns: 0, or -1 with libvirt's error set. */
    int (*checkStarted)(virFslMcHostdevManager *hostdevs,
                        const char *domain,
                        pid_t pid,
                        unsigned int others);
};

/* A container of the fsl-mc bus. */
extern const virFslMcGuestKind virFslMcGuestKindFslMc;
/* A device of the platform bus. */
extern const virFslMcGuestKind virFslMcGuestKindPlatform;

/* All of them; the last one is NULL. */
extern const virFslMcGuestKind *const virFslMcGuestKinds[];

/**
 * virFslMcGuestKindIsPossible:
 * @type: of a domain
 * @arch: its architecture
 * @machine: (nullable): its machine type
 *
 * Returns: whether some domain like this one can have hostdevs of that kind
 * Since: 0.1.0
 */
bool virFslMcGuestKindIsPossible(const virFslMcGuestKind *kind,
                                 virDomainVirtType type,
                                 virArch arch,
                                 const char *machine);

/**
 * virFslMcGuestKindValidate:
 * @def: a domain, after libvirt filled in its defaults
 * @count: how many hostdevs of that kind it has, at least one
 *
 * Returns: 0; -1 with libvirt's error set to VIR_ERR_CONFIG_UNSUPPORTED when a domain
 *   like this one cannot have them
 * Since: 0.1.0
 */
int virFslMcGuestKindValidate(const virFslMcGuestKind *kind,
                              const virDomainDef *def,
                              unsigned int count);
