/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * device_test.c: attaching, detaching and updating fsl_mc hostdevs
 *
 * A driver with one guest in it, whose configuration is a file in a directory of
 * the test's own. The stock functions of its table refuse every device.
 */

#include "fslmc_internal.h"

#include <glib/gstdio.h>

#include "access/viraccessmanager.h"
#include "datatypes.h"
#include "domain_event.h"
#include "qemu_domain.h"
#include "virdomainobjlist.h"
#include "virerror.h"

#include "fslmc_domain_conf.h"
#include "fslmc_domain_driver.h"
#include "fslmc_domain_validate.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_seams.h"
#include "fslmc_stock.h"

#define LIVE VIR_DOMAIN_AFFECT_LIVE
#define CONFIG VIR_DOMAIN_AFFECT_CONFIG
#define CURRENT VIR_DOMAIN_AFFECT_CURRENT

#define GUEST(hostdevs) \
    "<domain type='kvm'>" \
    "<name>guest</name>" \
    "<uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>" \
    "<memory>65536</memory>" \
    "<os><type arch='aarch64' machine='virt'>hvm</type></os>" \
    "<features><gic version='3'/></features>" \
    "<devices>" \
    "<graphics type='vnc' port='-1' passwd='secret'/>" \
    hostdevs \
    "</devices>" \
    "</domain>"

#define HOSTDEV(container, managed, more) \
    "<hostdev mode='subsystem' type='fsl_mc' managed='" managed "'>\n" \
    "  <source>\n" \
    "    <address object='" container "'/>\n" \
    "  </source>\n" \
    more \
    "</hostdev>\n"

#define PLATFORM(device) \
    "<hostdev mode='subsystem' type='platform' managed='yes'>\n" \
    "  <source>\n" \
    "    <address device='" device "'/>\n" \
    "  </source>\n" \
    "</hostdev>\n"

#define ALIAS(name) "  <alias name='" name "'/>\n"

#define PCI \
    "<hostdev mode='subsystem' type='pci'>" \
    "<source><address bus='1'/></source>" \
    "</hostdev>"

static virQEMUDriver driver;
static virHypervisorDriver table;
static virConnectPtr conn;
static virDomainPtr domain;

/* the guest */
static virDomainObj *vm;
static char *directory;


static int
stockDevice(virDomainPtr dom G_GNUC_UNUSED,
            const char *what G_GNUC_UNUSED)
{
    return 42;
}


static int
stockDeviceFlags(virDomainPtr dom G_GNUC_UNUSED,
                 const char *what G_GNUC_UNUSED,
                 unsigned int flags G_GNUC_UNUSED)
{
    return 42;
}


static int
stockClose(virConnectPtr connection G_GNUC_UNUSED)
{
    return 0;
}


static const virHypervisorDriver stock = {
    .name = "QEMU",
    .connectClose = stockClose,
    .domainAttachDevice = stockDevice,
    .domainAttachDeviceFlags = stockDeviceFlags,
    .domainDetachDevice = stockDevice,
    .domainDetachDeviceFlags = stockDeviceFlags,
    .domainUpdateDeviceFlags = stockDeviceFlags,
    .domainDetachDeviceAlias = stockDeviceFlags,
};


static virQEMUDriverConfig *
getConfig(virQEMUDriver *qemu)
{
    return virObjectRef(qemu->config);
}


static void *
privateNew(void *opaque G_GNUC_UNUSED)
{
    return g_new0(qemuDomainObjPrivate, 1);
}


static virDomainDef *
parse(const char *xml)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *lifted = NULL;
    virDomainDef *def;

    g_assert_true(virFslMcDomainLift(xml, &lifted, &error));
    g_assert_no_error(error);

    def = virDomainDefParseString(lifted ? lifted : xml, driver.xmlopt, NULL,
                                  VIR_DOMAIN_DEF_PARSE_INACTIVE |
                                  VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
    g_assert_nonnull(def);

    return def;
}


/* The fsl_mc hostdevs of the stored configuration, one a line; it has all else
 * that it had. In memory and in the file it is the same. */
static char *
stored(void)
{
    virDomainDef *def = vm->newDef ? vm->newDef : vm->def;
    g_autofree char *path = g_strdup_printf("%s/guest.xml", directory);
    g_autofree char *xml = NULL;
    g_autofree char *file = NULL;
    g_autoptr(GPtrArray) hostdevs = virFslMcDomainGetHostdevs(def);
    GString *found = g_string_new(NULL);
    guint i;

    xml = virDomainDefFormat(def, driver.xmlopt, VIR_DOMAIN_DEF_FORMAT_SECURE);
    g_assert_nonnull(strstr(xml, "passwd='secret'"));
    if (g_file_get_contents(path, &file, NULL, NULL))
        g_assert_nonnull(strstr(file, xml));

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = hostdevs->pdata[i];

        g_string_append_printf(found, "%s %s %s %u after %u\n",
                               hostdev->name,
                               hostdev->managed ? "managed" : "unmanaged",
                               hostdev->alias ? hostdev->alias : "-",
                               hostdev->bootIndex,
                               hostdev->after);
    }

    return g_string_free(found, FALSE);
}


static void
checkStored(const char *expected)
{
    g_autofree char *actual = stored();

    g_assert_cmpstr(actual, ==, expected);
}


static void
setUp(const char *xml,
      bool persistent,
      bool running)
{
    virDomainDef *def = parse(xml);
    virDomainDef *config = parse(xml);
    g_autofree char *path = g_strdup_printf("%s/guest.xml", directory);

    unlink(path);
    virResetLastError();

    vm = virDomainObjListAdd(driver.domains, &def, driver.xmlopt, 0, NULL);
    g_assert_nonnull(vm);
    vm->persistent = persistent;
    if (running) {
        vm->def->id = 7;
        virDomainObjSetState(vm, VIR_DOMAIN_RUNNING, VIR_DOMAIN_RUNNING_BOOTED);
        if (persistent)
            vm->newDef = g_steal_pointer(&config);
    }
    virDomainDefFree(config);
    virObjectUnlock(vm);
}


static void
tearDown(void)
{
    virObjectLock(vm);
    virDomainObjListRemove(driver.domains, vm);
    virDomainObjEndAPI(&vm);
}


static void
checkError(int code,
           const char *text)
{
    g_assert_cmpint(virGetLastErrorCode(), ==, code);
    if (!strstr(virGetLastErrorMessage(), text))
        g_error("'%s' is not in '%s'", text, virGetLastErrorMessage());
    virResetLastError();
}


static void
testAttach(void)
{
    setUp(GUEST(PCI), true, false);

    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ""), CONFIG), ==, 0);
    checkStored("dprc.2 managed - 0 after 1\n");

    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.2", "no", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_OPERATION_INVALID, "container 'dprc.2' is in the domain configuration already");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.3", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_CONFIG_UNSUPPORTED, "no more than 1 fsl_mc hostdev");
    checkStored("dprc.2 managed - 0 after 1\n");

    tearDown();
}


/* What is there is not made better or worse, but a device that cannot work is
 * not added to it. */
static void
testAttachWrong(void)
{
    setUp("<domain type='qemu'>"
          "<name>guest</name>"
          "<uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>"
          "<memory>65536</memory>"
          "<os><type arch='aarch64' machine='virt'>hvm</type></os>"
          "<devices>"
          "<graphics type='vnc' passwd='secret'/>"
          "<watchdog model='i6300esb'><alias name='ua-1'/></watchdog>"
          "</devices>"
          "</domain>", true, false);

    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_CONFIG_UNSUPPORTED, "of type 'qemu'");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dpni.2", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_XML_ERROR, "'dpni.2' is not the name of a container");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ALIAS("ua-1")), CONFIG), ==, -1);
    checkError(VIR_ERR_XML_ERROR, "alias 'ua-1' is used twice");
    checkStored("");

    tearDown();
}


static void
testDetach(void)
{
    setUp(GUEST(HOSTDEV("dprc.2", "yes", ALIAS("ua-dpaa")) PCI), true, false);

    g_assert_cmpint(table.domainDetachDeviceFlags(domain, HOSTDEV("dprc.3", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_DEVICE_MISSING, "container 'dprc.3' is not in the domain configuration");
    /* the source decides, whatever the alias */
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, HOSTDEV("dprc.3", "yes", ALIAS("ua-dpaa")), CONFIG), ==, -1);
    checkError(VIR_ERR_DEVICE_MISSING, "container 'dprc.3' is not in the domain configuration");
    checkStored("dprc.2 managed ua-dpaa 0 after 0\n");

    g_assert_cmpint(table.domainDetachDeviceFlags(domain, HOSTDEV("dprc.2", "no", ""), CURRENT), ==, 0);
    checkStored("");
    g_assert_null(vm->def->metadata);

    tearDown();
}


static void
testDetachAlias(void)
{
    setUp(GUEST(HOSTDEV("dprc.2", "yes", ALIAS("ua-dpaa")) PCI), true, false);

    /* not ours; nor is ours when the guest does not run */
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "ua-other", CONFIG), ==, 42);
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", CONFIG), ==, 42);
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "", CONFIG), ==, 42);
    checkStored("dprc.2 managed ua-dpaa 0 after 0\n");

    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "ua-dpaa", CONFIG | 1 << 20), ==, -1);
    checkError(VIR_ERR_INVALID_ARG, "unsupported flags");
    checkStored("dprc.2 managed ua-dpaa 0 after 0\n");

    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "ua-dpaa", CONFIG), ==, 0);
    checkStored("");
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "ua-dpaa", CONFIG), ==, 42);
    tearDown();

    /* no name is no name */
    setUp(GUEST(HOSTDEV("dprc.2", "yes", "")), true, false);
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "", CONFIG), ==, 42);
    checkStored("dprc.2 managed - 0 after 0\n");
    tearDown();
}


static void
testUpdate(void)
{
    setUp(GUEST(PCI HOSTDEV("dprc.2", "yes", "")), true, false);

    g_assert_cmpint(table.domainUpdateDeviceFlags(domain, HOSTDEV("dprc.2", "no", "<boot order='3'/>" ALIAS("ua-b")),
                                                  CONFIG | VIR_DOMAIN_DEVICE_MODIFY_FORCE), ==, 0);
    checkStored("dprc.2 unmanaged ua-b 3 after 1\n");
    g_assert_cmpint(table.domainUpdateDeviceFlags(domain, HOSTDEV("dprc.3", "no", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_DEVICE_MISSING, "dprc.3");
    checkStored("dprc.2 unmanaged ua-b 3 after 1\n");

    tearDown();
}


/* Each refusal names the kind of the hostdev that it is about. */
static void
testRunningPlatform(void)
{
    const char *hostdev = PLATFORM("e0700000.xgmac");

    setUp(GUEST(HOSTDEV("dprc.2", "yes", "") PLATFORM("e0700000.xgmac")), true, true);

    g_assert_cmpint(table.domainAttachDevice(domain, PLATFORM("e0900000.xgmac")), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hotplug is not supported for hostdev subsys type 'platform'");
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "platform1", LIVE), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug is not supported for hostdev subsys type 'platform'");
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", LIVE), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug is not supported for hostdev subsys type 'fsl_mc'");
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "platform0", LIVE), ==, 42);

    g_assert_cmpint(table.domainDetachDeviceFlags(domain, hostdev, CONFIG), ==, 0);
    checkStored("dprc.2 managed - 0 after 0\n");
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, hostdev, CONFIG), ==, -1);
    checkError(VIR_ERR_DEVICE_MISSING, "device 'e0700000.xgmac' is not in the domain configuration");
    tearDown();
}


/* The bus has no hotplug: whatever includes the running guest is refused. */
static void
testRunning(void)
{
    static const unsigned int flags[] = { CURRENT, LIVE, LIVE | CONFIG };
    const char *hostdev = HOSTDEV("dprc.2", "yes", "");
    size_t i;

    setUp(GUEST(HOSTDEV("dprc.2", "yes", "")), true, true);

    for (i = 0; i < G_N_ELEMENTS(flags); i++) {
        g_assert_cmpint(table.domainAttachDeviceFlags(domain, hostdev, flags[i]), ==, -1);
        checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hotplug is not supported for hostdev subsys type 'fsl_mc'");
        g_assert_cmpint(table.domainDetachDeviceFlags(domain, hostdev, flags[i]), ==, -1);
        checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug is not supported for hostdev subsys type 'fsl_mc'");
        g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", flags[i]), ==, -1);
        checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug is not supported for hostdev subsys type 'fsl_mc'");
        g_assert_cmpint(table.domainUpdateDeviceFlags(domain, hostdev, flags[i]), ==, -1);
        checkError(VIR_ERR_OPERATION_UNSUPPORTED, "live update is not supported for hostdev subsys type 'fsl_mc'");
    }
    g_assert_cmpint(table.domainAttachDevice(domain, hostdev), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hotplug");
    g_assert_cmpint(table.domainDetachDevice(domain, hostdev), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug");
    checkStored("dprc.2 managed - 0 after 0\n");

    /* its next start is another matter */
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, hostdev, CONFIG), ==, 0);
    checkStored("");
    g_assert_true(virFslMcDomainHasHostdevs(vm->def));
    g_assert_false(virFslMcDomainHasHostdevs(vm->newDef));

    /* the running guest still has it */
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", LIVE), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug");
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", CURRENT), ==, -1);
    checkError(VIR_ERR_OPERATION_UNSUPPORTED, "hot unplug");
    /* what is stored may be another device by that name */
    g_assert_cmpint(table.domainDetachDeviceAlias(domain, "fslmc0", CONFIG), ==, 42);

    tearDown();
}


static void
testState(void)
{
    const char *hostdev = HOSTDEV("dprc.2", "yes", "");

    setUp(GUEST(""), true, false);
    g_assert_cmpint(table.domainAttachDevice(domain, hostdev), ==, -1);
    checkError(VIR_ERR_OPERATION_INVALID, "domain is not running");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, hostdev, LIVE | CONFIG), ==, -1);
    checkError(VIR_ERR_OPERATION_INVALID, "domain is not running");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, hostdev, 1 << 20), ==, -1);
    checkError(VIR_ERR_INVALID_ARG, "unsupported flags");
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, hostdev, 1 << 20), ==, -1);
    checkError(VIR_ERR_INVALID_ARG, "unsupported flags");
    g_assert_cmpint(table.domainUpdateDeviceFlags(domain, hostdev, 1 << 20), ==, -1);
    checkError(VIR_ERR_INVALID_ARG, "unsupported flags");
    checkStored("");
    tearDown();

    g_assert_cmpint(table.domainAttachDeviceFlags(domain, hostdev, CONFIG), ==, -1);
    checkError(VIR_ERR_NO_DOMAIN, "c7a5fdbd-edaf-9455-926a-d65c16db1809");

    setUp(GUEST(""), false, true);
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, hostdev, CONFIG), ==, -1);
    checkError(VIR_ERR_OPERATION_INVALID, "transient domains do not have any persistent config");
    tearDown();
}


/* All or nothing. */
static void
testSaveFails(void)
{
    g_autofree char *away = g_strdup_printf("%s.away", directory);

    setUp(GUEST(HOSTDEV("dprc.2", "yes", "")), true, false);

    g_assert_cmpint(g_rename(directory, away), ==, 0);
    g_assert_true(g_file_set_contents(directory, "in the way", -1, NULL));
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_SYSTEM_ERROR, directory);
    checkStored("dprc.2 managed - 0 after 0\n");
    g_assert_cmpint(g_unlink(directory), ==, 0);
    g_assert_cmpint(g_rename(away, directory), ==, 0);

    tearDown();
}


/* Where no guest can start with one, none gets one, but for those that it has.
 * That holds for as long as the process does. */
static void
testRefused(void)
{
    virFslMcSeamsRefuse("there is no way in");

    setUp(GUEST(HOSTDEV("dprc.2", "yes", "")), true, false);
    g_assert_cmpint(table.domainUpdateDeviceFlags(domain, HOSTDEV("dprc.2", "no", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_CONFIG_UNSUPPORTED, "hostdevs of libvirt-fslmc are not possible here: there is no way in");
    checkStored("dprc.2 managed - 0 after 0\n");
    g_assert_cmpint(table.domainDetachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ""), CONFIG), ==, 0);
    checkStored("");
    g_assert_cmpint(table.domainAttachDeviceFlags(domain, HOSTDEV("dprc.2", "yes", ""), CONFIG), ==, -1);
    checkError(VIR_ERR_CONFIG_UNSUPPORTED, "there is no way in");
    checkStored("");
    tearDown();
}


static void
quiet(void *opaque G_GNUC_UNUSED,
      virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    static virDomainDefParserConfig config = {
        .features = VIR_DOMAIN_DEF_FEATURE_USER_ALIAS,
    };
    static virDomainXMLPrivateDataCallbacks callbacks = {
        .alloc = privateNew,
        .free = g_free,
    };
    const unsigned char uuid[VIR_UUID_BUFLEN] = {
        0xc7, 0xa5, 0xfd, 0xbd, 0xed, 0xaf, 0x94, 0x55,
        0x92, 0x6a, 0xd6, 0x5c, 0x16, 0xdb, 0x18, 0x09
    };
    virAccessManager *access;
    g_autofree char *path = NULL;
    virClass *configClass;
    int ret;

    g_test_init(&argc, &argv, NULL);
    virInitialize();
    virSetErrorFunc(NULL, quiet);

    directory = g_dir_make_tmp("fslmc-device-XXXXXX", NULL);
    access = virAccessManagerNew("none");
    virAccessManagerSetDefault(access);
    virObjectUnref(access);

    configClass = virClassNew(virClassForObject(), "config",
                              sizeof(virQEMUDriverConfig), sizeof(virObject), NULL);
    driver.config = virObjectNew(configClass);
    driver.config->configDir = directory;
    qemuStock.virQEMUDriverGetConfig = getConfig;
    driver.xmlopt = virDomainXMLOptionNew(&config, &callbacks, NULL, NULL, NULL, NULL);
    driver.domains = virDomainObjListNew();
    driver.domainEventState = virObjectEventStateNew();
    g_assert_cmpint(virMutexInit(&driver.lock), ==, 0);

    table = stock;
    virFslMcQemuDomainStart(&table, &driver);
    conn = virGetConnect();
    conn->driver = &table;
    conn->privateData = &driver;
    domain = virGetDomain(conn, "guest", uuid, -1);

    g_test_add_func("/device/attach", testAttach);
    g_test_add_func("/device/attach-wrong", testAttachWrong);
    g_test_add_func("/device/detach", testDetach);
    g_test_add_func("/device/detach-alias", testDetachAlias);
    g_test_add_func("/device/update", testUpdate);
    g_test_add_func("/device/running", testRunning);
    g_test_add_func("/device/running-platform", testRunningPlatform);
    g_test_add_func("/device/state", testState);
    g_test_add_func("/device/save-fails", testSaveFails);
    g_test_add_func("/device/refused", testRefused);

    ret = g_test_run();

    virFslMcQemuDomainStop();
    virObjectUnref(domain);
    virObjectUnref(conn);
    virObjectUnref(driver.domainEventState);
    virObjectUnref(driver.domains);
    virObjectUnref(driver.xmlopt);
    /* not the config: a class is for ever, and is found through it */
    path = g_strdup_printf("%s/guest.xml", directory);
    g_unlink(path);
    g_rmdir(directory);
    g_free(directory);

    return ret;
}
