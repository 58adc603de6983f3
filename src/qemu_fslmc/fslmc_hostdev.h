/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev.h: who uses what of a bus
 *
 * As libvirt's virHostdevManager does it for the devices that it knows: what a
 * guest uses nobody else gets, and what was taken from the host for a guest is
 * given back to the host after it.
 *
 * What is used, and what moves, is a device with all that is nested in it, as in a
 * container of the fsl-mc bus. So a device inside one that is in use is in use, and so
 * is one that holds it. What is in one IOMMU group belongs to one guest. Devices are
 * moved by threads of their own (fslmc_mover.h): what waits for them is to be called
 * without any lock, and says so; everything else returns at once.
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_mover.h"

/* A guest is known by this and its name. */
#define VIR_FSLMC_HOSTDEV_DRIVER "QEMU"

typedef struct _virFslMcHostdevManager virFslMcHostdevManager;

/**
 * virFslMcHostdevManagerNew:
 * @bus: the bus
 * @loanDir: where to keep, across restarts of the daemon, what was taken from
 *   the host for a guest (fslmc_loan.h); also the folder of the reservations
 *   (fslmc_reservation.h)
 * @times: (nullable): other times than the ones that suit the kernel
 *
 * Returns: (transfer full): a manager to whom no device is known yet
 * Since: 0.1.0
 */
virFslMcHostdevManager *virFslMcHostdevManagerNew(virFslMcBus *bus,
                                                  const char *loanDir,
                                                  const virFslMcMoverTimes *times);

/**
 * virFslMcHostdevManagerFree:
 *
 * Waits for the moves that are under way.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevManagerFree(virFslMcHostdevManager *manager);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcHostdevManager, virFslMcHostdevManagerFree)

/**
 * virFslMcHostdevManagerStop:
 *
 * From here on no device moves, and who waits for one is told that the daemon
 * ends. What is not given back then, the next daemon gives back.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevManagerStop(virFslMcHostdevManager *manager);

/**
 * virFslMcHostdevManagerDrain:
 * @waitTime: in µs
 *
 * Waits until no device moves.
 *
 * Returns: whether it is so
 * Since: 0.1.0
 */
bool virFslMcHostdevManagerDrain(virFslMcHostdevManager *manager,
                                 gint64 waitTime);

/* A guest that is about to start. */
typedef struct _virFslMcHostdevStart virFslMcHostdevStart;

/**
 * virFslMcHostdevStartNew:
 * @domain: name of the guest
 *
 * To be called with the guest locked. From here on virFslMcHostdevReAttach()
 * cancels the start.
 *
 * Returns: (transfer full): the start
 * Since: 0.1.0
 */
virFslMcHostdevStart *virFslMcHostdevStartNew(virFslMcHostdevManager *manager,
                                              const char *domain);
void virFslMcHostdevStartFree(virFslMcHostdevStart *start);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcHostdevStart, virFslMcHostdevStartFree)

/**
 * virFslMcHostdevPrepare:
 * @hostdevs: array of virFslMcHostdevDef. Those with a label say on return which
 *   device was chosen by it
 *
 * Takes the devices for the guest. Managed ones are detached from the host;
 * others have to be detached already. Waits for that, and for what else moves
 * them before: hold no lock.
 *
 * Returns: 0, or -1 with libvirt's error set; what was taken until then goes back
 *   by virFslMcHostdevReAttach()
 * Since: 0.1.0
 */
int virFslMcHostdevPrepare(virFslMcHostdevStart *start,
                           GPtrArray *hostdevs);

/**
 * virFslMcHostdevUpdateActive:
 * @domain: name of a guest that was running before this daemon was
 * @hostdevs: array of virFslMcHostdevDef that owns them; those that the guest does
 *   not have are removed from it
 * @pid: its process, which may have ended; 0 when it is not known
 * @others: how many VFIO devices @domain has beside these
 *
 * Takes note of what the guest uses. A daemon without the plugin starts a guest
 * without its devices. That, and a device that no longer exists, is logged: it
 * is no reason to end the guest.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevUpdateActive(virFslMcHostdevManager *manager,
                                 const char *domain,
                                 GPtrArray *hostdevs,
                                 pid_t pid,
                                 unsigned int others);

/**
 * virFslMcHostdevReAttach:
 * @domain: name of a guest that does not run any more, or did not start
 *
 * Forgets what the guest used, has what was taken from the host for it given
 * back, and cancels its start when that waits. Returns at once. Giving back is
 * tried again until it succeeds, by the next daemon when this one ends.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevReAttach(virFslMcHostdevManager *manager,
                             const char *domain);

/**
 * virFslMcHostdevGetNodes:
 *
 * Returns: (transfer full): paths of the device nodes that QEMU opens for the
 *   devices of @domain: one for each IOMMU group
 * Since: 0.1.0
 */
GPtrArray *virFslMcHostdevGetNodes(virFslMcHostdevManager *manager,
                                   const char *domain);

/**
 * virFslMcHostdevFindNotHeld:
 * @pid: process of @domain
 *
 * Returns: (transfer full) (nullable): kernel name of a device of @domain
 *   whose IOMMU group @pid does not have open
 * Since: 0.1.0
 */
char *virFslMcHostdevFindNotHeld(virFslMcHostdevManager *manager,
                                 const char *domain,
                                 pid_t pid);

/**
 * virFslMcHostdevFindWithoutObjects:
 * @pid: process of @domain
 * @others: how many VFIO devices @domain has beside its container
 *
 * Returns: (transfer full) (nullable): the container of @domain, when it is not
 *   empty and @pid has nothing of what is in it
 * Since: 0.1.0
 */
virFslMcObject *virFslMcHostdevFindWithoutObjects(virFslMcHostdevManager *manager,
                                                  const char *domain,
                                                  pid_t pid,
                                                  unsigned int others);

/**
 * virFslMcHostdevSetStarted / virFslMcHostdevIsStarting:
 *
 * A guest starts from virFslMcHostdevPrepare() until it is said to run.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevSetStarted(virFslMcHostdevManager *manager,
                               const char *domain);
bool virFslMcHostdevIsStarting(virFslMcHostdevManager *manager,
                               const char *domain);

/**
 * virFslMcHostdevRecover:
 *
 * Has given back to the host what an earlier daemon took for guests that do not
 * run. To be called when virFslMcHostdevUpdateActive() was, for those that do.
 * Returns at once.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevRecover(virFslMcHostdevManager *manager);

/**
 * virFslMcHostdevNodeDeviceDetach / ReAttach / Reset:
 * @name: kernel name of a device
 *
 * What the node-device calls of a hypervisor driver do. Detaching what is
 * detached and reattaching what is attached succeed and change nothing. What a
 * guest uses is left alone. These wait for the device: hold no lock.
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcHostdevNodeDeviceDetach(virFslMcHostdevManager *manager,
                                    const char *name);
int virFslMcHostdevNodeDeviceReAttach(virFslMcHostdevManager *manager,
                                      const char *name);
int virFslMcHostdevNodeDeviceReset(virFslMcHostdevManager *manager,
                                   const char *name);
