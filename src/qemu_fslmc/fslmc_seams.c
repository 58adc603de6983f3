/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_seams.c: our part in the life of a guest
 *
 * In the order in which libvirt calls them. Of a guest without hostdevs of ours
 * they know nothing.
 */

#include "fslmc_seams.h"

#include "configmake.h"
#include "virerror.h"
#include "virlog.h"
#include "virpidfile.h"

#include "fslmc_audit.h"
#include "fslmc_autostart.h"
#include "fslmc_carriage.h"
#include "fslmc_command.h"
#include "fslmc_domain_validate.h"
#include "fslmc_emulator.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_memlock_compat.h"
#include "fslmc_nova.h"
#include "fslmc_nova_config.h"
#include "fslmc_rights.h"
#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.seams");

/* which labels Nova may use */
#define VIR_FSLMC_NOVA_CONFIG SYSCONFDIR "/libvirt/" VIR_FSLMC_NOVA_CONFIG_FILE

/* for the stock module to find */
#define VIR_FSLMC_SEAM __attribute__((visibility("default")))

static virFslMcSeamsDriverCheck checkDriver;
static bool driverChecked;
static char *refusal;   /* why guests cannot have hostdevs of ours */

const virFslMcSeam virFslMcSeams[] = {
#define SEAM(name) { #name, name },
    VIR_FSLMC_SEAMS(SEAM)
#undef SEAM
    { NULL, NULL },
};


const char *
virFslMcSeamsStart(void *module,
                   const virFslMcQemuBus *buses,
                   virFslMcSeamsDriverCheck check)
{
    virFslMcGuestSetBuses(buses);
    checkDriver = check;

    return virFslMcStockResolve(module);
}


void
virFslMcSeamsRefuse(const char *reason)
{
    if (!refusal)
        refusal = g_strdup(reason);
}


void
virFslMcSeamsCheckDriver(virQEMUDriver *driver)
{
    g_autofree char *reason = NULL;

    if (driverChecked)
        return;

    driverChecked = true;
    if ((reason = checkDriver(driver)))
        virFslMcSeamsRefuse(reason);
}


bool
virFslMcSeamsHold(void)
{
    return !refusal;
}


int
virFslMcSeamsCheck(void)
{
    if (!refusal)
        return 0;

    virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                   _("hostdevs of libvirt-fslmc are not possible here: %1$s"), refusal);
    return -1;
}


/* The door of every seam: each asks one of these two before it does anything of its
 * own, and where guests cannot have hostdevs of ours none of them does. Functions of
 * the stock driver that ours call are all there beyond it, and what the driver keeps
 * has the layout that we were compiled with. Only what Nova asks for is looked up
 * before, because it is such a hostdev.
 *
 * Returns: 1 for a guest with hostdevs of ours, 0 for any other; -1 with libvirt's
 * error set when such a guest is refused */
static int
virFslMcSeamsEnter(const virDomainDef *def)
{
    if (!virFslMcDomainHasHostdevs(def))
        return 0;

    return virFslMcSeamsCheck() < 0 ? -1 : 1;
}


/* For seams that cannot fail. The error of the caller, who may be on the way out with
 * one, is left alone.
 *
 * Returns: whether our part is to be done */
static bool
virFslMcSeamsMayEnter(const virDomainDef *def)
{
    return virFslMcSeamsHold() && virFslMcDomainHasHostdevs(def);
}


int
virFslMcSeamsValidate(const virDomainDef *def)
{
    if (virFslMcSeamsEnter(def) < 0)
        return -1;

    return virFslMcDomainValidate(def);
}


/* When the daemon has loaded its guests, before it starts any or finds any that runs:
 * no other seam is called earlier. */
VIR_FSLMC_SEAM void
qemuProcessReconnectAll(virQEMUDriver *driver)
{
    virFslMcSeamsCheckDriver(driver);

    if (virFslMcSeamsHold())
        virFslMcAutostartHold(driver);

    qemuStock.qemuProcessReconnectAll(driver);
}


static int
virFslMcSeamsCheckEmulator(virQEMUDriver *driver,
                           const char *emulator,
                           GPtrArray *devices)
{
    guint i;

    for (i = 0; i < devices->len; i++) {
        if (virFslMcEmulatorCheck(driver, emulator, devices->pdata[i]) < 0)
            return -1;
    }

    return 0;
}


/* The start of a guest waits here, for its emulator and for its devices, with
 * the guest unlocked: whoever lists domains takes the lock of each of them. The
 * job of the start keeps everybody from changing the guest meanwhile, but for
 * who destroys it; that cancels the start. */
static int
virFslMcSeamsPrepareUnlocked(virQEMUDriver *driver,
                             virDomainObj *vm,
                             GPtrArray *hostdevs)
{
    g_autofree char *emulator = g_strdup(vm->def->emulator);
    g_autofree char *name = g_strdup(vm->def->name);
    g_autoptr(virFslMcGuestStart) start = NULL;
    g_autoptr(GPtrArray) devices = NULL;
    int ret = -1;

    if (!(devices = virFslMcGuestFindDevices(vm->def, hostdevs)))
        return -1;

    start = virFslMcGuestStartNew(name);
    virObjectUnlock(vm);
    if (virFslMcSeamsCheckEmulator(driver, emulator, devices) == 0)
        ret = virFslMcGuestPrepare(start, hostdevs);
    virObjectLock(vm);

    if (!virDomainObjIsActive(vm)) {
        virReportError(VIR_ERR_OPERATION_FAILED,
                       _("domain %1$s was destroyed while it waited for its devices"),
                       name);
        return -1;
    }

    return ret;
}


/* A guest that goes on from where it was saved did not have the device there:
 * with it it would not have been saved. */
static int
virFslMcSeamsCheckColdBoot(GPtrArray *hostdevs,
                           unsigned int flags)
{
    const virFslMcHostdevDef *first = g_ptr_array_index(hostdevs, 0);

    if (flags & VIR_QEMU_PROCESS_START_NEW)
        return 0;

    virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                   _("cannot restore a domain with <hostdev mode='subsystem' type='%1$s'>, which its saved state is without"),
                   first->kind->type);
    return -1;
}


static int
virFslMcSeamsPrepare(virQEMUDriver *driver,
                     virDomainObj *vm,
                     unsigned int flags)
{
    g_autoptr(GPtrArray) hostdevs = NULL;

    if (!(hostdevs = virFslMcDomainGetHostdevs(vm->def)) ||
        virFslMcSeamsCheckColdBoot(hostdevs, flags) < 0)
        return -1;

    if (virFslMcDomainValidate(vm->def) < 0 ||
        virFslMcSeamsPrepareUnlocked(driver, vm, hostdevs) < 0) {
        virFslMcAuditHostdevs(vm->def, hostdevs, "start", false);
        return -1;
    }

    /* what was chosen by a label is the guest's as long as it runs */
    virFslMcCarriageSet(&vm->def->metadata, hostdevs);
    return 0;
}


/* From every kind of start: what a guest needs of the host. Ours comes first,
 * because nothing has to be undone yet when the guest is destroyed meanwhile. */
VIR_FSLMC_SEAM int
qemuProcessPrepareHost(virQEMUDriver *driver,
                       virDomainObj *vm,
                       unsigned int flags)
{
    int entered;

    if ((flags & VIR_QEMU_PROCESS_START_NEW) &&
        virFslMcNovaApply(VIR_FSLMC_NOVA_CONFIG, vm->def) < 0)
        return -1;

    if ((entered = virFslMcSeamsEnter(vm->def)) < 0 ||
        (entered > 0 && virFslMcSeamsPrepare(driver, vm, flags) < 0))
        return -1;

    return qemuStock.qemuProcessPrepareHost(driver, vm, flags);
}


/* The hostdevs to put on a command line, and QEMU's devices for them. The emulator of a
 * guest that starts was asked before; that of domxml-to-native is asked here, where nobody
 * else can have the guest. */
static GPtrArray *
virFslMcSeamsGetForCommand(virDomainObj *vm,
                           GPtrArray **devices)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    g_autoptr(GPtrArray) hostdevs = NULL;

    if (virFslMcDomainValidate(vm->def) < 0 ||
        !(hostdevs = virFslMcDomainGetHostdevs(vm->def)) ||
        !(*devices = virFslMcGuestFindDevices(vm->def, hostdevs)) ||
        (!virDomainObjIsActive(vm) &&
         virFslMcSeamsCheckEmulator(priv->driver, vm->def->emulator, *devices) < 0))
        return NULL;

    return g_steal_pointer(&hostdevs);
}


static int
virFslMcSeamsAddToCommand(virCommand *cmd,
                          virDomainObj *vm,
                          GPtrArray *hostdevs,
                          GPtrArray *devices)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    guint i;

    for (i = 0; i < devices->len; i++)
        virFslMcEmulatorAddPreload(vm->def->emulator, devices->pdata[i], cmd);

    return virFslMcCommandAddHostdevs(cmd, vm->def, priv->qemuCaps, hostdevs, devices);
}


/* From qemuProcessLaunch(), and for domxml-to-native, which starts nothing. */
VIR_FSLMC_SEAM virCommand *
qemuBuildCommandLine(virDomainObj *vm,
                     const char *migrateURI,
                     virDomainMomentObj *snapshot,
                     virNetDevVPortProfileOp vmop,
                     size_t *nnicindexes,
                     int **nicindexes)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    g_autoptr(GPtrArray) devices = NULL;
    g_autoptr(virCommand) cmd = NULL;
    int entered;

    if ((entered = virFslMcSeamsEnter(vm->def)) < 0)
        return NULL;

    if (entered > 0) {
        if (!(hostdevs = virFslMcSeamsGetForCommand(vm, &devices)))
            return NULL;
        virFslMcCommandPrepareBootOrder(vm->def, hostdevs);
    }

    if (!(cmd = qemuStock.qemuBuildCommandLine(vm, migrateURI, snapshot, vmop,
                                               nnicindexes, nicindexes)))
        return NULL;

    if (hostdevs && virFslMcSeamsAddToCommand(cmd, vm, hostdevs, devices) < 0)
        return NULL;

    return g_steal_pointer(&cmd);
}


/* From qemuProcessLaunch(), and when memory or devices come or go. */
VIR_FSLMC_SEAM unsigned long long
qemuDomainGetMemLockLimitBytes(virDomainDef *def
                               VIR_FSLMC_MEMLOCK_FORCE_PARAM)
{
    unsigned long long limit;

    limit = qemuStock.qemuDomainGetMemLockLimitBytes(def VIR_FSLMC_MEMLOCK_FORCE);

    return virFslMcSeamsMayEnter(def) ? virFslMcRightsMemLockLimit(def, limit) : limit;
}


/* From here to the labels QEMU's process is there and waits: it is what enters
 * name space and cgroup before it becomes QEMU. */
VIR_FSLMC_SEAM int
qemuDomainBuildNamespace(virQEMUDriverConfig *cfg,
                         virDomainObj *vm)
{
    g_autoptr(GPtrArray) nodes = NULL;
    int entered;

    if (qemuStock.qemuDomainBuildNamespace(cfg, vm) < 0)
        return -1;

    if ((entered = virFslMcSeamsEnter(vm->def)) <= 0)
        return entered;

    nodes = virFslMcGuestGetNodes(vm->def->name);

    return virFslMcRightsSetupNamespace(vm, nodes);
}


VIR_FSLMC_SEAM int
qemuSetupCgroup(virDomainObj *vm,
                size_t nnicindexes,
                int *nicindexes)
{
    g_autoptr(GPtrArray) nodes = NULL;
    int entered;

    if (qemuStock.qemuSetupCgroup(vm, nnicindexes, nicindexes) < 0)
        return -1;

    if ((entered = virFslMcSeamsEnter(vm->def)) <= 0)
        return entered;

    nodes = virFslMcGuestGetNodes(vm->def->name);

    return virFslMcRightsSetupCgroup(vm, nodes);
}


static int
virFslMcSeamsSetLabels(virQEMUDriver *driver,
                       virDomainObj *vm)
{
    g_autoptr(GPtrArray) nodes = NULL;
    int entered;

    if ((entered = virFslMcSeamsEnter(vm->def)) <= 0)
        return entered;

    nodes = virFslMcGuestGetNodes(vm->def->name);

    return virFslMcRightsSetLabels(driver, vm, nodes);
}


/* When this fails, libvirt takes it that no label was changed. */
VIR_FSLMC_SEAM int
qemuSecuritySetAllLabel(virQEMUDriver *driver,
                        virDomainObj *vm,
                        const char *incomingPath,
                        bool migrated)
{
    if (qemuStock.qemuSecuritySetAllLabel(driver, vm, incomingPath, migrated) < 0)
        return -1;

    if (virFslMcSeamsSetLabels(driver, vm) < 0) {
        virErrorPtr error;

        virErrorPreserveLast(&error);
        qemuStock.qemuSecurityRestoreAllLabel(driver, vm, migrated);
        virErrorRestore(&error);
        return -1;
    }

    return 0;
}


static int
virFslMcSeamsCheckStarted(virQEMUDriver *driver,
                          virDomainObj *vm)
{
    g_autoptr(GPtrArray) hostdevs = virFslMcDomainGetHostdevs(vm->def);

    if (!hostdevs)
        return -1;

    return virFslMcGuestCheckStarted(driver, vm, hostdevs,
                                     virFslMcRightsCountStockVFIO(vm->def));
}


static void
virFslMcSeamsSetStarted(const virDomainDef *def)
{
    g_autoptr(GPtrArray) hostdevs = virFslMcDomainGetHostdevs(def);

    virFslMcGuestSetStarted(def->name);
    if (hostdevs)
        virFslMcAuditHostdevs(def, hostdevs, "start", true);
}


/* The end of every start, of whatever kind: QEMU is connected, and the guest
 * has not run yet. */
VIR_FSLMC_SEAM int
qemuProcessFinishStartup(virQEMUDriver *driver,
                         virDomainObj *vm,
                         virDomainAsyncJob asyncJob,
                         bool startCPUs,
                         virDomainPausedReason pausedReason)
{
    int entered = virFslMcSeamsEnter(vm->def);

    if (entered < 0 || (entered > 0 && virFslMcSeamsCheckStarted(driver, vm) < 0))
        return -1;

    if (qemuStock.qemuProcessFinishStartup(driver, vm, asyncJob, startCPUs,
                                           pausedReason) < 0)
        return -1;

    if (entered > 0)
        virFslMcSeamsSetStarted(vm->def);

    return 0;
}


/* The process that libvirt finds the guest in; 0 when it does not tell. */
static pid_t
virFslMcSeamsGetPid(virQEMUDriver *driver,
                    const virDomainDef *def)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    g_autofree char *path = virPidFileBuildPath(cfg->stateDir, def->name);
    pid_t pid;

    return virPidFileReadPath(path, &pid) == 0 ? pid : 0;
}


/* @def is the live definition, which is to have the devices that the guest has:
 * what is not in it keeps nobody from saving or migrating the guest. libvirt writes
 * it to the guest's status file when it has reconnected. */
static void
virFslMcSeamsUpdateActive(virQEMUDriver *driver,
                          virDomainDef *def)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    guint defined;

    if (!(hostdevs = virFslMcDomainGetHostdevs(def))) {
        VIR_ERROR(_("cannot tell which devices domain %1$s uses: %2$s"),
                  def->name, virGetLastErrorMessage());
        virResetLastError();
        return;
    }

    defined = hostdevs->len;
    virFslMcGuestUpdateActive(def->name, hostdevs, virFslMcSeamsGetPid(driver, def),
                              virFslMcRightsCountStockVFIO(def));
    if (hostdevs->len < defined)
        virFslMcCarriageSet(&def->metadata, hostdevs);
}


/* From qemuProcessReconnect(), in a thread for each guest, which may be earlier
 * or later than anything that follows in the daemon's start. An error ends the
 * guest, and then what it uses has to be known. */
VIR_FSLMC_SEAM int
qemuHostdevUpdateActiveDomainDevices(virQEMUDriver *driver,
                                     virDomainDef *def)
{
    if (virFslMcSeamsMayEnter(def))
        virFslMcSeamsUpdateActive(driver, def);

    return qemuStock.qemuHostdevUpdateActiveDomainDevices(driver, def);
}


/* Before a running guest is moved, saved, dumped or made a snapshot of with its
 * memory. QEMU would refuse that as well, but later, and less clearly. */
VIR_FSLMC_SEAM bool
qemuMigrationSrcIsAllowed(virDomainObj *vm,
                          bool remote,
                          int asyncJob,
                          unsigned int flags)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    int entered = (flags & VIR_MIGRATE_OFFLINE) ? 0 : virFslMcSeamsEnter(vm->def);

    if (entered < 0 || (entered > 0 && !(hostdevs = virFslMcDomainGetHostdevs(vm->def))))
        return false;

    if (hostdevs) {
        const virFslMcHostdevDef *first = g_ptr_array_index(hostdevs, 0);

        virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                       _("cannot migrate a domain with <hostdev mode='subsystem' type='%1$s'>"),
                       first->kind->type);
        return false;
    }

    return qemuStock.qemuMigrationSrcIsAllowed(vm, remote, asyncJob, flags);
}


/* From qemuProcessStop(), when QEMU is gone. */
VIR_FSLMC_SEAM void
qemuSecurityRestoreAllLabel(virQEMUDriver *driver,
                            virDomainObj *vm,
                            bool migrated)
{
    if (virFslMcSeamsMayEnter(vm->def)) {
        g_autoptr(GPtrArray) nodes = virFslMcGuestGetNodes(vm->def->name);

        virFslMcRightsRestoreLabels(driver, vm, nodes);
    }

    qemuStock.qemuSecurityRestoreAllLabel(driver, vm, migrated);
}


static void
virFslMcSeamsReAttach(const virDomainDef *def)
{
    g_autoptr(GPtrArray) hostdevs = NULL;

    if (virFslMcGuestIsStarting(def->name) &&
        (hostdevs = virFslMcDomainGetHostdevs(def)))
        virFslMcAuditHostdevs(def, hostdevs, "start", false);

    virFslMcGuestReAttach(def->name);
}


/* From qemuProcessStop(), also after a start that failed at any point. */
VIR_FSLMC_SEAM void
qemuHostdevReAttachDomainDevices(virQEMUDriver *driver,
                                 virDomainDef *def)
{
    if (virFslMcSeamsMayEnter(def))
        virFslMcSeamsReAttach(def);

    qemuStock.qemuHostdevReAttachDomainDevices(driver, def);
}
