/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * stock_test.c: what stock libvirt makes of what we lift
 *
 * Defines each data/stock/NAME.xml, lifted, with libvirt's test driver, which
 * parses and formats domains with the code that the QEMU driver uses, and
 * restores what libvirt gives: NAME.expected is the inactive XML of the
 * domain, NAME.live that of the running domain and NAME.snapshot that of a
 * snapshot of it. libvirt's schema must allow what we lift, too.
 *
 * The library is loaded at run time, because that of another release may want
 * a newer C library than there is; where it does the test says so and is
 * skipped.
 */

#include <dlfcn.h>
#include <string.h>

#include <libvirt/libvirt.h>

#include "fslmc_carriage.h"
#include "fslmc_domain_conf.h"
#include "testdata.h"

static struct {
    __typeof__(virConnectOpen) *connectOpen;
    __typeof__(virConnectClose) *connectClose;
    __typeof__(virDomainDefineXMLFlags) *domainDefineXMLFlags;
    __typeof__(virDomainCreate) *domainCreate;
    __typeof__(virDomainGetXMLDesc) *domainGetXMLDesc;
    __typeof__(virDomainSetMetadata) *domainSetMetadata;
    __typeof__(virDomainFree) *domainFree;
    __typeof__(virDomainSnapshotCreateXML) *snapshotCreateXML;
    __typeof__(virDomainSnapshotGetXMLDesc) *snapshotGetXMLDesc;
    __typeof__(virDomainSnapshotFree) *snapshotFree;
} libvirt;

static const struct {
    const char *name;
    gpointer *function;
} symbols[] = {
    { "virConnectOpen", (gpointer *)&libvirt.connectOpen },
    { "virConnectClose", (gpointer *)&libvirt.connectClose },
    { "virDomainDefineXMLFlags", (gpointer *)&libvirt.domainDefineXMLFlags },
    { "virDomainCreate", (gpointer *)&libvirt.domainCreate },
    { "virDomainGetXMLDesc", (gpointer *)&libvirt.domainGetXMLDesc },
    { "virDomainSetMetadata", (gpointer *)&libvirt.domainSetMetadata },
    { "virDomainFree", (gpointer *)&libvirt.domainFree },
    { "virDomainSnapshotCreateXML", (gpointer *)&libvirt.snapshotCreateXML },
    { "virDomainSnapshotGetXMLDesc", (gpointer *)&libvirt.snapshotGetXMLDesc },
    { "virDomainSnapshotFree", (gpointer *)&libvirt.snapshotFree },
};

static const char *whyNot;
static const char *schema;


static void
testLoadLibvirt(const char *path)
{
    gpointer handle = dlopen(path, RTLD_NOW);
    gsize i;

    if (!handle) {
        whyNot = dlerror();
        return;
    }

    for (i = 0; i < G_N_ELEMENTS(symbols); i++) {
        *symbols[i].function = dlsym(handle, symbols[i].name);
        g_assert_nonnull(*symbols[i].function);
    }
}


/* What is not the same every time is the number of the running domain, and the
 * time of the snapshot. */
static void
testCompare(const char *name,
            const char *suffix,
            char *xml)
{
    g_autofree char *path = testDataPath("stock", name, suffix);
    g_autofree char *restored = virFslMcDomainRestore(xml);
    g_autoptr(GRegex) number = g_regex_new("(?<=^<domain type='test' id=')\\d+|(?<=<creationTime>)\\d+",
                                           0, 0, NULL);
    g_autofree char *same = g_regex_replace(number, restored, -1, 0, "1", 0, NULL);

    testDataCompare(path, same);
}


/* What libvirt stores is for it alone to read: the next define of what it
 * gives must come to the same. */
static void
testDefineAgain(virConnectPtr conn,
                virDomainPtr domain)
{
    g_autofree char *stored = libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);
    g_autofree char *restored = virFslMcDomainRestore(g_strdup(stored));
    g_autofree char *lifted = NULL;
    g_autofree char *again = NULL;
    virDomainPtr same;

    g_assert_true(virFslMcDomainLift(restored, &lifted, NULL));
    same = libvirt.domainDefineXMLFlags(conn, lifted ? lifted : restored,
                                        0);
    g_assert_nonnull(same);

    again = libvirt.domainGetXMLDesc(same, VIR_DOMAIN_XML_INACTIVE);
    g_assert_cmpstr(again, ==, stored);

    libvirt.domainFree(same);
}


/* Metadata of others can come and go beside the carriage. */
static void
testMetadata(virDomainPtr domain)
{
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;

    before = virFslMcDomainRestore(libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE));
    if (strstr(before, "<metadata"))
        return;

    g_assert_cmpint(libvirt.domainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT,
                                              "<note/>", "n", "urn:note",
                                              VIR_DOMAIN_AFFECT_CONFIG), ==, 0);
    after = virFslMcDomainRestore(libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE));
    g_assert_nonnull(strstr(after, "  <metadata>\n    <n:note xmlns:n=\"urn:note\"/>\n  </metadata>\n"));
    g_assert_null(strstr(after, VIR_FSLMC_CARRIAGE_URI));

    g_assert_cmpint(libvirt.domainSetMetadata(domain, VIR_DOMAIN_METADATA_ELEMENT,
                                              NULL, "n", "urn:note",
                                              VIR_DOMAIN_AFFECT_CONFIG), ==, 0);
    g_free(after);
    after = virFslMcDomainRestore(libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE));
    if (strstr(before, "type='fsl_mc'"))
        g_assert_cmpstr(after, ==, before);
}


static void
testSchema(gconstpointer opaque)
{
    g_autofree char *path = testDataPath("stock", opaque, ".xml");
    g_autofree char *xml = testDataLoad(path);
    g_autofree char *lifted = NULL;

    g_assert_true(virFslMcDomainLift(xml, &lifted, NULL));
    testDataValidate(schema, lifted ? lifted : xml);
}


static void
testStock(gconstpointer opaque)
{
    const char *name = opaque;
    g_autofree char *path = testDataPath("stock", name, ".xml");
    g_autofree char *xml = testDataLoad(path);
    g_autofree char *lifted = NULL;
    virConnectPtr conn;
    virDomainPtr domain;
    virDomainSnapshotPtr snapshot;

    if (whyNot) {
        g_test_skip(whyNot);
        return;
    }

    conn = libvirt.connectOpen("test:///default");
    g_assert_nonnull(conn);

    g_assert_true(virFslMcDomainLift(xml, &lifted, NULL));
    domain = libvirt.domainDefineXMLFlags(conn, lifted ? lifted : xml,
                                          0);
    g_assert_nonnull(domain);

    testCompare(name, ".expected",
                libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE));
    testDefineAgain(conn, domain);

    g_assert_cmpint(libvirt.domainCreate(domain), ==, 0);
    testCompare(name, ".live", libvirt.domainGetXMLDesc(domain, 0));

    snapshot = libvirt.snapshotCreateXML(domain,
                                         "<domainsnapshot><name>s</name></domainsnapshot>", 0);
    g_assert_nonnull(snapshot);
    testCompare(name, ".snapshot", libvirt.snapshotGetXMLDesc(snapshot, 0));

    testMetadata(domain);

    libvirt.snapshotFree(snapshot);
    libvirt.domainFree(domain);
    libvirt.connectClose(conn);
}


int
main(int argc,
     char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(argc, ==, 3);
    testLoadLibvirt(argv[1]);
    schema = argv[2];

    cases = testDataCases("stock", ".xml");
    for (i = 0; i < cases->len; i++) {
        const char *name = g_ptr_array_index(cases, i);
        g_autofree char *valid = g_strconcat("/schema/", name, NULL);
        g_autofree char *stock = g_strconcat("/stock/", name, NULL);

        g_test_add_data_func(valid, name, testSchema);
        g_test_add_data_func(stock, name, testStock);
    }

    return g_test_run();
}
