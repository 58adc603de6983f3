/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest.h: what a guest has from all of the buses
 *
 * Each bus has somebody who keeps what is on it (fslmc_hostdev.h). A guest can have
 * hostdevs of several kinds, and so from several buses; the functions here do for all of
 * them what those do for one, and are to be called as those.
 */

#pragma once

#include "fslmc_internal.h"

#include "qemu/qemu_conf.h"

#include "fslmc_guest_kind.h"
#include "fslmc_hostdev.h"

/* A bus, who keeps what is on it for guests, and how these get it */
typedef struct _virFslMcQemuBus virFslMcQemuBus;
struct _virFslMcQemuBus {
    const virFslMcGuestKind *kind;
    virFslMcBus *bus;
    virFslMcHostdevManager *hostdevs;
};

/**
 * virFslMcGuestSetBuses / virFslMcGuestGetBuses:
 * @buses: the fsl-mc bus, then the other ones, ended by one without a bus; must live as
 *   long as the process
 *
 * To be called before anything else here.
 *
 * Since: 0.1.0
 */
void virFslMcGuestSetBuses(const virFslMcQemuBus *buses);
const virFslMcQemuBus *virFslMcGuestGetBuses(void);

/* A guest that is about to start. */
typedef struct _virFslMcGuestStart virFslMcGuestStart;

virFslMcGuestStart *virFslMcGuestStartNew(const char *domain);
void virFslMcGuestStartFree(virFslMcGuestStart *start);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcGuestStart, virFslMcGuestStartFree)

/**
 * virFslMcGuestPrepare:
 * @hostdevs: array of virFslMcHostdevDef, of any kind
 *
 * Returns: as virFslMcHostdevPrepare()
 * Since: 0.1.0
 */
int virFslMcGuestPrepare(virFslMcGuestStart *start, GPtrArray *hostdevs);

/**
 * virFslMcGuestFindDevices:
 * @def: a domain
 * @hostdevs: its hostdevs
 *
 * Returns: (transfer full): array of strings that does not own them: for each of
 *   @hostdevs the device that QEMU has for it; NULL with libvirt's error set when QEMU
 *   has none
 * Since: 0.1.0
 */
GPtrArray *virFslMcGuestFindDevices(const virDomainDef *def, GPtrArray *hostdevs);

/**
 * virFslMcGuestGetNodes:
 *
 * Returns: (transfer full): as virFslMcHostdevGetNodes()
 * Since: 0.1.0
 */
GPtrArray *virFslMcGuestGetNodes(const char *domain);

/**
 * virFslMcGuestCheckStarted:
 * @driver: libvirt's QEMU driver
 * @vm: a guest whose QEMU runs
 * @hostdevs: its hostdevs
 * @others: how many VFIO devices it has beside them
 *
 * QEMU may go on without a device (vfio_fsl_mc_initfn), so that it runs proves nothing. It
 * opens the IOMMU groups before it answers on its monitor.
 *
 * Returns: 0 when it has what the guest is to have; -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcGuestCheckStarted(virQEMUDriver *driver,
                              virDomainObj *vm,
                              GPtrArray *hostdevs,
                              unsigned int others);

/* As the functions of these names in fslmc_hostdev.h. Since: 0.1.0 */
void virFslMcGuestSetStarted(const char *domain);
bool virFslMcGuestIsStarting(const char *domain);
void virFslMcGuestUpdateActive(const char *domain,
                               GPtrArray *hostdevs,
                               pid_t pid,
                               unsigned int others);
void virFslMcGuestReAttach(const char *domain);
