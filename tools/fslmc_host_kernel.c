/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_kernel.c: what the kernel has to be asked, beyond sysfs
 *
 * Source: Documentation/virt/kvm/api.rst and …/devices/arm-vgic-v3.rst.
 */

#include "fslmc-config.h"

#include <fcntl.h>
#include <linux/kvm.h>
#include <sys/ioctl.h>

#include "fslmc_fd.h"
#include "fslmc_host.h"
#include "fslmc_mc.h"

static bool
virFslMcHostKvmHas(int vm, guint32 type)
{
    struct kvm_create_device device = { .type = type, .flags = KVM_CREATE_DEVICE_TEST };

    return ioctl(vm, KVM_CREATE_DEVICE, &device) == 0;
}

void
virFslMcHostFindKvm(virFslMcHost *host)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetDevRoot(host->bus), "kvm", NULL);
    VIR_FSLMC_AUTOCLOSE kvm = open(path, O_RDWR | O_CLOEXEC | O_NOCTTY);
    VIR_FSLMC_AUTOCLOSE vm = -1;

    if (kvm < 0) {
        host->kvm = errno == EACCES || errno == EPERM ?
            VIR_FSLMC_HOST_KVM_DENIED : VIR_FSLMC_HOST_KVM_MISSING;
        return;
    }

    if ((vm = ioctl(kvm, KVM_CREATE_VM, 0)) < 0)
        host->kvm = VIR_FSLMC_HOST_KVM_MISSING;
    else if (!virFslMcHostKvmHas(vm, KVM_DEV_TYPE_ARM_VGIC_V3))
        host->kvm = VIR_FSLMC_HOST_KVM_NO_GIC;
    else if (!virFslMcHostKvmHas(vm, KVM_DEV_TYPE_ARM_VGIC_ITS))
        host->kvm = VIR_FSLMC_HOST_KVM_NO_ITS;
    else
        host->kvm = VIR_FSLMC_HOST_KVM_READY;
}

static void
virFslMcHostAskFree(virFslMcHost *host, const char *root)
{
    g_autoptr(virFslMcMc) mc = virFslMcMcNew(host->bus, root, NULL);

    if (mc)
        host->mcFree = virFslMcMcListFree(mc, NULL);
}

void
virFslMcHostAskMc(virFslMcHost *host)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->bus, NULL);
    g_autoptr(GPtrArray) roots = g_ptr_array_new();
    g_autoptr(GError) error = NULL;
    guint i;

    for (i = 0; objects && host->privileged && i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectIsRoot(object))
            g_ptr_array_add(roots, (char *) virFslMcObjectGetName(object));
    }
    if (roots->len == 0)
        return;

    host->mcVersion = virFslMcMcGetVersion(host->bus, roots->pdata[0], &host->mcError);
    if (!host->mcVersion)
        return;

    g_ptr_array_add(roots, NULL);
    host->mcTree = virFslMcMcTreeRead(host->bus, (const char *const *) roots->pdata, &error);
    if (error)
        host->mcTreeError = g_strdup(error->message);
    else
        virFslMcHostAskFree(host, roots->pdata[0]);
}
