/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * stock_test.c: what stock libvirt makes of what we lift
 *
 * Defines each data/stock/NAME.xml, lifted, with libvirt's test driver, which
 * parses and formats domains with the code that the QEMU driver uses, and
 * restores what libvirt gives: NAME.expected is the inactive XML of the
 * domain, NAME.live that of the running domain and NAME.snapshot that of a
 * snapshot of it. libvirt's schema must allow what we lift, too. And of many changed
 * documents it takes with us, or refuses for the same reason, what it takes or refuses
 * without us when they have nothing of ours.
 *
 * The library is loaded at run time, because that of another release may want
 * a newer C library than there is; where it does the test says so and is
 * skipped.
 */

#include <dlfcn.h>
#include <string.h>

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include "fslmc_carriage.h"
#include "fslmc_domain_conf.h"
#include "testdata.h"

#define CHANGES 400     /* of each document */

/* what is ours in a domain, wherever it may be */
#define OURS "/domain/devices/hostdev[@type='fsl_mc' or @type='platform'] | " \
    "/domain/metadata/*[namespace-uri()='" VIR_FSLMC_CARRIAGE_URI "']"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlXPathContext, xmlXPathFreeContext)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlXPathObject, xmlXPathFreeObject)

static struct {
    __typeof__(virConnectOpen) *connectOpen;
    __typeof__(virConnectClose) *connectClose;
    __typeof__(virDomainDefineXMLFlags) *domainDefineXMLFlags;
    __typeof__(virDomainCreate) *domainCreate;
    __typeof__(virDomainGetXMLDesc) *domainGetXMLDesc;
    __typeof__(virDomainSetMetadata) *domainSetMetadata;
    __typeof__(virDomainUndefine) *domainUndefine;
    __typeof__(virDomainFree) *domainFree;
    __typeof__(virDomainSnapshotCreateXML) *snapshotCreateXML;
    __typeof__(virDomainSnapshotGetXMLDesc) *snapshotGetXMLDesc;
    __typeof__(virDomainSnapshotFree) *snapshotFree;
    __typeof__(virGetLastErrorMessage) *getLastErrorMessage;
    __typeof__(virSetErrorFunc) *setErrorFunc;
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
    { "virDomainUndefine", (gpointer *)&libvirt.domainUndefine },
    { "virDomainFree", (gpointer *)&libvirt.domainFree },
    { "virDomainSnapshotCreateXML", (gpointer *)&libvirt.snapshotCreateXML },
    { "virDomainSnapshotGetXMLDesc", (gpointer *)&libvirt.snapshotGetXMLDesc },
    { "virDomainSnapshotFree", (gpointer *)&libvirt.snapshotFree },
    { "virGetLastErrorMessage", (gpointer *)&libvirt.getLastErrorMessage },
    { "virSetErrorFunc", (gpointer *)&libvirt.setErrorFunc },
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


/* Returns @xml without what is ours, and NULL when it is no XML. */
static char *
testWithoutOurs(const char *xml,
                int *count)
{
    g_autoptr(xmlDoc) doc = xmlReadMemory(xml, strlen(xml), NULL, NULL,
                                          XML_PARSE_NOBLANKS | XML_PARSE_NOERROR |
                                          XML_PARSE_NOWARNING);
    g_autoptr(xmlXPathContext) context = NULL;
    g_autoptr(xmlXPathObject) found = NULL;
    xmlChar *text = NULL;
    char *without;
    int i;

    if (!doc)
        return NULL;

    context = xmlXPathNewContext(doc);
    found = xmlXPathEvalExpression(BAD_CAST OURS, context);
    *count = found->nodesetval ? found->nodesetval->nodeNr : 0;
    for (i = 0; i < *count; i++) {
        xmlUnlinkNode(found->nodesetval->nodeTab[i]);
        xmlFreeNode(found->nodesetval->nodeTab[i]);
        found->nodesetval->nodeTab[i] = NULL;
    }
    xmlDocDumpMemory(doc, &text, NULL);
    without = g_strdup((char *) text);
    xmlFree(text);

    return without;
}


/* Returns what libvirt says of @xml, or makes of it without what is ours and what it
 * makes up. */
static char *
testVerdict(virConnectPtr conn,
            const char *xml)
{
    g_autoptr(GRegex) made = g_regex_new("<uuid>.*</uuid>|<mac address='.*'/>|line \\d+|\\(.*\\):\\d+|"
                                         "<metadata/>|[^\\n]*\\n *-*\\^$",
                                         0, 0, NULL);
    virDomainPtr domain = libvirt.domainDefineXMLFlags(conn, xml, 0);
    g_autofree char *said = NULL;
    int count;

    if (domain) {
        g_autofree char *stored = libvirt.domainGetXMLDesc(domain, VIR_DOMAIN_XML_INACTIVE);

        said = testWithoutOurs(stored, &count);
        libvirt.domainUndefine(domain);
        libvirt.domainFree(domain);
    } else {
        said = g_strdup(libvirt.getLastErrorMessage());
    }

    return g_regex_replace(made, said, -1, 0, "", 0, NULL);
}


static void
testChanged(gconstpointer opaque)
{
    g_autofree char *path = testDataPath("stock", opaque, ".xml");
    g_autofree char *xml = testDataLoad(path);
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    virConnectPtr conn;
    int i;

    if (whyNot) {
        g_test_skip(whyNot);
        return;
    }

    conn = libvirt.connectOpen("test:///default");
    g_assert_nonnull(conn);
    for (i = 0; i < CHANGES; i++) {
        g_autofree char *changed = testDataChange(rand, xml);
        g_autofree char *lifted = NULL;
        g_autofree char *without = NULL;
        g_autofree char *stock = NULL;
        g_autofree char *ours = NULL;
        g_autoptr(GError) error = NULL;
        int count = 0;

        without = testWithoutOurs(changed, &count);
        if (!virFslMcDomainLift(changed, &lifted, &error)) {
            /* what has nothing of ours is not for us to refuse */
            g_assert_true(!without || count > 0);
            continue;
        }
        if (!without || count == 0) {
            g_assert_null(lifted);
            continue;
        }

        /* a carriage is stored as it is */
        stock = testVerdict(conn, without);
        ours = testVerdict(conn, lifted ? lifted : changed);
        g_assert_cmpstr(ours, ==, stock);
    }
    libvirt.connectClose(conn);
}


/* Errors are asked for. */
static void
testIgnoreError(void *opaque G_GNUC_UNUSED,
                virErrorPtr error G_GNUC_UNUSED)
{
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
    if (!whyNot)
        libvirt.setErrorFunc(NULL, testIgnoreError);

    cases = testDataCases("stock", ".xml");
    for (i = 0; i < cases->len; i++) {
        const char *name = g_ptr_array_index(cases, i);
        g_autofree char *valid = g_strconcat("/schema/", name, NULL);
        g_autofree char *stock = g_strconcat("/stock/", name, NULL);
        g_autofree char *changed = g_strconcat("/changed/", name, NULL);

        g_test_add_data_func(valid, name, testSchema);
        g_test_add_data_func(stock, name, testStock);
        g_test_add_data_func(changed, name, testChanged);
    }

    return g_test_run();
}
