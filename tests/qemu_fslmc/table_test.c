/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * table_test.c: what reaches the stock driver, and what comes back, for each
 * entry of its table through which domain XML goes
 *
 * The stock driver here is a table of functions that note what XML they were
 * given, and give XML. Entries that need a guest are in device_test.c.
 */

#include "fslmc_internal.h"

#include "datatypes.h"
#include "virerror.h"
#include "virtypedparam.h"

#include "fslmc_carriage.h"
#include "fslmc_domain_driver.h"
#include "fslmc_guest.h"

#define ELEMENT \
    "<domain type='kvm'>\n" \
    "  <name>guest</name>\n" \
    "  <devices>\n" \
    "    <hostdev mode='subsystem' type='fsl_mc' managed='yes'>\n" \
    "      <source>\n" \
    "        <address object='dprc.2'/>\n" \
    "      </source>\n" \
    "    </hostdev>\n" \
    "  </devices>\n" \
    "</domain>\n"

#define CARRIAGE \
    "<domain type='kvm'>\n" \
    "  <name>guest</name>\n" \
    "  <metadata>\n" \
    "    <fslmc:hostdevs xmlns:fslmc='" VIR_FSLMC_CARRIAGE_URI "' version='1'>\n" \
    "      <fslmc:hostdev mode='subsystem' type='fsl_mc' managed='yes' after='0'>\n" \
    "        <fslmc:source>\n" \
    "          <fslmc:address object='dprc.2'/>\n" \
    "        </fslmc:source>\n" \
    "      </fslmc:hostdev>\n" \
    "    </fslmc:hostdevs>\n" \
    "  </metadata>\n" \
    "  <devices>\n" \
    "  </devices>\n" \
    "</domain>\n"

/* right for libvirt, wrong for us */
#define WRONG \
    "<domain type='kvm'>\n" \
    "  <devices>\n" \
    "    <hostdev type='fsl_mc'/>\n" \
    "  </devices>\n" \
    "</domain>\n"

#define OTHER "<domain type='kvm'><!-- no hostdev of ours --></domain>"

static virHypervisorDriver stock;
static virHypervisorDriver table;

/* for calls that need one */
static virConnectPtr conn;

/* what the stock function was called with, NULL when it was not */
static const char *got;
static char *gotCopy;

/* what it gives */
static const char *gives;


static long
note(const char *xml)
{
    got = xml;
    g_free(gotCopy);
    gotCopy = g_strdup(xml);

    return 42;
}


static const char *
param(virTypedParameterPtr params, int nparams, const char *name)
{
    const char *xml = NULL;

    g_assert_cmpint(virTypedParamsGetString(params, nparams, name, &xml), ==, 1);
    g_assert_cmpint(params[0].value.ui, ==, 17);

    return xml;
}


/* The XML between other parameters, as a caller has them. */
#define PARAMS(name, xml) \
    (virTypedParameter []) { \
        { .field = "other", .type = VIR_TYPED_PARAM_UINT, .value.ui = 17 }, \
        { .field = name, .type = VIR_TYPED_PARAM_STRING, .value.s = (char *) xml }, \
    }, 2

typedef struct {
    const char *name;
    /* returns what the function of the table returned */
    long (*call)(const char *xml);
} Entry;

/* The stock function ENTRY, that notes XML, and how its caller calls it. */
#define TAKES(type, entry, parameters, xmlParameter, arguments) \
    static type stock_##entry parameters \
    { \
        return (type) note(xmlParameter); \
    } \
    static long call_##entry(const char *xml) \
    { \
        return (long) table.entry arguments; \
    }

#define GIVES(entry, parameters, arguments) \
    static char *stock_##entry parameters \
    { \
        return g_strdup(gives); \
    } \
    static char *call_##entry(void) \
    { \
        return table.entry arguments; \
    }

/* domains */
TAKES(virDomainPtr, domainCreateXML,
      (virConnectPtr connection, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
TAKES(virDomainPtr, domainCreateXMLWithFiles,
      (virConnectPtr connection, const char *xml, unsigned int nfiles, int *files, unsigned int flags), xml,
      (NULL, xml, 0, NULL, 0))
TAKES(virDomainPtr, domainDefineXML,
      (virConnectPtr connection, const char *xml), xml,
      (NULL, xml))
TAKES(virDomainPtr, domainDefineXMLFlags,
      (virConnectPtr connection, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
TAKES(char *, connectDomainXMLToNative,
      (virConnectPtr connection, const char *format, const char *xml, unsigned int flags), xml,
      (NULL, "qemu-argv", xml, 0))
GIVES(domainGetXMLDesc,
      (virDomainPtr domain, unsigned int flags),
      (NULL, 0))

/* devices that are none of ours */
TAKES(int, domainAttachDevice,
      (virDomainPtr domain, const char *xml), xml,
      (NULL, xml))
TAKES(int, domainAttachDeviceFlags,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
TAKES(int, domainDetachDevice,
      (virDomainPtr domain, const char *xml), xml,
      (NULL, xml))
TAKES(int, domainDetachDeviceFlags,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
TAKES(int, domainUpdateDeviceFlags,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))

/* saved guests */
TAKES(int, domainSaveFlags,
      (virDomainPtr domain, const char *path, const char *xml, unsigned int flags), xml,
      (NULL, "file", xml, 0))
TAKES(int, domainSaveParams,
      (virDomainPtr domain, virTypedParameterPtr params, int nparams, unsigned int flags),
      param(params, nparams, VIR_DOMAIN_SAVE_PARAM_DXML),
      (NULL, PARAMS(VIR_DOMAIN_SAVE_PARAM_DXML, xml), 0))
TAKES(int, domainRestoreFlags,
      (virConnectPtr connection, const char *path, const char *xml, unsigned int flags), xml,
      (NULL, "file", xml, 0))
TAKES(int, domainRestoreParams,
      (virConnectPtr connection, virTypedParameterPtr params, int nparams, unsigned int flags),
      param(params, nparams, VIR_DOMAIN_SAVE_PARAM_DXML),
      (NULL, PARAMS(VIR_DOMAIN_SAVE_PARAM_DXML, xml), 0))
TAKES(int, domainSaveImageDefineXML,
      (virConnectPtr connection, const char *path, const char *xml, unsigned int flags), xml,
      (NULL, "file", xml, 0))
TAKES(int, domainManagedSaveDefineXML,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
GIVES(domainSaveImageGetXMLDesc,
      (virConnectPtr connection, const char *path, unsigned int flags),
      (NULL, "file", 0))
GIVES(domainManagedSaveGetXMLDesc,
      (virDomainPtr domain, unsigned int flags),
      (NULL, 0))

/* snapshots and checkpoints */
TAKES(virDomainSnapshotPtr, domainSnapshotCreateXML,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
TAKES(virDomainCheckpointPtr, domainCheckpointCreateXML,
      (virDomainPtr domain, const char *xml, unsigned int flags), xml,
      (NULL, xml, 0))
GIVES(domainSnapshotGetXMLDesc,
      (virDomainSnapshotPtr snapshot, unsigned int flags),
      (NULL, 0))
GIVES(domainCheckpointGetXMLDesc,
      (virDomainCheckpointPtr checkpoint, unsigned int flags),
      (NULL, 0))

/* metadata */
GIVES(domainGetMetadata,
      (virDomainPtr domain, int type, const char *uri, unsigned int flags),
      (NULL, VIR_DOMAIN_METADATA_ELEMENT, VIR_FSLMC_CARRIAGE_URI, 0))
TAKES(int, domainSetMetadata,
      (virDomainPtr domain, int type, const char *xml, const char *key, const char *uri, unsigned int flags), xml,
      (NULL, VIR_DOMAIN_METADATA_ELEMENT, xml, "x", "urn:x", 0))

/* migration */
static char *
stock_domainMigrateBegin3(virDomainPtr domain,
                          const char *xml,
                          char **cookieout,
                          int *cookieoutlen,
                          unsigned long flags,
                          const char *dname,
                          unsigned long resource)
{
    note(xml);

    return g_strdup(gives);
}

static long
call_domainMigrateBegin3(const char *xml)
{
    return (long) table.domainMigrateBegin3(NULL, xml, NULL, NULL, 0, NULL, 0);
}

static char *
given_domainMigrateBegin3(void)
{
    return table.domainMigrateBegin3(NULL, NULL, NULL, NULL, 0, NULL, 0);
}

static char *
stock_domainMigrateBegin3Params(virDomainPtr domain,
                                virTypedParameterPtr params,
                                int nparams,
                                char **cookieout,
                                int *cookieoutlen,
                                unsigned int flags)
{
    if (nparams > 0)
        note(param(params, nparams, VIR_MIGRATE_PARAM_DEST_XML));

    return g_strdup(gives);
}

static long
call_domainMigrateBegin3Params(const char *xml)
{
    return (long) table.domainMigrateBegin3Params(NULL, PARAMS(VIR_MIGRATE_PARAM_DEST_XML, xml),
                                                  NULL, NULL, 0);
}

static char *
given_domainMigrateBegin3Params(void)
{
    return table.domainMigrateBegin3Params(NULL, NULL, 0, NULL, NULL, 0);
}

TAKES(int, domainMigratePrepare2,
      (virConnectPtr connection, char **cookie, int *cookielen, const char *uriin, char **uriout,
       unsigned long flags, const char *dname, unsigned long resource, const char *xml), xml,
      (NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, xml))
TAKES(int, domainMigratePrepareTunnel,
      (virConnectPtr connection, virStreamPtr stream, unsigned long flags, const char *dname,
       unsigned long resource, const char *xml), xml,
      (NULL, NULL, 0, NULL, 0, xml))
TAKES(int, domainMigratePrepare3,
      (virConnectPtr connection, const char *cookiein, int cookieinlen, char **cookieout, int *cookieoutlen,
       const char *uriin, char **uriout, unsigned long flags, const char *dname,
       unsigned long resource, const char *xml), xml,
      (NULL, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, 0, xml))
TAKES(int, domainMigratePrepare3Params,
      (virConnectPtr connection, virTypedParameterPtr params, int nparams, const char *cookiein, int cookieinlen,
       char **cookieout, int *cookieoutlen, char **uriout, unsigned int flags),
      param(params, nparams, VIR_MIGRATE_PARAM_DEST_XML),
      (NULL, PARAMS(VIR_MIGRATE_PARAM_DEST_XML, xml), NULL, 0, NULL, NULL, NULL, 0))
TAKES(int, domainMigratePrepareTunnel3,
      (virConnectPtr connection, virStreamPtr stream, const char *cookiein, int cookieinlen, char **cookieout,
       int *cookieoutlen, unsigned long flags, const char *dname, unsigned long resource,
       const char *xml), xml,
      (NULL, NULL, NULL, 0, NULL, NULL, 0, NULL, 0, xml))
TAKES(int, domainMigratePrepareTunnel3Params,
      (virConnectPtr connection, virStreamPtr stream, virTypedParameterPtr params, int nparams,
       const char *cookiein, int cookieinlen, char **cookieout, int *cookieoutlen, unsigned int flags),
      param(params, nparams, VIR_MIGRATE_PARAM_DEST_XML),
      (NULL, NULL, PARAMS(VIR_MIGRATE_PARAM_DEST_XML, xml), NULL, 0, NULL, NULL, 0))
TAKES(int, domainMigratePerform3,
      (virDomainPtr domain, const char *xml, const char *cookiein, int cookieinlen, char **cookieout,
       int *cookieoutlen, const char *dconnuri, const char *uri, unsigned long flags,
       const char *dname, unsigned long resource), xml,
      (NULL, xml, NULL, 0, NULL, NULL, NULL, NULL, 0, NULL, 0))
TAKES(int, domainMigratePerform3Params,
      (virDomainPtr domain, const char *dconnuri, virTypedParameterPtr params, int nparams,
       const char *cookiein, int cookieinlen, char **cookieout, int *cookieoutlen, unsigned int flags),
      param(params, nparams, VIR_MIGRATE_PARAM_PERSIST_XML),
      (NULL, NULL, PARAMS(VIR_MIGRATE_PARAM_PERSIST_XML, xml), NULL, 0, NULL, NULL, 0))

/* what a host without the bus can do */
GIVES(connectGetDomainCapabilities,
      (virConnectPtr connection, const char *emulator, const char *arch, const char *machine,
       const char *type, unsigned int flags),
      (conn, NULL, NULL, NULL, NULL, 0))

/* by alias: no XML, but one of the calls that are ours */
static int
stock_domainDetachDeviceAlias(virDomainPtr domain G_GNUC_UNUSED,
                              const char *alias G_GNUC_UNUSED,
                              unsigned int flags G_GNUC_UNUSED)
{
    return 0;
}

static virHypervisorDriver stock = {
    .name = "stock",
#define ENTRY(entry) .entry = stock_##entry
    ENTRY(domainCreateXML),
    ENTRY(domainCreateXMLWithFiles),
    ENTRY(domainDefineXML),
    ENTRY(domainDefineXMLFlags),
    ENTRY(connectDomainXMLToNative),
    ENTRY(domainGetXMLDesc),
    ENTRY(connectGetDomainCapabilities),
    ENTRY(domainAttachDevice),
    ENTRY(domainAttachDeviceFlags),
    ENTRY(domainDetachDevice),
    ENTRY(domainDetachDeviceFlags),
    ENTRY(domainDetachDeviceAlias),
    ENTRY(domainUpdateDeviceFlags),
    ENTRY(domainSaveFlags),
    ENTRY(domainSaveParams),
    ENTRY(domainRestoreFlags),
    ENTRY(domainRestoreParams),
    ENTRY(domainSaveImageDefineXML),
    ENTRY(domainManagedSaveDefineXML),
    ENTRY(domainSaveImageGetXMLDesc),
    ENTRY(domainManagedSaveGetXMLDesc),
    ENTRY(domainSnapshotCreateXML),
    ENTRY(domainSnapshotGetXMLDesc),
    ENTRY(domainCheckpointCreateXML),
    ENTRY(domainCheckpointGetXMLDesc),
    ENTRY(domainGetMetadata),
    ENTRY(domainSetMetadata),
    ENTRY(domainMigrateBegin3),
    ENTRY(domainMigrateBegin3Params),
    ENTRY(domainMigratePrepare2),
    ENTRY(domainMigratePrepareTunnel),
    ENTRY(domainMigratePrepare3),
    ENTRY(domainMigratePrepare3Params),
    ENTRY(domainMigratePrepareTunnel3),
    ENTRY(domainMigratePrepareTunnel3Params),
    ENTRY(domainMigratePerform3),
    ENTRY(domainMigratePerform3Params),
#undef ENTRY
};

typedef struct {
    const char *name;
    char *(*call)(void);
} Giver;

#define CALL(entry) { #entry, call_##entry }
#define GIVEN(entry) { #entry, given_##entry }

/* they lift the domain that they are given */
static const Entry lifters[] = {
    CALL(domainCreateXML),
    CALL(domainCreateXMLWithFiles),
    CALL(domainDefineXML),
    CALL(domainDefineXMLFlags),
    CALL(connectDomainXMLToNative),
    CALL(domainSaveFlags),
    CALL(domainSaveParams),
    CALL(domainRestoreFlags),
    CALL(domainRestoreParams),
    CALL(domainSaveImageDefineXML),
    CALL(domainManagedSaveDefineXML),
    CALL(domainSnapshotCreateXML),
    CALL(domainCheckpointCreateXML),
    CALL(domainMigrateBegin3),
    CALL(domainMigrateBegin3Params),
    CALL(domainMigratePrepare2),
    CALL(domainMigratePrepareTunnel),
    CALL(domainMigratePrepare3),
    CALL(domainMigratePrepare3Params),
    CALL(domainMigratePrepareTunnel3),
    CALL(domainMigratePrepareTunnel3Params),
    CALL(domainMigratePerform3),
    CALL(domainMigratePerform3Params),
};

/* they take something else, that can be ours, too */
static const Entry others[] = {
    CALL(domainAttachDevice),
    CALL(domainAttachDeviceFlags),
    CALL(domainDetachDevice),
    CALL(domainDetachDeviceFlags),
    CALL(domainUpdateDeviceFlags),
    CALL(domainSetMetadata),
};

static const Giver givers[] = {
    CALL(domainGetXMLDesc),
    CALL(domainSaveImageGetXMLDesc),
    CALL(domainManagedSaveGetXMLDesc),
    CALL(domainSnapshotGetXMLDesc),
    CALL(domainCheckpointGetXMLDesc),
    GIVEN(domainMigrateBegin3),
    GIVEN(domainMigrateBegin3Params),
};

/* in givers and lifters both */
#define BOTH 2

/* domainGetMetadata, domainDetachDeviceAlias, connectGetDomainCapabilities */
#define ALONE 3


/* What the stock function returned; an entry that gives XML returned that. */
static void
checkReturned(long returned)
{
    if (returned == 42)
        return;

    g_assert_cmpstr((const char *) returned, ==, gives);
    g_free((char *) returned);
}


static void
testPass(gconstpointer data)
{
    static const char *const documents[] = {
        OTHER, CARRIAGE, "<hostdev type='pci'/>", "no XML, but fsl_mc", ""
    };
    const Entry *entry = data;
    size_t i;

    gives = OTHER;
    for (i = 0; i < G_N_ELEMENTS(documents); i++) {
        got = NULL;
        checkReturned(entry->call(documents[i]));
        g_assert_true(got == documents[i]);
    }
}


static void
testLift(gconstpointer data)
{
    const Entry *entry = data;

    gives = OTHER;
    checkReturned(entry->call(ELEMENT));
    g_assert_cmpstr(gotCopy, ==, CARRIAGE);

    /* with many of them the caller may leave it out */
    got = "";
    checkReturned(entry->call(NULL));
    g_assert_null(got);
}


static void
testRefuse(gconstpointer data)
{
    const Entry *entry = data;
    long returned;

    got = NULL;
    virResetLastError();
    returned = entry->call(WRONG);
    g_assert_true((int) returned == -1 || returned == 0);
    g_assert_null(got);
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_XML_ERROR);
    g_assert_nonnull(strstr(virGetLastErrorMessage(), "line 3: "));
}


static void
testRestore(gconstpointer data)
{
    const Giver *giver = data;
    g_autofree char *element = NULL;
    g_autofree char *other = NULL;

    gives = CARRIAGE;
    element = giver->call();
    g_assert_cmpstr(element, ==, ELEMENT);

    gives = OTHER;
    other = giver->call();
    g_assert_cmpstr(other, ==, OTHER);

    gives = NULL;
    g_assert_null(giver->call());
}


static void
testCapabilities(void)
{
    g_autofree char *xml = NULL;

    gives = "<domainCapabilities>"
            "<path>/bin/true</path><domain>kvm</domain><machine>virt</machine><arch>aarch64</arch>"
            "<devices><hostdev supported='yes'><enum name='subsysType'/></hostdev></devices>"
            "</domainCapabilities>";
    xml = call_connectGetDomainCapabilities();
    g_assert_cmpstr(xml, ==, gives);

    gives = NULL;
    g_assert_null(call_connectGetDomainCapabilities());
}


static void
testGetMetadata(void)
{
    g_autofree char *other = NULL;
    g_autofree char *title = NULL;

    gives = "<hostdevs/>";
    virResetLastError();
    g_assert_null(call_domainGetMetadata());
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_NO_DOMAIN_METADATA);

    other = table.domainGetMetadata(NULL, VIR_DOMAIN_METADATA_ELEMENT, "urn:x", 0);
    g_assert_cmpstr(other, ==, gives);

    /* the URI means nothing to the others */
    title = table.domainGetMetadata(NULL, VIR_DOMAIN_METADATA_TITLE,
                                    VIR_FSLMC_CARRIAGE_URI, 0);
    g_assert_cmpstr(title, ==, gives);

    /* the stock function's own error stays */
    gives = NULL;
    virResetLastError();
    g_assert_null(call_domainGetMetadata());
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OK);
}


static void
testSetMetadata(void)
{
    static const struct {
        const char *metadata;
        const char *uri;
    } refused[] = {
        { "<hostdevs/>", VIR_FSLMC_CARRIAGE_URI },
        { NULL, VIR_FSLMC_CARRIAGE_URI },
        { "<a:b xmlns:a='" VIR_FSLMC_CARRIAGE_URI "'/>", "urn:x" },
        { "<b xmlns='" VIR_FSLMC_CARRIAGE_URI "'/>", "urn:x" },
        { "<b xmlns='urn:libvirt-fslmc&#58;domain'/>", "urn:x" },
    };
    static const char *const allowed[] = {
        "<b xmlns:a='" VIR_FSLMC_CARRIAGE_URI "'/>",
        "<b><a:c xmlns:a='" VIR_FSLMC_CARRIAGE_URI "'/></b>",
        "<b>" VIR_FSLMC_CARRIAGE_URI "</b>",
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(refused); i++) {
        got = NULL;
        virResetLastError();
        g_assert_cmpint(table.domainSetMetadata(NULL, VIR_DOMAIN_METADATA_ELEMENT,
                                                refused[i].metadata, "x",
                                                refused[i].uri, 0), ==, -1);
        g_assert_null(got);
        g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OPERATION_DENIED);
    }

    for (i = 0; i < G_N_ELEMENTS(allowed); i++) {
        call_domainSetMetadata(allowed[i]);
        g_assert_true(got == allowed[i]);
    }

    /* a title may say what it likes */
    g_assert_cmpint(table.domainSetMetadata(NULL, VIR_DOMAIN_METADATA_TITLE,
                                            VIR_FSLMC_CARRIAGE_URI, NULL,
                                            NULL, 0), ==, 42);
}


/* Several documents in one call; what the caller has is as before. */
static void
testParams(void)
{
    virTypedParameter params[] = {
        { .field = "other", .type = VIR_TYPED_PARAM_UINT, .value.ui = 17 },
        { .field = VIR_MIGRATE_PARAM_PERSIST_XML, .type = VIR_TYPED_PARAM_STRING,
          .value.s = (char *) ELEMENT },
        { .field = VIR_MIGRATE_PARAM_DEST_XML, .type = VIR_TYPED_PARAM_STRING,
          .value.s = (char *) ELEMENT },
        { .field = VIR_MIGRATE_PARAM_DEST_NAME, .type = VIR_TYPED_PARAM_STRING,
          .value.s = (char *) ELEMENT },
    };

    g_assert_cmpint(table.domainMigratePerform3Params(NULL, NULL,
                                                      params, G_N_ELEMENTS(params),
                                                      NULL, 0, NULL, NULL, 0), ==, 42);
    g_assert_cmpstr(gotCopy, ==, CARRIAGE);
    g_assert_cmpint(table.domainMigratePrepare3Params(NULL,
                                                      params, G_N_ELEMENTS(params),
                                                      NULL, 0, NULL, NULL, NULL, 0), ==, 42);
    g_assert_cmpstr(gotCopy, ==, CARRIAGE);
    g_assert_cmpstr(params[1].value.s, ==, ELEMENT);
    g_assert_cmpstr(params[2].value.s, ==, ELEMENT);
}


/* Every entry that changed is in one of the lists, so that it is tested; an
 * entry that stock does not have stays empty. */
static void
testTable(void)
{
    gpointer *before = (gpointer *) &stock;
    gpointer *after = (gpointer *) &table;
    size_t changed = 0;
    size_t i;

    for (i = 0; i < sizeof(stock) / sizeof(gpointer); i++) {
        g_assert_true(before[i] || !after[i]);
        if (before[i] != after[i])
            changed++;
    }

    g_assert_cmpint(changed, ==, G_N_ELEMENTS(lifters) + G_N_ELEMENTS(others) +
                    G_N_ELEMENTS(givers) - BOTH + ALONE);
}


static void
addTests(const char *name,
         gconstpointer data,
         GTestDataFunc func,
         const char *what)
{
    g_autofree char *path = g_strdup_printf("/table/%s/%s", what, name);

    g_test_add_data_func(path, data, func);
}


/* Errors are looked at, not printed. */
static void
quiet(void *opaque G_GNUC_UNUSED,
      virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_autoptr(virDomainXMLOption) xmlopt = NULL;
    g_autoptr(virFslMcBus) bus = virFslMcBusNew("/nowhere", "/nowhere");
    const virFslMcQemuBus buses[] = {
        { &virFslMcGuestKindFslMc, bus, NULL },
        { NULL, NULL, NULL },
    };
    virQEMUDriver driver = { 0 };
    int ret;
    size_t i;

    g_test_init(&argc, &argv, NULL);
    virInitialize();
    virSetErrorFunc(NULL, quiet);

    xmlopt = virDomainXMLOptionNew(NULL, NULL, NULL, NULL, NULL, NULL);
    driver.xmlopt = xmlopt;
    conn = virGetConnect();
    table = stock;
    virFslMcGuestSetBuses(buses);
    virFslMcQemuDomainStart(&table, &driver);

    for (i = 0; i < G_N_ELEMENTS(lifters); i++) {
        addTests(lifters[i].name, &lifters[i], testPass, "pass");
        addTests(lifters[i].name, &lifters[i], testLift, "lift");
        addTests(lifters[i].name, &lifters[i], testRefuse, "refuse");
    }
    for (i = 0; i < G_N_ELEMENTS(others); i++)
        addTests(others[i].name, &others[i], testPass, "pass");
    for (i = 0; i < G_N_ELEMENTS(givers); i++)
        addTests(givers[i].name, &givers[i], testRestore, "restore");

    g_test_add_func("/table/capabilities", testCapabilities);
    g_test_add_func("/table/metadata/get", testGetMetadata);
    g_test_add_func("/table/metadata/set", testSetMetadata);
    g_test_add_func("/table/params", testParams);
    g_test_add_func("/table/complete", testTable);

    ret = g_test_run();

    virFslMcQemuDomainStop();
    g_assert_null(xmlopt->config.domainValidateCallback);
    g_assert_null(xmlopt->abi.domain);
    virObjectUnref(conn);
    g_free(gotCopy);

    return ret;
}
