/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * nova_test.c: containers for guests of OpenStack Nova
 */

#include "fslmc_internal.h"

#include <glib/gstdio.h>

#include "domain_conf.h"
#include "virerror.h"

#include "fslmc_domain_validate.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_nova.h"

#define INSTANCE(content) \
    "<nova:instance xmlns:nova='http://openstack.org/xmlns/libvirt/nova/1.1'>" \
    content \
    "</nova:instance>"

#define FLAVOR(name, content) \
    "<nova:flavor name='" name "'><nova:memory>64</nova:memory>" content "</nova:flavor>"

#define SPECS(content) "<nova:extraSpecs>" content "</nova:extraSpecs>"
#define SPEC(name, value) "<nova:extraSpec name='" name "'>" value "</nova:extraSpec>"
#define LABEL(value) SPECS(SPEC("hw:cpu_policy", "dedicated") SPEC("fslmc:label", value))

#define CARRIAGE \
    "<x:hostdevs xmlns:x='urn:libvirt-fslmc:domain' version='1'>" \
    "<x:hostdev type='fsl_mc' after='0'><x:source><x:address object='dprc.9'/></x:source></x:hostdev>" \
    "</x:hostdevs>"

#define CONFIG "labels = [ \"net\", \"a & b\" ]\nflavors = [ \"m1.dpaa2=net\", \"m1.wrong=other\" ]\n"

static char *path;

static const struct {
    const char *name;
    const char *metadata;
    const char *config;     /* NULL: there is no file */
    const char *label;      /* that the guest gets; NULL: none */
    const char *error;      /* NULL: none */
} cases[] = {
    { "extra-spec", INSTANCE(FLAVOR("f", LABEL("net"))), CONFIG, "net", NULL },
    { "extra-spec-special", INSTANCE(FLAVOR("f", LABEL("\n a &amp; b "))), CONFIG, "a & b", NULL },
    { "flavor", INSTANCE(FLAVOR("m1.dpaa2", "")), CONFIG, "net", NULL },
    { "extra-spec-before-flavor", INSTANCE(FLAVOR("m1.wrong", LABEL("net"))), CONFIG, "net", NULL },

    { "no-metadata", NULL, CONFIG, NULL, NULL },
    { "other-metadata", "<x:a xmlns:x='urn:x'/>", CONFIG, NULL, NULL },
    { "other-flavor", INSTANCE(FLAVOR("m1", SPECS(""))), CONFIG, NULL, NULL },
    { "flavor-begins-alike", INSTANCE(FLAVOR("m1.dpaa2=net", "") FLAVOR("m1.dpaa2", "")), CONFIG, NULL, NULL },
    { "no-flavor", INSTANCE(""), CONFIG, NULL, NULL },
    { "no-config", INSTANCE(FLAVOR("m1.dpaa2", "")), NULL, NULL, NULL },

    /* what the operator has not opened */
    { "label-not-listed", INSTANCE(FLAVOR("f", LABEL("secret"))), CONFIG, NULL,
      "flavor 'f' asks for a container with label 'secret', which is not among the 'labels' in '" },
    { "label-begins-alike", INSTANCE(FLAVOR("f", LABEL("ne"))), CONFIG, NULL, "label 'ne'" },
    { "label-empty", INSTANCE(FLAVOR("f", LABEL(""))), CONFIG, NULL, "label ''" },
    { "label-without-config", INSTANCE(FLAVOR("f", LABEL("net"))), NULL, NULL, "label 'net'" },
    { "label-of-flavor-not-listed", INSTANCE(FLAVOR("m1.wrong", "")), CONFIG, NULL, "label 'other'" },

    /* what a tenant can write */
    { "name-of-instance", INSTANCE("<nova:name>" LABEL("net") "</nova:name>" FLAVOR("m1", "")), CONFIG, NULL, NULL },
    { "text-in-name", INSTANCE("<nova:name>&lt;nova:flavor name='m1.dpaa2'/></nova:name>" FLAVOR("m1", "")),
      CONFIG, NULL, NULL },
    { "property-of-image",
      INSTANCE(FLAVOR("m1", SPECS("")) "<nova:image><nova:properties>"
               "<nova:property name='fslmc:label'>net</nova:property></nova:properties></nova:image>"),
      CONFIG, NULL, NULL },
    { "not-in-flavor", INSTANCE(FLAVOR("m1", "") LABEL("net")), CONFIG, NULL, NULL },
    { "other-namespace", "<nova:instance xmlns:nova='urn:x'>" FLAVOR("m1.dpaa2", "") "</nova:instance>",
      CONFIG, NULL, NULL },
    { "inside-other", "<x:a xmlns:x='urn:x'>" INSTANCE(FLAVOR("m1.dpaa2", "")) "</x:a>", CONFIG, NULL, NULL },

    /* a file that cannot be read */
    { "bad-config-asked", INSTANCE(FLAVOR("f", LABEL("net"))), "labels = [", NULL, "" },
    { "bad-config-type", INSTANCE(FLAVOR("f", LABEL("net"))), "labels = 7\n", NULL, "" },
    { "bad-config-not-asked", INSTANCE(FLAVOR("m1.dpaa2", "")), "labels = [", NULL, NULL },
    { "empty-config", INSTANCE(FLAVOR("m1.dpaa2", "")), "", NULL, NULL },
};

static virDomainXMLOption *xmlopt;


static virDomainDef *
parse(const char *metadata)
{
    g_autofree char *xml = NULL;
    virDomainDef *def;

    xml = g_strdup_printf("<domain type='kvm'><name>guest</name>%s%s%s"
                          "<memory>65536</memory>"
                          "<os><type arch='aarch64' machine='virt'>hvm</type></os>"
                          "<features><acpi/></features>"
                          "</domain>", metadata ? "<metadata>" : "", metadata ? metadata : "",
                          metadata ? "</metadata>" : "");
    def = virDomainDefParseString(xml, xmlopt, NULL,
                                  VIR_DOMAIN_DEF_PARSE_INACTIVE |
                                  VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE);
    g_assert_nonnull(def);

    return def;
}


static void
testCase(gconstpointer data)
{
    size_t i = GPOINTER_TO_SIZE(data);
    g_autoptr(virDomainDef) def = parse(cases[i].metadata);
    g_autoptr(GPtrArray) hostdevs = NULL;

    g_unlink(path);
    if (cases[i].config)
        g_assert_true(g_file_set_contents(path, cases[i].config, -1, NULL));

    virResetLastError();
    g_assert_cmpint(virFslMcNovaApply(path, def), ==, cases[i].error ? -1 : 0);
    if (cases[i].error) {
        g_assert_cmpint(virGetLastErrorCode(), !=, VIR_ERR_OK);
        g_assert_nonnull(strstr(virGetLastErrorMessage(), cases[i].error));
    }

    hostdevs = virFslMcDomainGetHostdevs(def);
    g_assert_nonnull(hostdevs);
    g_assert_cmpuint(hostdevs->len, ==, cases[i].label ? 1 : 0);
    g_assert_cmpint(def->features[VIR_DOMAIN_FEATURE_ACPI], ==,
                    cases[i].label ? VIR_TRISTATE_SWITCH_ABSENT : VIR_TRISTATE_SWITCH_ON);
    if (cases[i].label) {
        const virFslMcHostdevDef *hostdev = hostdevs->pdata[0];

        g_assert_cmpstr(hostdev->label, ==, cases[i].label);
        g_assert_null(hostdev->name);
        g_assert_true(hostdev->managed);
    }
}


/* What Nova's own code has written, see tests/native/clients/nova-metadata.sh */
static void
testNova(void)
{
    g_autoptr(virDomainDef) def = NULL;
    g_autoptr(GPtrArray) hostdevs = NULL;
    g_autofree char *metadata = NULL;

    g_assert_true(g_file_set_contents(path, "labels = [ \"net\" ]\n", -1, NULL));
    g_assert_true(g_file_get_contents(TEST_NOVA_METADATA, &metadata, NULL, NULL));
    def = parse(metadata);
    g_assert_cmpint(virFslMcNovaApply(path, def), ==, 0);
    hostdevs = virFslMcDomainGetHostdevs(def);
    g_assert_cmpuint(hostdevs->len, ==, 1);
    g_assert_cmpstr(((virFslMcHostdevDef *) hostdevs->pdata[0])->label, ==, "net");
}


/* What somebody has added stays what the guest has. */
static void
testHasOne(void)
{
    g_autoptr(virDomainDef) def = parse(CARRIAGE INSTANCE(FLAVOR("f", LABEL("secret"))));
    g_autoptr(GPtrArray) hostdevs = NULL;

    g_assert_cmpint(virFslMcNovaApply(path, def), ==, 0);
    hostdevs = virFslMcDomainGetHostdevs(def);
    g_assert_cmpuint(hostdevs->len, ==, 1);
    g_assert_cmpstr(((virFslMcHostdevDef *) hostdevs->pdata[0])->name, ==, "dprc.9");
}


static void
quiet(void *opaque G_GNUC_UNUSED,
      virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_autofree char *directory = NULL;
    int ret;
    size_t i;

    g_test_init(&argc, &argv, NULL);
    virInitialize();
    virSetErrorFunc(NULL, quiet);

    directory = g_dir_make_tmp("fslmc-nova-XXXXXX", NULL);
    path = g_build_filename(directory, "nova.conf", NULL);
    xmlopt = virDomainXMLOptionNew(NULL, NULL, NULL, NULL, NULL, NULL);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = g_strdup_printf("/nova/%s", cases[i].name);

        g_test_add_data_func(name, GSIZE_TO_POINTER(i), testCase);
    }
    g_test_add_func("/nova/from-nova", testNova);
    g_test_add_func("/nova/has-one", testHasOne);

    ret = g_test_run();
    virObjectUnref(xmlopt);
    g_unlink(path);
    g_rmdir(directory);
    g_free(path);

    return ret;
}
