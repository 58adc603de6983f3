/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * validate_test.c: which domains libvirt takes with fsl_mc hostdevs, and which
 * ones it holds to be the same to a guest
 */

#include "fslmc_internal.h"

#include "domain_conf.h"
#include "domain_validate.h"
#include "virerror.h"

#include "fslmc_domain_conf.h"
#include "fslmc_domain_validate.h"
#include "fslmc_domain_xmlopt.h"

#define HOSTDEV_WITH(container, more) \
    "<hostdev mode='subsystem' type='fsl_mc' managed='yes'>" \
    "<source><address object='" container "'/></source>" \
    more \
    "</hostdev>"

#define HOSTDEV(container) HOSTDEV_WITH(container, "")

#define PLATFORM(device) \
    "<hostdev mode='subsystem' type='platform' managed='yes'>" \
    "<source><address device='" device "'/></source>" \
    "</hostdev>"

#define ALIAS(name) "<alias name='" name "'/>"
#define BOOT(order) "<boot order='" order "'/>"

#define DOMAIN(type, arch, machine, gic, devices) \
    "<domain type='" type "'>" \
    "<name>guest</name>" \
    "<uuid>c7a5fdbd-edaf-9455-926a-d65c16db1809</uuid>" \
    "<memory>65536</memory>" \
    "<os><type arch='" arch "' machine='" machine "'>hvm</type></os>" \
    "<features>" gic "</features>" \
    "<devices>" devices "</devices>" \
    "</domain>"

#define GIC(version) "<gic version='" version "'/>"

#define GUEST(devices) DOMAIN("kvm", "aarch64", "virt", GIC("3"), devices)

#define REDIRDEV(more) "<redirdev bus='usb' type='spicevmc'>" more "</redirdev>"

/* which libvirt boots from these kinds of devices */
#define BOOTING(kinds, boot) \
    "<domain type='kvm'>" \
    "<name>guest</name>" \
    "<memory>65536</memory>" \
    "<os><type arch='aarch64' machine='virt'>hvm</type>" kinds "</os>" \
    "<features>" GIC("3") "</features>" \
    "<devices>" HOSTDEV_WITH("dprc.2", boot) "</devices>" \
    "</domain>"

typedef struct {
    const char *name;
    const char *xml;
    const char *error;  /* NULL when it is fine */
} Case;

static const Case cases[] = {
    { "one", GUEST(HOSTDEV("dprc.2")), NULL },
    { "gic-host", DOMAIN("kvm", "aarch64", "virt", GIC("host"), HOSTDEV("dprc.2")), NULL },
    { "machine-of-a-version", DOMAIN("kvm", "aarch64", "virt-7.2", GIC("3"), HOSTDEV("dprc.2")), NULL },
    { "none", DOMAIN("qemu", "x86_64", "pc", "", ""), NULL },
    { "boot-hd-of-libvirt", BOOTING("<boot dev='hd'/>", BOOT("1")), NULL },
    { "boot-of-kinds", BOOTING("<boot dev='network'/>", ""), NULL },
    { "boot-in-os", BOOTING("<boot dev='network'/>", BOOT("1")),
      "per-device boot order cannot be used together with <boot> in <os>" },
    { "boot-in-os-two", BOOTING("<boot dev='hd'/><boot dev='cdrom'/>", BOOT("1")),
      "per-device boot order cannot be used together with <boot> in <os>" },
    { "alias-twice", GUEST(HOSTDEV_WITH("dprc.2", ALIAS("ua-a")) HOSTDEV_WITH("dprc.3", ALIAS("ua-a"))),
      "alias 'ua-a' is used twice" },
    { "alias-of-other", GUEST(REDIRDEV(ALIAS("ua-a")) HOSTDEV_WITH("dprc.2", ALIAS("ua-a"))),
      "alias 'ua-a' is used twice" },
    { "boot-twice", GUEST(HOSTDEV_WITH("dprc.2", BOOT("1")) HOSTDEV_WITH("dprc.3", BOOT("1"))),
      "boot order '1' is used for more than one device" },
    { "boot-of-other", GUEST(REDIRDEV(BOOT("1")) HOSTDEV_WITH("dprc.2", BOOT("1"))),
      "boot order '1' is used for more than one device" },
    { "two", GUEST(HOSTDEV("dprc.2") HOSTDEV("dprc.3")),
      "a domain can have no more than 1 fsl_mc hostdev, this one has 2" },
    { "type", DOMAIN("qemu", "aarch64", "virt", GIC("3"), HOSTDEV("dprc.2")),
      "not supported in a domain of type 'qemu', only of type 'kvm'" },
    { "arch", DOMAIN("kvm", "armv7l", "virt", GIC("3"), HOSTDEV("dprc.2")),
      "not supported for architecture 'armv7l', only for 'aarch64'" },
    { "machine", DOMAIN("kvm", "aarch64", "virtual", GIC("3"), HOSTDEV("dprc.2")),
      "not supported for machine type 'virtual', only for 'virt'" },
    { "gic-2", DOMAIN("kvm", "aarch64", "virt", GIC("2"), HOSTDEV("dprc.2")),
      "not supported with GIC version '2', only with '3'" },
    { "no-gic", DOMAIN("kvm", "aarch64", "virt", "", HOSTDEV("dprc.2")),
      "not supported with GIC version" },
    { "acpi", DOMAIN("kvm", "aarch64", "virt", GIC("3") "<acpi/>", HOSTDEV("dprc.2")),
      "not supported with ACPI, which has no description of them: remove <acpi/> from <features>" },
    { "platform", GUEST(PLATFORM("e0700000.xgmac")), NULL },
    { "platform-two", GUEST(PLATFORM("e0700000.xgmac") PLATFORM("e0900000.xgmac")), NULL },
    { "platform-and-container", GUEST(PLATFORM("e0700000.xgmac") HOSTDEV("dprc.2")), NULL },
    { "platform-emulated", DOMAIN("qemu", "aarch64", "virt", "", PLATFORM("e0700000.xgmac")), NULL },
    { "platform-gic-2", DOMAIN("kvm", "aarch64", "virt", GIC("2"), PLATFORM("e0700000.xgmac")), NULL },
    { "platform-arch", DOMAIN("qemu", "x86_64", "pc", "", PLATFORM("e0700000.xgmac")),
      "platform hostdevs are not supported for architecture 'x86_64', only for 'aarch64'" },
    { "platform-machine", DOMAIN("kvm", "aarch64", "sbsa-ref", "", PLATFORM("e0700000.xgmac")),
      "platform hostdevs are not supported for machine type 'sbsa-ref', only for 'virt'" },
    { "platform-acpi", DOMAIN("kvm", "aarch64", "virt", "<acpi/>", PLATFORM("e0700000.xgmac")),
      "platform hostdevs are not supported with ACPI, which has no description of them" },
    { "acpi-without", DOMAIN("kvm", "aarch64", "virt", GIC("3") "<acpi/>", ""), NULL },
};

static virDomainXMLOption *xmlopt;


static virDomainDef *
parse(const char *xml,
      unsigned int flags)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *lifted = NULL;

    g_assert_true(virFslMcDomainLift(xml, &lifted, &error));
    g_assert_no_error(error);

    return virDomainDefParseString(lifted ? lifted : xml, xmlopt, NULL,
                                   VIR_DOMAIN_DEF_PARSE_INACTIVE | flags);
}


static void
testValidate(gconstpointer data)
{
    const Case *this = data;
    g_autoptr(virDomainDef) def = parse(this->xml, 0);
    g_autoptr(virDomainDef) unchecked = parse(this->xml,
                                              VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);

    /* what has been stored with a mistake can be loaded, but not started */
    g_assert_nonnull(unchecked);
    virResetLastError();

    if (!this->error) {
        g_assert_nonnull(def);
        g_assert_cmpint(virDomainDefValidate(unchecked, 0, xmlopt, NULL), ==, 0);
        return;
    }

    g_assert_null(def);
    g_assert_cmpint(virDomainDefValidate(unchecked, 0, xmlopt, NULL), ==, -1);
    g_assert_cmpint(virGetLastErrorCode(), ==,
                    strstr(this->error, "alias") || strstr(this->error, "boot") ?
                    VIR_ERR_XML_ERROR : VIR_ERR_CONFIG_UNSUPPORTED);
    g_assert_nonnull(strstr(virGetLastErrorMessage(), this->error));
}


/* A carriage that someone has damaged in libvirt's own file. */
static void
testDamaged(void)
{
    g_autoptr(virDomainDef) def = NULL;

    def = virDomainDefParseString("<domain type='kvm'>"
                                  "<name>guest</name>"
                                  "<metadata><x:hostdevs xmlns:x='urn:libvirt-fslmc:domain' version='1'/></metadata>"
                                  "<memory>65536</memory>"
                                  "<os><type arch='aarch64' machine='virt'>hvm</type></os>"
                                  "</domain>", xmlopt, NULL,
                                  VIR_DOMAIN_DEF_PARSE_INACTIVE |
                                  VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
    g_assert_nonnull(def);
    g_assert_true(virFslMcDomainHasHostdevs(def));

    virResetLastError();
    g_assert_null(virFslMcDomainGetHostdevs(def));
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_XML_ERROR);

    virResetLastError();
    g_assert_cmpint(virDomainDefValidate(def, 0, xmlopt, NULL), ==, -1);
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_XML_ERROR);
    g_assert_nonnull(strstr(virGetLastErrorMessage(), "hostdevs of libvirt-fslmc in <metadata>"));
}


/* A device that got into the configuration beside the hostdev. */
static void
testCollision(void)
{
    static const struct {
        const char *device;
        const char *error;
    } devices[] = {
        { "<rng model='virtio'><backend model='random'/><alias name='ua-2'/></rng>", NULL },
        { "<rng model='virtio'><backend model='random'/><alias name='ua-1'/></rng>",
          "alias 'ua-1' is used twice" },
        { "<redirdev bus='usb' type='spicevmc'><boot order='2'/></redirdev>", NULL },
        { "<redirdev bus='usb' type='spicevmc'><boot order='1'/></redirdev>",
          "boot order '1' is used for more than one device" },
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(devices); i++) {
        g_autoptr(virDomainDef) def = NULL;
        g_autofree char *xml = NULL;

        xml = g_strdup_printf("<domain type='kvm'>"
                              "<name>guest</name>"
                              "<metadata>"
                              "<x:hostdevs xmlns:x='urn:libvirt-fslmc:domain' version='1'>"
                              "<x:hostdev type='fsl_mc' after='0'>"
                              "<x:source><x:address object='dprc.2'/></x:source>"
                              "<x:boot order='1'/>"
                              "<x:alias name='ua-1'/>"
                              "</x:hostdev>"
                              "</x:hostdevs>"
                              "</metadata>"
                              "<memory>65536</memory>"
                              "<os><type arch='aarch64' machine='virt'>hvm</type></os>"
                              "<features><gic version='3'/></features>"
                              "<devices>%s</devices>"
                              "</domain>", devices[i].device);
        def = virDomainDefParseString(xml, xmlopt, NULL,
                                      VIR_DOMAIN_DEF_PARSE_INACTIVE |
                                      VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
        g_assert_nonnull(def);

        virResetLastError();
        g_assert_cmpint(virFslMcDomainValidate(def), ==, devices[i].error ? -1 : 0);
        if (devices[i].error)
            g_assert_nonnull(strstr(virGetLastErrorMessage(), devices[i].error));
    }
}


static bool
sameABI(const char *source,
        const char *target)
{
    g_autoptr(virDomainDef) from = parse(source, VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
    g_autoptr(virDomainDef) to = parse(target, VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);

    g_assert_nonnull(from);
    g_assert_nonnull(to);
    virResetLastError();

    return virDomainDefCheckABIStability(from, to, xmlopt);
}


static void
testABI(void)
{
    const char *none = GUEST("");
    const char *one = GUEST(HOSTDEV("dprc.2"));
    const char *another = GUEST(HOSTDEV("dprc.3"));
    const char *two = GUEST(HOSTDEV("dprc.2") HOSTDEV("dprc.3"));

    g_assert_true(sameABI(none, none));
    g_assert_true(sameABI(one, one));
    g_assert_true(sameABI(one, another));

    g_assert_false(sameABI(none, one));
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_CONFIG_UNSUPPORTED);
    g_assert_nonnull(strstr(virGetLastErrorMessage(),
                            "target domain has 1 fsl_mc hostdevs, source has 0"));
    g_assert_false(sameABI(two, one));
    g_assert_false(sameABI(one, GUEST(PLATFORM("e0700000.xgmac"))));

    /* what is saved of a guest is without */
    g_assert_true(sameABI(one, none));
    g_assert_true(sameABI(two, none));
}


/* The stock callbacks come first, and what they say holds. */
static bool stockSays;

static int
stockValidate(const virDomainDef *def G_GNUC_UNUSED,
              void *opaque G_GNUC_UNUSED,
              void *parseOpaque G_GNUC_UNUSED)
{
    if (stockSays)
        return 0;

    virReportErrorHelper(VIR_FROM_NONE, VIR_ERR_AUTH_CANCELLED, __FILE__,
                         __FUNCTION__, __LINE__, "stock");
    return -1;
}


static bool
stockSameABI(const virDomainDef *from G_GNUC_UNUSED,
             const virDomainDef *to G_GNUC_UNUSED)
{
    return stockSays;
}


static void
testStock(void)
{
    virFslMcDomainXMLOptionStop();
    xmlopt->config.domainValidateCallback = stockValidate;
    xmlopt->abi.domain = stockSameABI;
    virFslMcDomainXMLOptionStart(xmlopt);

    stockSays = true;
    testABI();
    testValidate(&cases[0]);

    stockSays = false;
    g_assert_false(sameABI(GUEST(""), GUEST("")));
    g_assert_null(parse(cases[0].xml, 0));
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_AUTH_CANCELLED);

    virFslMcDomainXMLOptionStop();
    g_assert_true(xmlopt->config.domainValidateCallback == stockValidate);
    g_assert_true(xmlopt->abi.domain == stockSameABI);
    virFslMcDomainXMLOptionStop();

    xmlopt->config.domainValidateCallback = NULL;
    xmlopt->abi.domain = NULL;
    virFslMcDomainXMLOptionStart(xmlopt);
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
    int ret;
    size_t i;

    g_test_init(&argc, &argv, NULL);
    virInitialize();
    virSetErrorFunc(NULL, quiet);

    xmlopt = virDomainXMLOptionNew(&config, NULL, NULL, NULL, NULL, NULL);
    virFslMcDomainXMLOptionStart(xmlopt);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/validate/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], testValidate);
    }
    g_test_add_func("/validate/damaged", testDamaged);
    g_test_add_func("/validate/collision", testCollision);
    g_test_add_func("/abi", testABI);
    g_test_add_func("/stock", testStock);

    ret = g_test_run();
    virObjectUnref(xmlopt);

    return ret;
}
