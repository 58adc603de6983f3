/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_rights.c: what a QEMU may do that has a container
 */

#include "fslmc_rights.h"

#include "domain_audit.h"
#include "virerror.h"
#include "virfile.h"
#include "virhostdev.h"
#include "virlog.h"
#include "virutil.h"

#include "fslmc_memlock_compat.h"
#include "fslmc_stock.h"
#include "fslmc_transaction_compat.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.rights");

/* What libvirt allows a QEMU with a VFIO device beside the guest's memory, for
 * the registers of other devices that DMA can reach; in KiB. */
#define VIR_FSLMC_RIGHTS_MMIO_KIB (1024 * 1024)

/* The security model that is about owners. */
#define VIR_FSLMC_RIGHTS_DAC "dac"


static unsigned int
virFslMcRightsCountHostdevs(const virDomainDef *def)
{
    unsigned int count = 0;
    size_t i;

    for (i = 0; i < def->nhostdevs; i++) {
        if (virHostdevIsPCIDevice(def->hostdevs[i]) ||
            virHostdevIsMdevDevice(def->hostdevs[i]))
            count++;
    }

    return count;
}


/* QEMU drives the disk itself, by VFIO. */
static unsigned int
virFslMcRightsCountNVMe(const virDomainDef *def)
{
    unsigned int count = 0;
    size_t i;

    for (i = 0; i < def->ndisks; i++) {
        if (virStorageSourceChainHasNVMe(def->disks[i]->src))
            count++;
    }

    return count;
}


unsigned int
virFslMcRightsCountStockVFIO(const virDomainDef *def)
{
    return virFslMcRightsCountHostdevs(def) + virFslMcRightsCountNVMe(def);
}


/* libvirt's rule for VFIO devices. They share one mapping of the guest's
 * memory, unless a virtual IOMMU gives each its own. */
unsigned long long
virFslMcRightsMemLockLimit(const virDomainDef *def,
                           unsigned long long stockLimit)
{
    unsigned long long memory = virDomainDefGetMemoryTotal(def) << 10;

    if (virMemoryLimitIsSet(def->mem.hard_limit) || def->mem.locked)
        return stockLimit;

    if (stockLimit == 0)
        return memory + ((unsigned long long) VIR_FSLMC_RIGHTS_MMIO_KIB << 10);

    if (VIR_FSLMC_MEMLOCK_SHARING(virFslMcRightsCountHostdevs(def),
                                  virFslMcRightsCountNVMe(def)) > 0 && !def->iommu)
        return stockLimit;

    return stockLimit + memory;
}


int
virFslMcRightsSetupNamespace(virDomainObj *vm,
                             GPtrArray *nodes)
{
    guint i;

    if (qemuStock.qemuDomainNamespaceSetupPath(vm, QEMU_DEV_VFIO, NULL) < 0)
        return -1;

    for (i = 0; i < nodes->len; i++) {
        if (qemuStock.qemuDomainNamespaceSetupPath(vm, g_ptr_array_index(nodes, i), NULL) < 0)
            return -1;
    }

    return 0;
}


static int
virFslMcRightsAllow(virDomainObj *vm,
                    const char *path)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    int perms = VIR_CGROUP_DEVICE_RW;
    int ret = virCgroupAllowDevicePath(priv->cgroup, path, perms, false);

    virDomainAuditCgroupPath(vm, priv->cgroup, "allow", path,
                             virCgroupGetDevicePermsString(perms), ret);

    return ret;
}


int
virFslMcRightsSetupCgroup(virDomainObj *vm,
                          GPtrArray *nodes)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    guint i;

    /* also when QEMU has no cgroup at all */
    if (!virCgroupHasController(priv->cgroup, VIR_CGROUP_CONTROLLER_DEVICES))
        return 0;

    if (virFslMcRightsAllow(vm, QEMU_DEV_VFIO) < 0)
        return -1;

    for (i = 0; i < nodes->len; i++) {
        if (virFslMcRightsAllow(vm, g_ptr_array_index(nodes, i)) < 0)
            return -1;
    }

    return 0;
}


/* Sets or restores the labels of a path in one security model, as the stock driver does
 * in all of them. */
static int
virFslMcRightsLabelIn(virQEMUDriver *driver,
                      virDomainObj *vm,
                      virSecurityManager *model,
                      const char *path,
                      bool restore)
{
    qemuDomainObjPrivate *priv = vm->privateData;
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    pid_t pid = -1;
    int ret = -1;

    if (qemuStock.qemuDomainNamespaceEnabled(vm, QEMU_DOMAIN_NS_MOUNT))
        pid = vm->pid;

    if (VIR_FSLMC_TRANSACTION_START(model, cfg) == 0 &&
        (restore ? virSecurityManagerDomainRestorePathLabel(model, vm->def, path) :
         virSecurityManagerDomainSetPathLabel(model, vm->def, path, false)) == 0)
        ret = VIR_FSLMC_TRANSACTION_COMMIT(model, pid, priv->rememberOwner);
    virSecurityManagerTransactionAbort(model);

    return ret;
}


/* The same in all models but DAC, which the host's wishes about owners are about. */
static int
virFslMcRightsLabelWithoutDAC(virQEMUDriver *driver,
                              virDomainObj *vm,
                              const char *path,
                              bool restore)
{
    g_autofree virSecurityManager **models = virSecurityManagerGetNested(driver->securityManager);
    size_t i;

    for (i = 0; models[i]; i++) {
        if (STRNEQ_NULLABLE(virSecurityManagerGetModel(models[i]), VIR_FSLMC_RIGHTS_DAC) &&
            virFslMcRightsLabelIn(driver, vm, models[i], path, restore) < 0)
            return -1;
    }

    return 0;
}


/* Whether libvirt is to change who owns a device of the host. Of the devices that
 * it knows it asks qemu.conf and the guest; of a path it does not. */
static bool
virFslMcRightsIsOwner(virQEMUDriver *driver,
                      virDomainDef *def)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    const virSecurityLabelDef *label = virDomainDefGetSecurityLabelDef(def, VIR_FSLMC_RIGHTS_DAC);

    return cfg->dynamicOwnership && (!label || label->relabel);
}


/* In a /dev of its own the node is QEMU's anyway. */
static int
virFslMcRightsSetLabel(virQEMUDriver *driver,
                       virDomainObj *vm,
                       const char *path)
{
    if (!virFslMcRightsIsOwner(driver, vm->def) &&
        !qemuStock.qemuDomainNamespaceEnabled(vm, QEMU_DOMAIN_NS_MOUNT))
        return virFslMcRightsLabelWithoutDAC(driver, vm, path, false);

    return qemuStock.qemuSecurityDomainSetPathLabel(driver, vm, path, false);
}


static void
virFslMcRightsRestoreLabel(virQEMUDriver *driver,
                           virDomainObj *vm,
                           const char *path)
{
    int rc;

    /* it may be gone with the container */
    if (!virFileExists(path))
        return;

    if (virFslMcRightsIsOwner(driver, vm->def))
        rc = qemuStock.qemuSecurityDomainRestorePathLabel(driver, vm, path);
    else
        rc = virFslMcRightsLabelWithoutDAC(driver, vm, path, true);

    if (rc < 0) {
        VIR_WARN("cannot restore the labels of %s: %s", path, virGetLastErrorMessage());
        virResetLastError();
    }
}


int
virFslMcRightsSetLabels(virQEMUDriver *driver,
                        virDomainObj *vm,
                        GPtrArray *nodes)
{
    guint i;

    for (i = 0; i < nodes->len; i++) {
        virErrorPtr error;

        if (virFslMcRightsSetLabel(driver, vm, g_ptr_array_index(nodes, i)) == 0)
            continue;

        virErrorPreserveLast(&error);
        while (i-- > 0)
            virFslMcRightsRestoreLabel(driver, vm, g_ptr_array_index(nodes, i));
        virErrorRestore(&error);
        return -1;
    }

    return 0;
}


void
virFslMcRightsRestoreLabels(virQEMUDriver *driver,
                            virDomainObj *vm,
                            GPtrArray *nodes)
{
    guint i;

    for (i = 0; i < nodes->len; i++)
        virFslMcRightsRestoreLabel(driver, vm, g_ptr_array_index(nodes, i));
}
