/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_check.c: whether a host can give containers and platform devices to guests
 */

#include "fslmc-config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_error.h"
#include "fslmc_host_checkpriv.h"
#include "fslmc_module.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"

static void
virFslMcHostResultFree(virFslMcHostResult *result)
{
    g_free(result->message);
    g_free(result->advice);
    g_free(result);
}

void
virFslMcHostAdd(GPtrArray *results,
                virFslMcHostStatus status,
                const char *check,
                char *message,
                const char *advice)
{
    virFslMcHostResult *result = g_new0(virFslMcHostResult, 1);

    result->status = status;
    result->check = check;
    result->message = message;
    result->advice = g_strdup(advice);
    g_ptr_array_add(results, result);
}

static bool
virFslMcHostCheckBus(virFslMcHost *host, GPtrArray *results)
{
    if (virFslMcBusExists(host->bus)) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "bus",
                        g_strdup(_("the kernel has the fsl-mc bus")), NULL);
        return true;
    }

    if (strcmp(host->machine, "aarch64") == 0)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "bus",
                        g_strdup(_("this kernel has no fsl-mc bus")),
                        _("boot a kernel with CONFIG_FSL_MC_BUS=y, as those of Debian"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "bus",
                        g_strdup_printf(_("this kernel has no fsl-mc bus: the machine is '%1$s'"),
                                        host->machine),
                        _("only arm64 machines with an NXP DPAA2 processor have the bus"));
    return false;
}

/* Why the MC did not tell its version: only what it did or did not answer is its own. */
static void
virFslMcHostCheckMcError(virFslMcHost *host, const char *root, GPtrArray *results)
{
    g_autofree char *node = g_build_filename(virFslMcBusGetDevRoot(host->bus), root, NULL);

    if (!g_file_test(node, G_FILE_TEST_EXISTS))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "mc",
                        g_strdup_printf(_("the Management Complex cannot be asked: there is no '%1$s'"),
                                        node),
                        _("the kernel makes it with CONFIG_FSL_MC_UAPI_SUPPORT=y, while the root container is on driver 'fsl_mc_dprc'; guests do not need it"));
    else if (g_error_matches(host->mcError, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "mc", g_strdup(host->mcError->message),
                        _("run this again when the other process, as restool, is done"));
    else if (g_error_matches(host->mcError, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "mc", g_strdup(host->mcError->message),
                        _("see who may open the device node"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "mc", g_strdup(host->mcError->message),
                        _("see what 'dmesg | grep fsl-mc' says; the firmware may have stopped, and comes back with the next boot"));
}

/* The root container, when there is one and the MC behind it answers. */
static const virFslMcObject *
virFslMcHostCheckMc(virFslMcHost *host, GPtrArray *objects, GPtrArray *results)
{
    const virFslMcObject *root = NULL;
    guint i;

    for (i = 0; i < objects->len && !root; i++) {
        if (virFslMcObjectIsRoot(objects->pdata[i]))
            root = objects->pdata[i];
    }

    if (!root) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "mc",
                        g_strdup(_("there is no root container: the kernel found no Management Complex, or it did not answer")),
                        _("see what 'dmesg | grep fsl-mc' says; the boot loader has to load the firmware and a DPL, and the device tree to have its node"));
        return NULL;
    }

    if (host->mcError)
        virFslMcHostCheckMcError(host, virFslMcObjectGetName(root), results);
    else if (host->mcVersion)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "mc",
                        g_strdup_printf(_("the Management Complex answers, its firmware is %1$s"),
                                        host->mcVersion), NULL);
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "mc",
                        g_strdup_printf(_("the Management Complex made '%1$s'; whether it answers now only root can ask"),
                                        virFslMcObjectGetName(root)),
                        _("run this as root"));

    if (host->mcTreeError)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "mc",
                        g_strdup_printf(_("what the Management Complex has in each container could not be read: %1$s"),
                                        host->mcTreeError),
                        _("run this again"));
    return root;
}

static void
virFslMcHostCheckVfio(virFslMcHost *host, GPtrArray *results)
{
    g_autofree char *driver = g_build_filename(virFslMcBusGetSysfsRoot(host->bus),
                                               VIR_FSLMC_DRIVERS_DIR,
                                               VIR_FSLMC_DRIVER_VFIO, NULL);

    if (g_file_test(driver, G_FILE_TEST_IS_DIR))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "vfio",
                        g_strdup_printf(_("driver '%1$s' is there"), VIR_FSLMC_DRIVER_VFIO),
                        NULL);
    else if (virFslMcModuleIsLoadable(host->bus, &virFslMcKindFslMc))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "vfio",
                        g_strdup_printf(_("driver '%1$s' is a module and is loaded when it is needed"),
                                        VIR_FSLMC_DRIVER_VFIO),
                        NULL);
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "vfio",
                        g_strdup_printf(_("driver '%1$s' is not there, and modprobe would not load its module"),
                                        VIR_FSLMC_DRIVER_VFIO),
                        _("install the kernel's modules, or boot a kernel with CONFIG_VFIO_FSL_MC=m; a module that is there may be blacklisted in /etc/modprobe.d"));
}

/* Returns: (transfer full) (nullable): the device tree node of the bus */
static char *
virFslMcHostFindNode(const virFslMcObject *root)
{
    g_autofree char *device = g_path_get_dirname(virFslMcObjectGetPath(root));
    g_autofree char *link = g_build_filename(device, "of_node", NULL);
    char *path = realpath(link, NULL);
    char *copy = g_strdup(path);

    free(path);
    return copy;
}

static const char *
virFslMcHostExplainNoGroup(virFslMcHost *host, const virFslMcObject *root)
{
    g_autofree char *node = virFslMcHostFindNode(root);
    g_autofree char *map = node ? g_build_filename(node, "iommu-map", NULL) : NULL;
    g_autofree char *ranges = node ? g_build_filename(node, "..", "dma-ranges", NULL) : NULL;
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(host->bus),
                                             "class", "iommu", NULL);
    g_autoptr(GDir) iommus = g_dir_open(path, 0, NULL);

    if (map && !g_file_test(map, G_FILE_TEST_EXISTS))
        return _("the node of the bus in the device tree has no 'iommu-map': boot with a device tree that has it");
    if (ranges && !g_file_test(ranges, G_FILE_TEST_EXISTS))
        return _("the node above the bus in the device tree has no 'dma-ranges': boot with a device tree that has it");
    if (!iommus || !g_dir_read_name(iommus))
        return _("no IOMMU has a driver: boot with a device tree that describes the SMMU, and a kernel with CONFIG_ARM_SMMU");

    return _("see what 'dmesg | grep -i -e smmu -e iommu' says");
}

static bool
virFslMcHostCheckIommu(virFslMcHost *host,
                       const virFslMcObject *root,
                       GPtrArray *objects,
                       GPtrArray *results)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        if (virFslMcObjectGetIommuGroup(objects->pdata[i]) >= 0) {
            virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "iommu",
                            g_strdup(_("containers have IOMMU groups")), NULL);
            return true;
        }
    }

    virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "iommu",
                    g_strdup(_("nothing on the fsl-mc bus has an IOMMU group")),
                    virFslMcHostExplainNoGroup(host, root));
    return false;
}

/* Whether a guest that has a container is among @host's guests for sure: only a
 * daemon with our module tells of the device. */
static bool
virFslMcHostKnowsGuests(const virFslMcHost *host)
{
    guint i;

    for (i = 0; host->guestsListed && !host->guestsError && i < host->daemons->len; i++) {
        const virFslMcHostDaemon *daemon = g_ptr_array_index(host->daemons, i);

        if (daemon->hasOurs[1])
            return true;
    }

    return false;
}

/* Whether the process is one of libvirt's daemons, which hold a group while they move
 * the container or reset it. */
static bool
virFslMcHostHolderIsDaemon(const virFslMcHost *host, const virFslMcHostHolder *holder)
{
    guint i;

    for (i = 0; i < host->daemons->len; i++) {
        const virFslMcHostDaemon *daemon = g_ptr_array_index(host->daemons, i);

        if (daemon->pid == (int) holder->pid)
            return true;
    }

    return false;
}

/* Nothing here may have a guest ended that is somebody's: what is said of a process
 * depends on what could be seen of it. */
static void
virFslMcHostCheckHolder(virFslMcHost *host,
                        const virFslMcObject *container,
                        GPtrArray *results)
{
    const char *name = virFslMcObjectGetName(container);
    int group = virFslMcObjectGetIommuGroup(container);
    const virFslMcHostHolder *holder = virFslMcHostFindHolder(host, name);
    pid_t now = virFslMcVfioGroupHolder(host->bus, group);

    if ((holder ? holder->pid : 0) != now)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "container",
                        g_strdup_printf(_("'%1$s': a process opened or closed its IOMMU group %2$d while this ran"),
                                        name, group),
                        _("run this again"));
    else if (holder && virFslMcHostHolderIsDaemon(host, holder))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "container",
                        g_strdup_printf(_("'%1$s': %2$s (process %3$d) is at work on it"),
                                        name, holder->name, (int) holder->pid),
                        _("run this again"));
    else if (holder && !virFslMcHostKnowsGuests(host))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "container",
                        g_strdup_printf(_("'%1$s': its IOMMU group %2$d is held by process %3$d (%4$s); whether that is a guest of libvirt's cannot be told"),
                                        name, group, (int) holder->pid, holder->name),
                        host->privileged ?
                        _("see what is said about libvirt and its daemons below") :
                        _("run this as root"));
    else if (holder && holder->machine)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "container",
                        g_strdup_printf(_("'%1$s': its IOMMU group %2$d is held by the virtual machine '%3$s' (process %4$d), which does not have the container from libvirt"),
                                        name, group, holder->machine, (int) holder->pid),
                        _("leave the container to it, or shut it down with what started it"));
    else if (holder)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "container",
                        g_strdup_printf(_("'%1$s': its IOMMU group %2$d is held by process %3$d (%4$s), which is no guest of libvirt's"),
                                        name, group, (int) holder->pid, holder->name),
                        _("end that process, or leave the container to it"));
    else if (host->privileged)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "container",
                        g_strdup_printf(_("'%1$s' is detached, and no process holds its IOMMU group %2$d"),
                                        name, group), NULL);
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "container",
                        g_strdup_printf(_("'%1$s' is detached; whether a process holds its IOMMU group %2$d only root can see"),
                                        name, group),
                        _("run this as root"));
}

/* Says what the MC has in @container, or in a container nested in it, that a guest does
 * not get: objects that are not plugged, which a kernel passes over, and such as were
 * added after the container was detached. */
static void
virFslMcHostCheckObjects(const virFslMcHost *host,
                         const virFslMcObject *container,
                         const char *name,
                         GPtrArray *objects,
                         GPtrArray *results)
{
    g_autoptr(GPtrArray) children = virFslMcMcTreeChildren(host->mcTree, name);
    guint i;

    for (i = 0; i < children->len; i++) {
        const virFslMcMcObject *object = g_ptr_array_index(children, i);
        bool nested = strcmp(object->type, "dprc") == 0;

        if (!object->plugged && !nested) {
            g_autofree char *advice =
                g_strdup_printf(_("plug it while no guest has the container: 'restool dprc assign %1$s --object=%2$s --child=%1$s --plugged=1'"),
                                name, object->name);

            virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "container",
                            g_strdup_printf(_("'%1$s': '%2$s' is not plugged: the kernel of a guest does not see it"),
                                            name, object->name),
                            advice);
        }
        if (virFslMcObjectIsDetached(container) && !virFslMcListFind(objects, object->name))
            virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "container",
                            g_strdup_printf(_("'%1$s': '%2$s' was added after it was detached: guests do not get it"),
                                            name, object->name),
                            _("detach it anew when no guest has it: 'virsh nodedev-reattach', then 'virsh nodedev-detach'"));
        else if (nested)
            virFslMcHostCheckObjects(host, container, object->name, objects, results);
    }
}

/* Why the rule of src/fslmc says that a guest cannot have the container. */
static void
virFslMcHostAddNotAssignable(const GError *error, GPtrArray *results)
{
    if (g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "container", g_strdup(error->message),
                        _("leave the container to it: it may be a guest"));
    else if (g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NO_IOMMU_GROUP))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "container", g_strdup(error->message),
                        _("see what 'dmesg | grep fsl-mc' says about it"));
    else if (g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_UNBOUND))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "container", g_strdup(error->message),
                        _("'virsh nodedev-detach' binds what has no driver"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "container", g_strdup(error->message),
                        _("detach it anew: 'virsh nodedev-reattach', then 'virsh nodedev-detach'"));
}

/* Returns: whether @container, or what has the container around it, is in use */
static bool
virFslMcHostCheckUse(virFslMcHost *host,
                     const virFslMcObject *container,
                     const char *around,
                     GPtrArray *results)
{
    const char *name = virFslMcObjectGetName(container);
    const virFslMcHostGuest *guest = virFslMcHostFindGuest(host, name);

    if (guest && around)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "container",
                        g_strdup_printf(_("'%1$s': '%2$s' in it is in use by guest '%3$s'"),
                                        around, name, guest->name), NULL);
    else if (guest)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "container",
                        g_strdup_printf(_("'%1$s' is in use by guest '%2$s'"), name, guest->name),
                        NULL);
    else if (virFslMcObjectIsDetached(container) &&
             (virFslMcHostFindHolder(host, name) ||
              virFslMcVfioGroupHolder(host->bus, virFslMcObjectGetIommuGroup(container)) != 0))
        virFslMcHostCheckHolder(host, container, results);
    else
        return false;

    return true;
}

static void
virFslMcHostCheckContainer(virFslMcHost *host,
                           const virFslMcObject *container,
                           GPtrArray *objects,
                           GPtrArray *results)
{
    const char *name = virFslMcObjectGetName(container);
    g_autoptr(GPtrArray) children = virFslMcListChildren(objects, name);
    g_autoptr(GPtrArray) nested = virFslMcListNested(objects, name);
    g_autoptr(GError) error = NULL;
    guint i;

    if (virFslMcHostCheckUse(host, container, NULL, results))
        return;
    for (i = 0; i < nested->len; i++) {
        if (virFslMcHostCheckUse(host, nested->pdata[i], name, results))
            return;
    }

    if (!virFslMcAssignableCheck(host->bus, container, objects, &error))
        virFslMcHostAddNotAssignable(error, results);
    else if (virFslMcObjectIsDetached(container))
        virFslMcHostCheckHolder(host, container, results);
    /* the host's driver does not take it, and what is in it is not in sysfs */
    else if (virFslMcHostIsUnplugged(host, container))
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "container",
                        g_strdup_printf(_("'%1$s' is free for a guest; it is not plugged, as all containers that are made at run time"),
                                        name), NULL);
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "container",
                        g_strdup_printf(_("'%1$s' with %2$u objects is free for a guest"),
                                        name, children->len), NULL);
}

static void
virFslMcHostCheckContainers(virFslMcHost *host,
                            GPtrArray *objects,
                            GPtrArray *results)
{
    guint count = 0;
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        const char *parent = virFslMcObjectGetParent(object);
        const virFslMcObject *above = parent ? virFslMcListFind(objects, parent) : NULL;

        /* what is nested in a container goes where that goes */
        if (!virFslMcObjectIsContainer(object) || !above || !virFslMcObjectIsRoot(above))
            continue;

        count++;
        virFslMcHostCheckContainer(host, object, objects, results);
        if (host->mcTree)
            virFslMcHostCheckObjects(host, object, virFslMcObjectGetName(object),
                                     objects, results);
    }

    if (count == 0)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "container",
                        g_strdup(_("there is no container but the root container")),
                        _("make one for a guest, see 'A container' in the operator's guide"));
}

/* @only: platform devices are all that guests can have: they need neither KVM nor a GIC of
 * some version */
static void
virFslMcHostCheckKvm(virFslMcHost *host, bool only, GPtrArray *results)
{
    switch (host->kvm) {
    case VIR_FSLMC_HOST_KVM_READY:
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "kvm",
                        g_strdup(_("KVM has a GICv3 with ITS for guests")), NULL);
        break;
    case VIR_FSLMC_HOST_KVM_MISSING:
        virFslMcHostAdd(results, only ? VIR_FSLMC_HOST_WARN : VIR_FSLMC_HOST_FAIL, "kvm",
                        g_strdup(only ? _("there is no KVM: guests are emulated") :
                                 _("there is no KVM, which guests with the device need")),
                        _("see what 'dmesg | grep kvm' says; the boot loader has to start the kernel in EL2"));
        break;
    case VIR_FSLMC_HOST_KVM_DENIED:
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "kvm",
                        g_strdup(_("KVM is there; what it has for guests only its users can see")),
                        _("run this as root"));
        break;
    case VIR_FSLMC_HOST_KVM_NO_GIC:
    case VIR_FSLMC_HOST_KVM_NO_ITS:
        if (only) {
            virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "kvm",
                            g_strdup(_("KVM is there")), NULL);
            break;
        }
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "kvm",
                        host->kvm == VIR_FSLMC_HOST_KVM_NO_GIC ?
                        g_strdup(_("KVM has no GICv3 for guests")) :
                        g_strdup(_("KVM has no ITS for guests")),
                        _("the device needs both; they depend on the host's own interrupt controller"));
        break;
    }
}

static void
virFslMcHostCheckEmulators(virFslMcHost *host, GPtrArray *results)
{
    const virFslMcHostEmulator *refused = NULL;
    bool found = false;
    guint i;

    for (i = 0; i < host->emulators->len; i++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        if (emulator->refusal)
            refused = emulator;
        if (!emulator->hasDevice)
            continue;
        found = true;
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "emulator",
                        g_strdup_printf(_("'%1$s' has the device, its version is %2$s"),
                                        emulator->path,
                                        emulator->version ? emulator->version : "?"),
                        NULL);
    }

    if (!found && refused)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "emulator",
                        g_strdup_printf(_("'%1$s' cannot have the device of the package qemu-vfio-fsl-mc: %2$s"),
                                        refused->path, refused->refusal),
                        _("use the QEMU of the distribution that the package is of, or a package for this QEMU"));
    else if (!found)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "emulator",
                        g_strdup_printf(_("none of the %1$u QEMUs for arm64 has the device 'vfio-fsl-mc'"),
                                        host->emulators->len),
                        _("install the package qemu-vfio-fsl-mc; or NXP's QEMU beside the distribution's, as qemu-system-aarch64-NAME, and name it as <emulator> of the guest"));
}

static void
virFslMcHostCheckDaemon(const virFslMcHostDaemon *daemon, GPtrArray *results)
{
    const char *missing = NULL;

    if (!daemon->readable) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "daemon",
                        g_strdup_printf(_("what %1$s (process %2$d) has loaded only root can see"),
                                        daemon->name, daemon->pid),
                        _("run this as root"));
        return;
    }

    if (daemon->hasStock[0] && !daemon->hasOurs[0])
        missing = "nodedev";
    else if (daemon->hasStock[1] && !daemon->hasOurs[1])
        missing = "qemu";

    if (!daemon->hasStock[0] && !daemon->hasStock[1])
        virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "daemon",
                        g_strdup_printf(_("%1$s (process %2$d) has loaded neither of libvirt's drivers for QEMU and node devices"),
                                        daemon->name, daemon->pid),
                        _("install libvirt's own packages with these drivers, and restart the daemon"));
    else if (missing && daemon->isOutdated)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "daemon",
                        g_strdup_printf(_("%1$s (process %2$d) has a module of ours loaded that was replaced or removed since"),
                                        daemon->name, daemon->pid),
                        _("restart the daemon"));
    else if (missing)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "daemon",
                        g_strdup_printf(_("%1$s (process %2$d) runs without our module for its driver '%3$s'"),
                                        daemon->name, daemon->pid, missing),
                        _("restart the daemon; if that does not help, its log says why: look for 'libvirt-fslmc'"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "daemon",
                        g_strdup_printf(_("%1$s has our modules loaded"), daemon->name), NULL);

    /* guests are children of the QEMU driver's daemon */
    if (!daemon->hasStock[1])
        return;

    if (daemon->limitsMemlock)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "memlock",
                        g_strdup_printf(_("%1$s may not raise the limit of locked memory, which guests with the device need"),
                                        daemon->name),
                        _("give it CAP_SYS_RESOURCE"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "memlock",
                        g_strdup_printf(_("%1$s may raise a guest's limit of locked memory"),
                                        daemon->name), NULL);
}

/* Where the kernel says "Y" when AppArmor is enabled, below /sys. */
#define APPARMOR_ENABLED "module/apparmor/parameters/enabled"

/* Returns: (transfer full) (nullable): a directory that QEMU has to read for a guest
 *   with a container, and that the profile of guests keeps it from */
static char *
virFslMcHostFindUnreadable(const virFslMcHost *host, GPtrArray *objects)
{
    size_t skipped = strlen(virFslMcBusGetSysfsRoot(host->bus));
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *container = g_ptr_array_index(objects, i);
        g_autofree char *directory = NULL;
        g_autofree char *object = NULL;

        if (!virFslMcObjectIsContainer(container))
            continue;

        /* guests never get a root container: a container in it, which may not be
         * there yet, stands for it */
        directory = g_strconcat("/sys", virFslMcObjectGetPath(container) + skipped,
                                virFslMcObjectIsRoot(container) ? "/dprc.2/" : "/", NULL);
        object = g_strconcat(directory, "dpni.1/", NULL);
        if (!virFslMcHostProfileAllowsRead(host->guestProfile, directory) ||
            !virFslMcHostProfileAllowsRead(host->guestProfile, object))
            return g_steal_pointer(&directory);
    }

    return NULL;
}

static void
virFslMcHostCheckAppArmor(virFslMcHost *host, GPtrArray *objects, GPtrArray *results)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(host->bus),
                                             APPARMOR_ENABLED, NULL);
    g_autofree char *enabled = virFslMcSysfsRead(path);
    g_autofree char *unreadable = host->guestProfile ?
        virFslMcHostFindUnreadable(host, objects) : NULL;

    if (host->confines && !host->guestProfile)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "apparmor",
                        g_strdup_printf(_("AppArmor confines guests; their profile '%1$s' cannot be read"),
                                        VIR_FSLMC_HOST_GUEST_PROFILE),
                        _("see what 'apparmor_parser --preprocess' says about it"));
    else if (host->confines && !unreadable)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "apparmor",
                        g_strdup(_("AppArmor confines guests, and QEMU may read what is in a container")),
                        NULL);
    else if (host->confines)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "apparmor",
                        g_strdup_printf(_("AppArmor confines guests, and their profile does not let QEMU read '%1$s': it would not see what is in a container"),
                                        unreadable),
                        _("see that '/etc/apparmor.d/abstractions/libvirt-qemu.d/libvirt-fslmc' is there and, on Debian 12, that '/etc/apparmor.d/local/abstractions/libvirt-qemu' includes it"));
    else if (g_strcmp0(enabled, "Y") == 0)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_WARN, "apparmor",
                        g_strdup(_("AppArmor is enabled, but libvirt does not confine guests by it")),
                        _("unless that is wanted, see that the profile of the daemon is enforced, and what security_driver is in /etc/libvirt/qemu.conf"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "apparmor",
                        g_strdup(_("AppArmor is not enabled, and confines no guest")), NULL);
}

/* Returns: whether the daemon could have our modules */
static bool
virFslMcHostCheckModules(virFslMcHost *host, GPtrArray *results)
{
    unsigned long version = host->libvirtVersion;
    g_autofree char *number = g_strdup_printf("%lu.%lu.%lu", version / 1000000,
                                              version / 1000 % 1000, version % 1000);
    g_autofree char *path = g_strdup_printf("%s/libvirt_fslmc_qemu-%s.so",
                                            host->moduleDir, number);

    if (g_file_test(path, G_FILE_TEST_EXISTS)) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "libvirt",
                        g_strdup_printf(_("libvirt %1$s answers, and there is a module for it"),
                                        number), NULL);
        return true;
    }

    virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "libvirt",
                    g_strdup_printf(_("there is no module for libvirt %1$s ('%2$s')"),
                                    number, path),
                    _("install the libvirt-fslmc that is made for this libvirt; until then the daemon runs as stock"));
    return false;
}

/* What the daemon itself says that it can do. */
static void
virFslMcHostCheckService(virFslMcHost *host, GPtrArray *results)
{
    bool hasDevice = false;
    bool offered = false;
    bool usable = false;
    guint i;

    if (host->nodeDevices > 0)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "nodedev",
                        g_strdup_printf(_("libvirt knows %1$d node devices of the fsl-mc bus"),
                                        host->nodeDevices), NULL);
    else if (host->nodeDevicesError)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "nodedev",
                        g_strdup_printf(_("libvirt did not tell its node devices: %1$s"),
                                        host->nodeDevicesError),
                        _("see what the daemon's log says; with split daemons, virtnodedevd has to run"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "nodedev",
                        g_strdup(_("libvirt knows no node device of the fsl-mc bus")),
                        _("restart the daemon; if that does not help, its log says why: look for 'libvirt-fslmc'"));

    for (i = 0; i < host->emulators->len; i++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        hasDevice |= emulator->hasDevice;
        offered |= emulator->offered;
        usable |= emulator->hasDevice && !emulator->error;
    }
    /* without KVM libvirt can say nothing of guests of type kvm */
    if (host->kvm == VIR_FSLMC_HOST_KVM_MISSING)
        usable = true;
    for (i = 0; i < host->emulators->len; i++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        if (emulator->hasDevice && emulator->error && host->kvm != VIR_FSLMC_HOST_KVM_MISSING)
            virFslMcHostAdd(results, usable ? VIR_FSLMC_HOST_WARN : VIR_FSLMC_HOST_FAIL,
                            "emulator",
                            g_strdup_printf(_("libvirt cannot use '%1$s': %2$s"),
                                            emulator->path, emulator->error),
                            _("do what libvirt says; where the QEMU is too old for this libvirt, install a newer one that has the device"));
    }

    if (offered)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_PASS, "seams",
                        g_strdup(_("libvirt offers fsl_mc hostdevs to guests: every seam holds")),
                        NULL);
    else if (hasDevice && !usable && !host->readOnly)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "seams",
                        g_strdup(_("whether every seam holds cannot be told without an emulator that libvirt can use")),
                        _("see what is said about emulators above"));
    else if (!hasDevice || host->kvm == VIR_FSLMC_HOST_KVM_MISSING)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "seams",
                        g_strdup(_("whether every seam holds cannot be told without KVM and an emulator that has the device")),
                        _("look for 'guests with fsl_mc or platform hostdevs are refused' in the daemon's log"));
    else if (host->readOnly && host->privileged)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "seams",
                        g_strdup_printf(_("libvirt lets root look only, and does not tell whether every seam holds: %1$s"),
                                        host->readOnlyError ? host->readOnlyError : "?"),
                        _("see what the daemon's log says"));
    else if (host->readOnly)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "seams",
                        g_strdup(_("whether every seam holds is told only to those who may manage guests")),
                        _("run this as root, or as a member of the group 'libvirt'"));
    else
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "seams",
                        g_strdup(_("libvirt does not offer fsl_mc hostdevs to guests, though nothing is missing")),
                        _("look for 'guests with fsl_mc or platform hostdevs are refused' in the daemon's log"));
}

/* @objects: NULL when there is no bus */
static void
virFslMcHostCheckLibvirt(virFslMcHost *host,
                         GPtrArray *objects,
                         GPtrArray *results)
{
    guint i;

    if (host->libvirtError) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "libvirt",
                        g_strdup_printf(_("libvirt cannot be reached: %1$s"), host->libvirtError),
                        _("start the daemon: 'systemctl start libvirtd', or virtqemud and virtnodedevd"));
        return;
    }

    if (host->capabilitiesError) {
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "libvirt",
                        g_strdup_printf(_("libvirt was reached, but did not tell what it can do: %1$s"),
                                        host->capabilitiesError),
                        _("see what the daemon's log says"));
        return;
    }

    if (!virFslMcHostCheckModules(host, results))
        return;

    if (host->guestsError)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_UNSEEN, "libvirt",
                        g_strdup_printf(_("libvirt did not tell what every guest has: %1$s"),
                                        host->guestsError),
                        _("run this again; if it stays so, see what the daemon's log says"));

    for (i = 0; i < host->daemons->len; i++)
        virFslMcHostCheckDaemon(g_ptr_array_index(host->daemons, i), results);

    if (objects) {
        virFslMcHostCheckAppArmor(host, objects, results);
        virFslMcHostCheckService(host, results);
    }
}

GPtrArray *
virFslMcHostCheck(virFslMcHost *host)
{
    g_autoptr(GPtrArray) results = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;
    const virFslMcObject *root = NULL;
    bool only = virFslMcHostHasOnlyPlatform(host);
    bool hasBus = false;

    results = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostResultFree);
    if (only)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_NOTE, "bus",
                        g_strdup(_("this machine has no Management Complex, and no containers: nothing is said of them")),
                        NULL);
    else
        hasBus = virFslMcHostCheckBus(host, results);
    objects = virFslMcBusList(host->bus, &error);
    if (error)
        virFslMcHostAdd(results, VIR_FSLMC_HOST_FAIL, "bus", g_strdup(error->message),
                        _("see that sysfs is mounted, and readable"));

    if (hasBus && objects)
        root = virFslMcHostCheckMc(host, objects, results);
    if (root) {
        virFslMcHostCheckVfio(host, results);
        if (virFslMcHostCheckIommu(host, root, objects, results))
            virFslMcHostCheckContainers(host, objects, results);
    }

    virFslMcHostCheckKvm(host, only, results);
    if (!only)
        virFslMcHostCheckEmulators(host, results);
    virFslMcHostCheckLibvirt(host, root ? objects : NULL, results);
    virFslMcHostCheckPlatform(host, only, results);

    return g_steal_pointer(&results);
}

bool
virFslMcHostCheckFailed(const GPtrArray *results)
{
    guint i;

    for (i = 0; i < results->len; i++) {
        const virFslMcHostResult *result = g_ptr_array_index(results, i);

        if (result->status == VIR_FSLMC_HOST_FAIL)
            return true;
    }

    return false;
}
