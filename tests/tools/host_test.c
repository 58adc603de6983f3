/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * host_test.c: what virt-fslmc-host-validate says about hosts
 *
 * A host is a sysfs tree of tests/fslmc/data, what data/NAME.sysfs adds to it,
 * the processes that data/NAME.proc describes, and what a daemon would answer.
 * In data/NAME.profile is what AppArmor has for its guests.
 */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "../fslmc/fakemc.h"
#include "../fslmc/tree.h"
#include "fslmc_container_store.h"
#include "fslmc_error.h"
#include "fslmc_host_check.h"
#include "fslmc_host_tree.h"

#define LIBVIRT_VERSION 9000000

static const struct hostCase {
    const char *name;
    const char *sysfs;          /* in tests/fslmc/data */
    const char *machine;        /* NULL: aarch64 */
    const char *mcError;
    virFslMcError mcErrorCode;
    virFslMcHostKvm kvm;
    bool unprivileged;
    bool noModule;
    bool noDevice;              /* of the emulator */
    const char *refusal;        /* of the device that is installed for it */
    bool noPlatform;            /* nor the one for platform devices */
    bool notOffered;
    bool platformNotOffered;
    bool noNode;                /* of the root container, in /dev */
    const char *libvirtError;
    const char *capabilitiesError;
    const char *nodeDevicesError;
    const char *guestsError;
    const char *emulatorError;
    const char *readOnlyError;
    const char *guest;          /* "NAME CONTAINER" */
    bool confines;              /* by AppArmor */
    bool formats;               /* JSON and pictures as well */
} cases[] = {
    { .name = "good", .sysfs = "linux-6.1-host" },
    { .name = "detached", .sysfs = "linux-6.1-detached" },
    { .name = "guest", .sysfs = "linux-6.1-detached", .guest = "web dprc.2", .formats = true },
    { .name = "nested", .sysfs = "linux-6.1-nested", .formats = true },
    { .name = "unprivileged", .sysfs = "linux-6.1-detached", .unprivileged = true, .kvm = VIR_FSLMC_HOST_KVM_DENIED },
    { .name = "no-bus", .sysfs = "no-bus", .machine = "x86_64", .kvm = VIR_FSLMC_HOST_KVM_NO_GIC, .formats = true },
    { .name = "no-bus-arm64", .sysfs = "no-bus" },
    { .name = "unreadable", .sysfs = "no-devices" },
    { .name = "no-mc", .sysfs = "no-bus" },
    { .name = "mc-silent", .sysfs = "linux-6.1-host", .mcError = "the MC firmware did not answer", .mcErrorCode = VIR_FSLMC_ERROR_TIMEOUT },
    { .name = "mc-no-node", .sysfs = "linux-6.1-host", .mcError = "cannot open '/dev/dprc.1'", .mcErrorCode = VIR_FSLMC_ERROR_FAILED, .noNode = true },
    { .name = "mc-no-access", .sysfs = "linux-6.1-host", .mcError = "cannot open '/dev/dprc.1'", .mcErrorCode = VIR_FSLMC_ERROR_FAILED },
    { .name = "mc-busy", .sysfs = "linux-6.1-host", .mcError = "another process has '/dev/dprc.1' open", .mcErrorCode = VIR_FSLMC_ERROR_BUSY },
    { .name = "no-iommu", .sysfs = "no-iommu" },
    { .name = "no-iommu-map", .sysfs = "no-iommu" },
    { .name = "no-dma-ranges", .sysfs = "no-iommu" },
    { .name = "no-smmu-driver", .sysfs = "no-iommu" },
    { .name = "composed", .sysfs = "composed", .formats = true },
    { .name = "no-kvm", .sysfs = "linux-6.1-host", .kvm = VIR_FSLMC_HOST_KVM_MISSING },
    { .name = "no-its", .sysfs = "linux-6.1-host", .kvm = VIR_FSLMC_HOST_KVM_NO_ITS },
    { .name = "no-emulator", .sysfs = "linux-6.1-host", .noDevice = true },
    { .name = "other-emulator", .sysfs = "linux-6.1-host", .noDevice = true, .refusal = "there is no module for QEMU 11.1" },
    { .name = "no-libvirt", .sysfs = "linux-6.1-host", .libvirtError = "Failed to connect socket" },
    { .name = "libvirt-mute", .sysfs = "linux-6.1-host", .capabilitiesError = "Timed out" },
    { .name = "nodedev-mute", .sysfs = "linux-6.1-host", .nodeDevicesError = "no connection driver available" },
    { .name = "guests-mute", .sysfs = "linux-6.1-host", .guestsError = "cannot acquire state change lock" },
    { .name = "emulator-too-old", .sysfs = "linux-6.1-host", .notOffered = true, .emulatorError = "QEMU version >= 6.2.0 is required, but 4.2.1 found" },
    { .name = "root-looks-only", .sysfs = "linux-6.1-host", .notOffered = true, .readOnlyError = "authentication failed" },
    { .name = "replaced-module", .sysfs = "linux-6.1-host" },
    { .name = "no-module", .sysfs = "linux-6.1-host", .noModule = true },
    { .name = "stock-daemon", .sysfs = "linux-6.1-host" },
    { .name = "no-drivers", .sysfs = "linux-6.1-host" },
    { .name = "split-daemons", .sysfs = "linux-6.1-host" },
    { .name = "broken-seam", .sysfs = "linux-6.1-host", .notOffered = true },
    { .name = "apparmor", .sysfs = "linux-6.1-host", .confines = true },
    { .name = "apparmor-other-place", .sysfs = "linux-6.1-host", .confines = true },
    { .name = "apparmor-stock", .sysfs = "linux-6.1-host", .confines = true },
    { .name = "apparmor-unreadable", .sysfs = "linux-6.1-host", .confines = true },
    { .name = "apparmor-unused", .sysfs = "linux-6.1-host" },
    { .name = "apparmor-disabled", .sysfs = "linux-6.1-host" },
    { .name = "platform", .sysfs = "linux-6.1-host" },
    { .name = "platform-no-driver", .sysfs = "linux-6.1-host", .noPlatform = true },
    { .name = "platform-not-offered", .sysfs = "linux-6.1-host", .platformNotOffered = true },
    { .name = "platform-only", .sysfs = "no-bus", .noDevice = true, .kvm = VIR_FSLMC_HOST_KVM_NO_GIC },
    { .name = "platform-only-bus", .sysfs = "no-bus", .noDevice = true, .kvm = VIR_FSLMC_HOST_KVM_MISSING },
    { .name = "platform-only-nothing", .sysfs = "no-bus", .noDevice = true, .noPlatform = true },
    { .name = "platform-no-mc", .sysfs = "no-bus" },
    { .name = "platform-other-machine", .sysfs = "no-bus", .machine = "x86_64", .noPlatform = true },
};

/* Adds data/NAME.SUFFIX to @directory, when there is one. */
static void
addData(const char *directory, const char *name, const char *suffix)
{
    g_autofree char *path = dataPath(name, suffix);
    g_autofree char *text = NULL;

    if (g_file_get_contents(path, &text, NULL, NULL))
        treeAdd(directory, text);
}

static void
addLibvirt(virFslMcHost *host, const struct hostCase *test)
{
    g_autofree char *profile = dataPath(test->name, "profile");

    if (test->libvirtError) {
        host->libvirtError = g_strdup(test->libvirtError);
        return;
    }

    host->libvirtVersion = LIBVIRT_VERSION;
    host->guestsListed = true;
    host->nodeDevices = test->nodeDevicesError ? -1 : 20;
    host->nodeDevicesError = g_strdup(test->nodeDevicesError);
    host->capabilitiesError = g_strdup(test->capabilitiesError);
    host->guestsError = g_strdup(test->guestsError);
    host->readOnlyError = g_strdup(test->readOnlyError);
    host->readOnly = test->unprivileged || test->readOnlyError;
    host->confines = test->confines;
    g_file_get_contents(profile, &host->guestProfile, NULL, NULL);
    if (test->guest) {
        g_auto(GStrv) words = g_strsplit(test->guest, " ", 2);
        virFslMcHostGuest *guest = g_new0(virFslMcHostGuest, 1);

        guest->name = g_strdup(words[0]);
        guest->container = g_strdup(words[1]);
        g_ptr_array_add(host->guests, guest);
    }
}

static void
addEmulator(virFslMcHost *host, const struct hostCase *test)
{
    virFslMcHostEmulator *emulator = g_new0(virFslMcHostEmulator, 1);

    emulator->path = g_strdup("/usr/bin/qemu-system-aarch64-nxp");
    emulator->version = g_strdup("4.2.1");
    emulator->hasDevice = !test->noDevice;
    emulator->hasPlatform = !test->noPlatform;
    emulator->refusal = g_strdup(test->refusal);
    emulator->offered = !test->noDevice && !test->notOffered && !test->unprivileged &&
        test->kvm != VIR_FSLMC_HOST_KVM_MISSING;
    emulator->offersPlatform = !test->noPlatform && !test->platformNotOffered &&
        !test->unprivileged && test->kvm != VIR_FSLMC_HOST_KVM_MISSING;
    emulator->error = g_strdup(test->emulatorError);
    g_ptr_array_add(host->emulators, emulator);
}

/* Compares without the place where the tree happens to be. */
static void
assertText(const Tree *tree, const char *name, const char *suffix, const char *text)
{
    g_auto(GStrv) parts = g_strsplit(text, tree->top, -1);
    g_autofree char *same = g_strjoinv("", parts);
    g_autofree char *file = g_strconcat(name, suffix, NULL);

    assertExpected(file, same);
}

static void
testHost(gconstpointer opaque)
{
    const struct hostCase *test = opaque;
    g_autofree char *source = g_strdup_printf(FSLMC_DATA_DIR "/%s.sysfs", test->sysfs);
    g_autofree char *description = NULL;
    g_autofree char *proc = NULL;
    g_autofree char *modules = NULL;
    g_autofree char *text = NULL;
    g_autofree char *json = NULL;
    g_autofree char *picture = NULL;
    g_autofree char *dot = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) results = NULL;
    g_autoptr(virFslMcHost) host = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(Tree) tree = NULL;

    g_assert_true(g_file_get_contents(source, &description, NULL, NULL));
    tree = treeNew(description);
    addData(tree->sysfs, test->name, "sysfs");
    proc = g_build_filename(tree->top, "proc", NULL);
    g_mkdir(proc, 0755);
    addData(proc, test->name, "proc");
    modules = g_build_filename(tree->top, "modules", NULL);
    g_mkdir(modules, 0755);
    if (!test->noModule)
        treeAdd(modules, "f libvirt_fslmc_qemu-9.0.0.so ELF");

    bus = virFslMcBusNew(tree->sysfs, tree->dev);
    host = virFslMcHostNew(bus, proc, modules, test->machine ? test->machine : "aarch64",
                           !test->unprivileged);
    host->kvm = test->kvm;
    if (test->mcError)
        host->mcError = g_error_new_literal(VIR_FSLMC_ERROR, test->mcErrorCode, test->mcError);
    if (test->mcError && !test->noNode) {
        g_autofree char *node = g_build_filename(tree->dev, "dprc.1", NULL);

        g_assert_true(g_file_set_contents(node, "", 0, NULL));
    }
    host->mcVersion = test->mcError || test->unprivileged ? NULL : g_strdup("10.39.0");
    addEmulator(host, test);
    virFslMcHostFindDaemons(host);
    addLibvirt(host, test);

    results = virFslMcHostCheck(host);
    text = virFslMcHostFormatText(results);
    assertText(tree, test->name, "", text);
    if (!test->formats)
        return;

    json = virFslMcHostFormatJson(results);
    picture = virFslMcHostTreeText(host, &error);
    dot = virFslMcHostTreeDot(host, &error);
    g_assert_no_error(error);
    assertText(tree, test->name, ".json", json);
    assertText(tree, test->name, ".tree", picture);
    assertText(tree, test->name, ".dot", dot);
}

/* What is defined is listed below the tree, with the container that is active. */
static void
testDefinitions(void)
{
    g_autofree char *source = g_build_filename(FSLMC_DATA_DIR, "composed.sysfs", NULL);
    g_autofree char *description = NULL;
    g_autofree char *etc = NULL;
    g_autofree char *run = NULL;
    g_autofree char *picture = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(virFslMcHost) host = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(Tree) tree = NULL;
    guint i;

    g_assert_true(g_file_get_contents(source, &description, NULL, NULL));
    tree = treeNew(description);
    bus = virFslMcBusNew(tree->sysfs, tree->dev);
    object = virFslMcBusLookup(bus, "dprc.2", NULL);
    etc = g_build_filename(tree->top, "etc", NULL);
    run = g_build_filename(tree->top, "run", NULL);
    host = virFslMcHostNew(bus, tree->top, "/", "aarch64", true);
    {
        virFslMcContainerRecord record = { (char *) "dprc_net-a", (char *) "dprc.2",
                                           (char *) "net", virFslMcObjectGetInode(object) };
        g_autoptr(virFslMcContainerStore) store = virFslMcContainerStoreNew(etc, run, NULL);

        for (i = 0; i < 2; i++) {
            g_autofree char *xml = g_strdup_printf(
                "<device><name>dprc_%s</name><parent>dprc_1</parent>"
                "<capability type='fsl_mc'><label>net</label>"
                "<capability type='container'/></capability></device>", i ? "net-b" : "net-a");
            g_autoptr(virFslMcContainerDef) def = virFslMcContainerDefParse(xml, NULL);

            g_assert_true(virFslMcContainerStoreSaveDefinition(store, def, NULL));
        }
        g_assert_true(virFslMcContainerStoreSetAutostart(store, "dprc_net-b", TRUE, NULL));
        g_assert_true(virFslMcContainerStoreSaveRecord(store, &record, NULL));
    }

    virFslMcHostFindDefinitions(host, etc, run);
    picture = virFslMcHostTreeText(host, NULL);
    g_assert_true(g_str_has_suffix(picture,
                                   "\ndefined containers:\n"
                                   "dprc_net-a  dprc.2  label 'net'\n"
                                   "dprc_net-b  not active  label 'net'  autostart\n"));
}

/* Rules of AppArmor, and what they let QEMU read of containers. */
static const struct {
    const char *profile;
    const char *path;
    bool allowed;
} rules[] = {
    { "  /sys/devices/**/dprc.[0-9]*/{,**} r,", "/sys/devices/platform/soc/80c000000.fsl-mc/dprc.1/dprc.2/", true },
    { "  /sys/devices/**/dprc.[0-9]*/{,**} r,", "/sys/devices/platform/80c000000.fsl-mc/dprc.1/dprc.2/", true },
    { "  /sys/devices/**/dprc.[0-9]*/{,**} r,", "/sys/devices/platform/NXP0008:00/dprc.1/dprc.2/", true },
    { "  /sys/devices/**/dprc.[0-9]*/{,**} r,", "/sys/devices/platform/soc/80c000000.fsl-mc/driver_override", false },
    { "  /sys/devices/**/dprc.[0-9]*/{,**} r,", "/sys/devices/platform/soc/dprc.x/", false },
    /* what an earlier package had */
    { "  /sys/devices/platform/**/*.fsl-mc/** r,", "/sys/devices/platform/soc/80c000000.fsl-mc/dprc.1/dprc.2/", true },
    { "  /sys/devices/platform/**/*.fsl-mc/** r,", "/sys/devices/platform/80c000000.fsl-mc/dprc.1/dprc.2/", false },
    { "  /sys/devices/platform/**/*.fsl-mc/** r,", "/sys/devices/platform/NXP0008:00/dprc.1/dprc.2/", false },
    /* rules of other forms */
    { "/sys/devices/a* r,", "/sys/devices/a/b", false },
    { "/sys/devices/a?c r,", "/sys/devices/abc", true },
    { "/sys/devices/a?c r,", "/sys/devices/a/c", false },
    { "/sys/devices/a?c w,", "/sys/devices/abc", false },
    { "/sys/devices/{a,b{c,d}}/ rw,", "/sys/devices/bd/", true },
    { "/sys/devices/{a,b{c,d}}/ rw,", "/sys/devices/b/", false },
    { "/sys/devices/a\\*c r,", "/sys/devices/a*c", true },
    { "/sys/devices/a\\*c r,", "/sys/devices/abc", false },
    { "\"/sys/devices/abc\" r,", "/sys/devices/abc", true },
    { "allow file /sys/devices/abc r,", "/sys/devices/abc", true },
    { "r /sys/devices/abc,", "/sys/devices/abc", true },
    { "owner /sys/devices/abc r,", "/sys/devices/abc", false },
    { "# /sys/devices/abc r,", "/sys/devices/abc", false },
    { "/sys/devices/** r,\ndeny /sys/devices/abc r,", "/sys/devices/abc", false },
    { "@{sys}=/sys/\n@{sys}/devices/abc r,", "/sys/devices/abc", true },
    { "@{sys}=/sys/\n@{sys}/devices/abc r,", "/proc/devices/abc", false },
    { "@{some}=a b\n@{some}+=abc\n/sys/devices/@{some} r,", "/sys/devices/abc", true },
    { "@{unknown}/devices/abc r,", "/sys/devices/abc", true },
};

static void
testRules(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(rules); i++) {
        g_test_message("%s: %s", rules[i].profile, rules[i].path);
        g_assert_cmpint(virFslMcHostProfileAllowsRead(rules[i].profile, rules[i].path), ==,
                        rules[i].allowed);
    }
}

/* A container's group is held. What is known of libvirt's guests: */
static const struct {
    const char *proc;           /* in data */
    const char *libvirtError;
    bool guestsListed;
    bool unprivileged;
    const char *expected;       /* what is said after the process */
    const char *guestsError;
    const char *guest;          /* that has the container, listed after the holder was found */
    bool machine;               /* the process runs one, called web */
    bool daemon;                /* the process is libvirtd */
    const char *whole;          /* what is said instead, before the number of the process */
} holders[] = {
    { .proc = "good", .guestsListed = true,
      .expected = ", which is no guest of libvirt's\n"
      "       -> end that process, or leave the container to it\n" },
    { .proc = "good",
      .expected = "; whether that is a guest of libvirt's cannot be told\n"
      "       -> see what is said about libvirt and its daemons below\n" },
    { .proc = "good", .libvirtError = "Failed to connect socket",
      .expected = "; whether that is a guest of libvirt's cannot be told\n"
      "       -> see what is said about libvirt and its daemons below\n" },
    { .proc = "stock-daemon", .guestsListed = true,
      .expected = "; whether that is a guest of libvirt's cannot be told\n"
      "       -> see what is said about libvirt and its daemons below\n" },
    { .proc = "unprivileged", .guestsListed = true, .unprivileged = true,
      .expected = "; whether that is a guest of libvirt's cannot be told\n"
      "       -> run this as root\n" },
    { .proc = "good", .guestsListed = true, .guestsError = "Timed out",
      .expected = "; whether that is a guest of libvirt's cannot be told\n"
                  "       -> see what is said about libvirt and its daemons below\n" },
    { .proc = "good", .guestsListed = true, .guest = "web",
      .whole = "PASS   container: 'dprc.2' is in use by guest 'web'\n" },
    { .proc = "good", .guestsListed = true, .machine = true,
      .whole = "is held by the virtual machine 'web' (process " },
    { .proc = "good", .guestsListed = true, .daemon = true,
      .whole = "UNSEEN container: 'dprc.2': holder (process " },
};

/* Two containers, of which dprc.2 is detached. */
#define HELD_SYSFS \
    "f devices/mc/dprc.1/modalias fsl-mc:v00001957ddprc\n" \
    "l devices/mc/dprc.1/driver drivers/fsl_mc_dprc\n" \
    "l bus/fsl-mc/devices/dprc.1 ../../../devices/mc/dprc.1\n" \
    "f devices/mc/dprc.1/dprc.2/modalias fsl-mc:v00001957ddprc\n" \
    "l devices/mc/dprc.1/dprc.2/driver drivers/vfio-fsl-mc\n" \
    "l devices/mc/dprc.1/dprc.2/iommu_group groups/%1$d\n" \
    "l bus/fsl-mc/devices/dprc.2 ../../../devices/mc/dprc.1/dprc.2\n" \
    "d bus/fsl-mc/drivers/vfio-fsl-mc\n"

static void
testHeld(void)
{
    g_autoptr(Tree) tree = treeNew("");
    g_autofree char *sysfs = NULL;
    g_autofree char *node = NULL;
    int group;
    int master = treeAddTerminal(tree, &group);
    int held;
    size_t i;

    if (master < 0)
        return;

    sysfs = g_strdup_printf(HELD_SYSFS, group);
    treeAdd(tree->sysfs, sysfs);
    node = g_strdup_printf("%s/vfio/%d", tree->dev, group);
    held = open(node, O_RDWR | O_NOCTTY | O_CLOEXEC);
    g_assert_cmpint(held, >=, 0);

    for (i = 0; i < G_N_ELEMENTS(holders); i++) {
        g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
        g_autofree char *proc = g_strdup_printf("%s/proc-%zu", tree->top, i);
        g_autofree char *process = g_strdup_printf("f %d/comm holder\\n\n", (int) getpid());
        g_autofree char *expected = NULL;
        g_autofree char *text = NULL;
        g_autoptr(virFslMcHost) host = NULL;
        g_autoptr(GPtrArray) results = NULL;

        g_mkdir(proc, 0755);
        treeAdd(proc, process);
        if (holders[i].machine) {
            g_autofree char *path = g_strdup_printf("%s/%d/cmdline", proc, (int) getpid());
            static const char command[] = "qemu\0-name\0guest=web,debug-threads=on\0-S";

            g_assert_true(g_file_set_contents(path, command, sizeof(command), NULL));
        }
        addData(proc, holders[i].proc, "proc");
        host = virFslMcHostNew(bus, proc, "/nonexistent", "aarch64", !holders[i].unprivileged);
        host->libvirtError = g_strdup(holders[i].libvirtError);
        host->guestsListed = holders[i].guestsListed;
        host->guestsError = g_strdup(holders[i].guestsError);
        virFslMcHostFindDaemons(host);
        if (holders[i].daemon)
            ((virFslMcHostDaemon *) host->daemons->pdata[0])->pid = getpid();
        virFslMcHostFindHolders(host);
        if (holders[i].guest) {
            virFslMcHostGuest *guest = g_new0(virFslMcHostGuest, 1);

            guest->name = g_strdup(holders[i].guest);
            guest->container = g_strdup("dprc.2");
            g_ptr_array_add(host->guests, guest);
        }

        results = virFslMcHostCheck(host);
        text = virFslMcHostFormatText(results);
        expected = holders[i].whole ? g_strdup(holders[i].whole) : g_strdup_printf("%s container: 'dprc.2': its IOMMU group %d is held by process %d (holder)%s",
                                   i == 0 ? "FAIL  " : "UNSEEN", group, (int) getpid(),
                                   holders[i].expected);
        g_test_message("%zu: %s", i, text);
        g_assert_nonnull(strstr(text, expected));
        /* a guest is never to be ended */
        g_assert_cmpint(strstr(text, "end that process") != NULL, ==, i == 0);
    }

    close(held);
    close(master);
}

/* A process that opens a container after the holders were found, or closes it, may be a
 * guest that was started or that has ended meanwhile. */
static void
testHeldMeanwhile(void)
{
    g_autoptr(Tree) tree = treeNew("");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autofree char *sysfs = NULL;
    g_autofree char *node = NULL;
    g_autofree char *expected = NULL;
    int group;
    int master = treeAddTerminal(tree, &group);
    int i;

    if (master < 0)
        return;

    sysfs = g_strdup_printf(HELD_SYSFS, group);
    treeAdd(tree->sysfs, sysfs);
    node = g_strdup_printf("%s/vfio/%d", tree->dev, group);
    expected = g_strdup_printf("UNSEEN container: 'dprc.2': a process opened or closed its IOMMU group %d while this ran\n",
                               group);

    for (i = 0; i < 2; i++) {
        g_autofree char *proc = g_strdup_printf("%s/proc-%d", tree->top, i);
        g_autoptr(virFslMcHost) host = virFslMcHostNew(bus, proc, "/nonexistent", "aarch64", true);
        g_autoptr(GPtrArray) results = NULL;
        g_autofree char *text = NULL;
        int held = -1;

        g_mkdir(proc, 0755);
        addData(proc, "good", "proc");
        if (i == 0)
            held = open(node, O_RDWR | O_NOCTTY | O_CLOEXEC);
        host->guestsListed = true;
        virFslMcHostFindDaemons(host);
        virFslMcHostFindHolders(host);
        if (i == 0)
            close(held);
        else
            held = open(node, O_RDWR | O_NOCTTY | O_CLOEXEC);

        results = virFslMcHostCheck(host);
        text = virFslMcHostFormatText(results);
        g_test_message("%d: %s", i, text);
        g_assert_nonnull(strstr(text, expected));
        if (i == 1)
            close(held);
    }

    close(master);
}

/* What the MC has in containers, and sysfs does not show. */
static const FakeMcObject mcObjects[] = {
    { "dprc.1", "dpmac.1", "", TRUE },
    { "dprc.1", "dprc.2", "net-a", FALSE },
    { "dprc.2", "dpni.1", "", TRUE },
    { "dprc.2", "dpni.2", "", FALSE },
    { "dprc.2", "dprc.3", "", FALSE },
    { "dprc.3", "dpio.1", "", FALSE },
    { "dprc.0", "dprc.8", "", TRUE },
    { "dprc.8", "dprc.9", "", FALSE },
    { NULL },
};

#define MC_SYSFS \
    "f devices/mc/dprc.1/modalias fsl-mc:v00001957ddprc\n" \
    "l devices/mc/dprc.1/driver drivers/fsl_mc_dprc\n" \
    "l devices/mc/dprc.1/iommu_group groups/1\n" \
    "l bus/fsl-mc/devices/dprc.1 ../../../devices/mc/dprc.1\n" \
    "f devices/mc/dprc.1/dprc.2/modalias fsl-mc:v00001957ddprc\n" \
    "l bus/fsl-mc/devices/dprc.2 ../../../devices/mc/dprc.1/dprc.2\n" \
    "d bus/fsl-mc/drivers/vfio-fsl-mc\n"
#define MC_SYSFS_DETACHED \
    "l devices/mc/dprc.1/dprc.2/driver drivers/vfio-fsl-mc\n" \
    "l devices/mc/dprc.1/dprc.2/iommu_group groups/2\n" \
    "f devices/mc/dprc.1/dprc.2/dpni.2/modalias fsl-mc:v00001957ddpni\n" \
    "l devices/mc/dprc.1/dprc.2/dpni.2/driver drivers/vfio-fsl-mc\n" \
    "l devices/mc/dprc.1/dprc.2/dpni.2/iommu_group groups/2\n" \
    "l bus/fsl-mc/devices/dpni.2 ../../../devices/mc/dprc.1/dprc.2/dpni.2\n"

/* an object without a driver; a nested container; a second root container */
#define MC_SYSFS_OBJECT \
    "f devices/mc/dprc.1/dprc.2/dpni.1/modalias fsl-mc:v00001957ddpni\n" \
    "l devices/mc/dprc.1/dprc.2/dpni.1/iommu_group groups/2\n" \
    "l bus/fsl-mc/devices/dpni.1 ../../../devices/mc/dprc.1/dprc.2/dpni.1\n"
#define MC_SYSFS_NESTED \
    "f devices/mc/dprc.1/dprc.2/dprc.3/modalias fsl-mc:v00001957ddprc\n" \
    "l devices/mc/dprc.1/dprc.2/dprc.3/iommu_group groups/3\n" \
    "l bus/fsl-mc/devices/dprc.3 ../../../devices/mc/dprc.1/dprc.2/dprc.3\n"
#define MC_SYSFS_ROOT \
    "f devices/other/dprc.8/modalias fsl-mc:v00001957ddprc\n" \
    "l devices/other/dprc.8/driver drivers/fsl_mc_dprc\n" \
    "l devices/other/dprc.8/iommu_group groups/8\n" \
    "l bus/fsl-mc/devices/dprc.8 ../../../devices/other/dprc.8\n" \
    "f devices/other/dprc.8/dprc.9/modalias fsl-mc:v00001957ddprc\n" \
    "l bus/fsl-mc/devices/dprc.9 ../../../devices/other/dprc.8/dprc.9\n"

static void
testObjects(void)
{
    static const struct {
        const char *name;
        const char *sysfs;
        const char *guest;      /* that has dprc.3 */
    } states[] = {
        { "objects-unplugged", "", NULL },
        /* once bound it keeps its group: then only the MC tells that it is not plugged */
        { "objects-given-back", "l devices/mc/dprc.1/dprc.2/iommu_group groups/2\n", NULL },
        { "objects-detached", MC_SYSFS_DETACHED, NULL },
        { "objects-unbound", MC_SYSFS_DETACHED MC_SYSFS_OBJECT, NULL },
        { "objects-nested-on-host", MC_SYSFS_DETACHED MC_SYSFS_NESTED
          "l devices/mc/dprc.1/dprc.2/dprc.3/driver drivers/fsl_mc_dprc\n", NULL },
        { "objects-nested-in-use", MC_SYSFS_DETACHED MC_SYSFS_NESTED
          "l devices/mc/dprc.1/dprc.2/dprc.3/driver drivers/vfio-fsl-mc\n", "web" },
        { "objects-second-root", MC_SYSFS_ROOT, NULL },
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(states); i++) {
        g_autoptr(Tree) tree = treeNew(MC_SYSFS);
        g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
        g_autoptr(virFslMcHost) host = virFslMcHostNew(bus, tree->top, "/", "aarch64", true);
        g_autoptr(GPtrArray) results = NULL;
        g_autoptr(GError) error = NULL;
        g_autofree char *picture = NULL;
        g_autofree char *text = NULL;
        FakeMc mc;

        treeAdd(tree->sysfs, states[i].sysfs);
        fakeMcStart(&mc, mcObjects);
        virFslMcHostAskMc(host);
        fakeMcStop(&mc);
        g_assert_no_error(host->mcError);
        g_assert_cmpstr(host->mcTreeError, ==, NULL);
        g_assert_nonnull(host->mcTree);
        host->libvirtError = g_strdup("it is off");
        if (states[i].guest) {
            virFslMcHostGuest *guest = g_new0(virFslMcHostGuest, 1);

            guest->name = g_strdup(states[i].guest);
            guest->container = g_strdup("dprc.3");
            g_ptr_array_add(host->guests, guest);
        }

        results = virFslMcHostCheck(host);
        text = virFslMcHostFormatText(results);
        assertText(tree, states[i].name, "", text);

        picture = virFslMcHostTreeText(host, &error);
        g_assert_no_error(error);
        assertText(tree, states[i].name, ".tree", picture);
    }
}

/* Emulators are programs: some that answer, one that does not, one that is none. */
static void
testEmulators(void)
{
    g_autoptr(Tree) tree = treeNew("");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autoptr(virFslMcHost) host = virFslMcHostNew(bus, "/proc", "/", "aarch64", true);
    const char *const directories[] = { "/nonexistent", tree->top, NULL };
    g_autoptr(GString) text = g_string_new(NULL);
    const char *const programs[] = {
        "qemu-system-aarch64", "qemu-system-aarch64-nxp", "qemu-system-aarch64-broken"
    };
    size_t i;
    guint j;

    addData(tree->top, "emulators", "programs");
    for (i = 0; i < G_N_ELEMENTS(programs); i++) {
        g_autofree char *path = g_build_filename(tree->top, programs[i], NULL);

        g_assert_cmpint(g_chmod(path, 0755), ==, 0);
    }

    virFslMcHostFindEmulators(host, directories);
    /* one that a guest names, once more, and one that is not there */
    {
        g_autofree char *path = g_build_filename(tree->top, "vendor", NULL);
        g_autofree char *link = g_build_filename(tree->top, "missing", NULL);

        addData(tree->top, "emulators", "vendor");
        g_assert_cmpint(g_chmod(path, 0755), ==, 0);
        virFslMcHostAddEmulator(host, path);
        virFslMcHostAddEmulator(host, path);
        virFslMcHostAddEmulator(host, link);
    }
    for (j = 0; j < host->emulators->len; j++) {
        const virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, j);

        g_string_append_printf(text, "%s %s %s%s%s\n", emulator->path,
                               emulator->version ? emulator->version : "?",
                               emulator->hasDevice ? "has it" : "has it not",
                               emulator->refusal ? ": " : "",
                               emulator->refusal ? emulator->refusal : "");
    }
    assertText(tree, "emulators", "", text->str);
}

/* Graphviz accepts what it is given, and draws every object. */
static void
testSvg(void)
{
    g_autofree char *source = g_build_filename(FSLMC_DATA_DIR, "linux-6.1-nested.sysfs", NULL);
    g_autofree char *program = g_find_program_in_path("dot");
    g_autofree char *description = NULL;
    g_autofree char *svg = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcHost) host = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(Tree) tree = NULL;

    g_assert_true(g_file_get_contents(source, &description, NULL, NULL));
    tree = treeNew(description);
    bus = virFslMcBusNew(tree->sysfs, tree->dev);
    host = virFslMcHostNew(bus, "/proc", "/", "aarch64", true);

    svg = virFslMcHostTreeSvg(host, &error);
    if (!program) {
        g_assert_null(svg);
        g_assert_error(error, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
        g_test_skip("no dot of Graphviz");
        return;
    }

    g_assert_no_error(error);
    g_assert_nonnull(strstr(svg, "<svg "));
    g_assert_nonnull(strstr(svg, ">dprc.2<"));
    g_assert_nonnull(strstr(svg, ">dpni.1<"));
}

int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);
    /* what this machine has in modules is not what the test is about */
    g_setenv("PATH", "/bin", TRUE);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/host/%s", cases[i].name);

        g_test_add_data_func(path, cases + i, testHost);
    }
    g_test_add_func("/host/definitions", testDefinitions);
    g_test_add_func("/host/rules", testRules);
    g_test_add_func("/host/held", testHeld);
    g_test_add_func("/host/held-meanwhile", testHeldMeanwhile);
    g_test_add_func("/host/objects", testObjects);
    g_test_add_func("/host/emulators", testEmulators);
    g_test_add_func("/host/svg", testSvg);

    return g_test_run();
}
