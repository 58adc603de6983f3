/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * carriage_test.c: the hostdevs of a guest, from what libvirt keeps of it
 */

#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_conf_error.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"
#include "testdata.h"


/* The <metadata> of a restore case, copied out of its document as libvirt
 * does. */
static xmlNodePtr
testMetadata(const char *name)
{
    g_autofree char *path = testDataPath("restore", name, ".xml");
    g_autofree char *xml = testDataLoad(path);
    g_autoptr(xmlDoc) doc = virFslMcXMLParse(xml, strlen(xml), NULL);

    return xmlCopyNode(virFslMcXMLChild(xmlDocGetRootElement(doc), "metadata"), 1);
}


static void
testParse(void)
{
    static const struct {
        const char *container;
        gboolean managed;
        const char *alias;
    } expected[] = {
        { "dprc.2", TRUE, "fslmc0" },
        { "dprc.3", TRUE, "ua-x" },
        { "dprc.4", TRUE, "fslmc2" },
    };
    xmlNodePtr metadata = testMetadata("live");
    g_autoptr(GPtrArray) hostdevs = virFslMcCarriageParse(metadata, NULL);
    guint i;

    g_assert_nonnull(hostdevs);
    g_assert_cmpuint(hostdevs->len, ==, G_N_ELEMENTS(expected));

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *def = g_ptr_array_index(hostdevs, i);
        g_autofree char *alias = virFslMcHostdevAlias(def, i);

        g_assert_cmpstr(def->name, ==, expected[i].container);
        g_assert_cmpint(def->managed, ==, expected[i].managed);
        g_assert_cmpstr(alias, ==, expected[i].alias);
    }

    xmlFreeNode(metadata);
}


static void
testNone(void)
{
    xmlNodePtr metadata = testMetadata("none");
    g_autoptr(GPtrArray) others = virFslMcCarriageParse(metadata, NULL);
    g_autoptr(GPtrArray) nothing = virFslMcCarriageParse(NULL, NULL);

    g_assert_nonnull(others);
    g_assert_cmpuint(others->len, ==, 0);
    g_assert_nonnull(nothing);
    g_assert_cmpuint(nothing->len, ==, 0);

    xmlFreeNode(metadata);
}


static void
testRefused(const char *name,
            virFslMcConfError code)
{
    xmlNodePtr metadata = testMetadata(name);
    g_autoptr(GError) error = NULL;

    g_assert_null(virFslMcCarriageParse(metadata, &error));
    g_assert_error(error, VIR_FSLMC_CONF_ERROR, (int)code);

    xmlFreeNode(metadata);
}


static void
testNewer(void)
{
    testRefused("newer", VIR_FSLMC_CONF_ERROR_UNSUPPORTED);
}


static void
testInvalid(void)
{
    testRefused("invalid", VIR_FSLMC_CONF_ERROR_XML);
    testRefused("twice", VIR_FSLMC_CONF_ERROR_XML);
}


static void
testIsOurs(void)
{
    g_assert_true(virFslMcCarriageIsOurs("urn:libvirt-fslmc:domain"));
    g_assert_false(virFslMcCarriageIsOurs("urn:libvirt-fslmc:domain:1"));
    g_assert_false(virFslMcCarriageIsOurs("urn:libvirt-fslmc"));
    g_assert_false(virFslMcCarriageIsOurs(""));
    g_assert_false(virFslMcCarriageIsOurs(NULL));

    /* as libvirt will read what it stores */
    g_assert_true(virFslMcCarriageIsOurs("urn:libvirt-fslmc&#58;domain"));
    g_assert_true(virFslMcCarriageIsOurs("&#x75;rn:libvirt-fslmc:domai&#110;"));
    g_assert_false(virFslMcCarriageIsOurs("urn:libvirt-fslmc&#59;domain"));
    g_assert_false(virFslMcCarriageIsOurs("urn:libvirt-fslmc&colon;domain"));
    g_assert_false(virFslMcCarriageIsOurs("urn:libvirt-fslmc&"));
}


static void
testIsMetadata(void)
{
    static const struct {
        const char *xml;
        gboolean ours;
    } cases[] = {
        { "<a:b xmlns:a='urn:libvirt-fslmc:domain'/>", TRUE },
        { "<b xmlns='urn:libvirt-fslmc&#58;domain'/>", TRUE },
        { "<?xml version='1.0' encoding='UTF-7'?><b xmlns='urn:libvirt-+AGYAcwBsAG0AYw-:domain'/>", TRUE },
        { "<b xmlns:a='urn:libvirt-fslmc:domain'/>", FALSE },
        { "<b><a:b xmlns:a='urn:libvirt-fslmc:domain'/></b>", FALSE },
        { "urn:libvirt-fslmc:domain", FALSE },
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(cases); i++)
        g_assert_cmpint(virFslMcCarriageIsMetadata(cases[i].xml), ==, cases[i].ours);
}


/* What @hostdevs makes of the <metadata> @xml; "" for none. */
static void
checkSet(const char *xml,
         GPtrArray *hostdevs,
         const char *expected)
{
    g_autoptr(xmlDoc) doc = virFslMcXMLParse(xml, strlen(xml), NULL);
    xmlNodePtr metadata = doc ? xmlCopyNode(xmlDocGetRootElement(doc), 1) : NULL;
    xmlBufferPtr buf = xmlBufferCreate();

    virFslMcCarriageSet(&metadata, hostdevs);
    if (metadata)
        xmlNodeDump(buf, NULL, metadata, 0, 0);
    g_assert_cmpstr((const char *)xmlBufferContent(buf), ==, expected);

    xmlBufferFree(buf);
    xmlFreeNode(metadata);
}


#define CARRIAGE(container, more) \
    "<fslmc:hostdevs xmlns:fslmc=\"urn:libvirt-fslmc:domain\" version=\"1\"" more ">" \
    "<fslmc:hostdev mode=\"subsystem\" type=\"fsl_mc\" managed=\"no\" after=\"0\">" \
    "<fslmc:source><fslmc:address object=\"" container "\"/></fslmc:source>" \
    "</fslmc:hostdev>" \
    "</fslmc:hostdevs>"

static void
testSet(void)
{
    g_autoptr(GPtrArray) none = g_ptr_array_new();
    g_autoptr(GPtrArray) one = g_ptr_array_new();
    virFslMcHostdevDef def = {
        .kind = &virFslMcHostdevKindFslMc, .name = (char *)"dprc.2"
    };

    g_ptr_array_add(one, &def);

    checkSet("", one, "<metadata>" CARRIAGE("dprc.2", "") "</metadata>");
    checkSet("<metadata/>", one,
             "<metadata>" CARRIAGE("dprc.2", " metadata=\"keep\"") "</metadata>");
    checkSet("<metadata>" CARRIAGE("dprc.3", "") "<x/></metadata>", one,
             "<metadata><x/>" CARRIAGE("dprc.2", "") "</metadata>");

    checkSet("", none, "");
    checkSet("<metadata><x/></metadata>", none, "<metadata><x/></metadata>");
    checkSet("<metadata>" CARRIAGE("dprc.3", "") "</metadata>", none, "");
    checkSet("<metadata>" CARRIAGE("dprc.3", "") "<x/></metadata>", none,
             "<metadata><x/></metadata>");
    checkSet("<metadata>" CARRIAGE("dprc.3", " metadata=\"keep\"") "</metadata>",
             none, "<metadata/>");
}


int
main(int argc,
     char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/carriage/parse", testParse);
    g_test_add_func("/carriage/none", testNone);
    g_test_add_func("/carriage/newer", testNewer);
    g_test_add_func("/carriage/invalid", testInvalid);
    g_test_add_func("/carriage/is-ours", testIsOurs);
    g_test_add_func("/carriage/is-metadata", testIsMetadata);
    g_test_add_func("/carriage/set", testSet);

    return g_test_run();
}
