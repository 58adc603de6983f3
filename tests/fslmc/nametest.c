/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * nametest.c: names, modaliases and errors, as the kernel writes them
 */

#include <errno.h>
#include <string.h>

#include "fslmc_mcerror.h"
#include "fslmc_objectpriv.h"
#include "fslmc_sysfs.h"

static const struct {
    const char *name;
    const char *type;   /* NULL: not a name */
    guint32 id;
} names[] = {
    { "dprc.1", "dprc", 1 },
    { "dpni.0", "dpni", 0 },
    { "dpmac.17", "dpmac", 17 },
    { "dpdmux.4294967295", "dpdmux", 4294967295 },
    { "dpx.3", "dpx", 3 },
    { "dpabcdefghijklm.1", "dpabcdefghijklm", 1 },

    { "dpabcdefghijklmn.1", NULL, 0 },
    { "dprc.02", NULL, 0 },
    { "dprc.00", NULL, 0 },
    { "dprc.4294967296", NULL, 0 },
    { "dprc.99999999999", NULL, 0 },
    { "dprc.18446744073709551617", NULL, 0 },
    { "dprc.-1", NULL, 0 },
    { "dprc.+1", NULL, 0 },
    { "dpni.1.2", NULL, 0 },
    { "dpni.1a", NULL, 0 },
    { "dpni.", NULL, 0 },
    { "dpni", NULL, 0 },
    { "dp.1", NULL, 0 },
    { "dp", NULL, 0 },
    { "dPni.1", NULL, 0 },
    { "DPNI.1", NULL, 0 },
    { "dpn1.1", NULL, 0 },
    { "dpni .1", NULL, 0 },
    { "dpni. 1", NULL, 0 },
    { "dpni.1 ", NULL, 0 },
    { " dpni.1", NULL, 0 },
    { "dpni.1\n", NULL, 0 },
    { "dpni\n.1", NULL, 0 },
    { "dpni_1", NULL, 0 },
    { "dpni/.1", NULL, 0 },
    { "dpni.1/", NULL, 0 },
    { "dpni.\xd9\xa1", NULL, 0 },
    { "eth0", NULL, 0 },
    { "..", NULL, 0 },
    { ".", NULL, 0 },
    { "/", NULL, 0 },
    { "", NULL, 0 },
};

static void
testNames(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *type = NULL;
        guint32 id = 4711;

        g_test_message("'%s'", names[i].name);
        g_assert_cmpint(virFslMcNameParse(names[i].name, &type, &id), ==,
                        names[i].type != NULL);
        g_assert_cmpstr(type, ==, names[i].type);
        g_assert_cmpuint(id, ==, names[i].type ? names[i].id : 4711);
        g_assert_cmpint(virFslMcNameParse(names[i].name, NULL, NULL), ==,
                        names[i].type != NULL);
    }
}

static void
testLongNames(void)
{
    g_autofree char *letters = g_strnfill(300, 'a');
    g_autofree char *digits = g_strnfill(300, '1');
    g_autofree char *type = g_strdup_printf("dp%s.1", letters);
    g_autofree char *id = g_strdup_printf("dpni.%s", digits);

    g_assert_false(virFslMcNameParse(type, NULL, NULL));
    g_assert_false(virFslMcNameParse(id, NULL, NULL));
    g_assert_false(virFslMcNameParse(letters, NULL, NULL));
}

/* Whatever is accepted is what the kernel would write for it. */
static void
testRandomNames(void)
{
    const char letters[] = "dprcni.0129- \n/";
    guint accepted = 0;
    guint i;

    for (i = 0; i < 200000; i++) {
        char name[24] = "dp";
        gint32 length = g_test_rand_int_range(2, sizeof(name));
        g_autofree char *type = NULL;
        g_autofree char *again = NULL;
        guint32 id;
        gint32 j;

        for (j = 2; j < length; j++)
            name[j] = letters[g_test_rand_int_range(0, sizeof(letters) - 1)];

        if (!virFslMcNameParse(name, &type, &id))
            continue;

        again = g_strdup_printf("%s.%u", type, id);
        g_assert_cmpstr(again, ==, name);
        accepted++;
    }

    g_assert_cmpuint(accepted, >, 0);
}

static const struct {
    const char *modalias;
    guint16 vendor;
} modaliases[] = {
    { "fsl-mc:v00001957ddpni", 0x1957 },
    { "fsl-mc:v0000ABCDddprc", 0xabcd },
    { "fsl-mc:v0000abcdddprc", 0xabcd },
    { "fsl-mc:v00001957d", 0x1957 },
    { "fsl-mc:v00011957ddpni", 0 },
    { "fsl-mc:v0001957ddpni", 0 },
    { "fsl-mc:v00001957", 0 },
    { "fsl-mc:v0000195", 0 },
    { "fsl-mc:v0x001957ddpni", 0 },
    { "fsl-mc:v-0001957ddpni", 0 },
    { "fsl-mc:v", 0 },
    { "pci:v00001957d00008d80", 0 },
    { "", 0 },
};

static void
testModaliases(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(modaliases); i++) {
        g_test_message("'%s'", modaliases[i].modalias);
        g_assert_cmphex(virFslMcModaliasVendor(modaliases[i].modalias), ==,
                        modaliases[i].vendor);
    }
}

static const struct {
    const char *text;
    guint64 max;
    gboolean good;
    guint64 number;
} numbers[] = {
    { "0", 0, TRUE, 0 },
    { "1", 0, FALSE, 0 },
    { "9", 9, TRUE, 9 },
    { "10", 9, FALSE, 0 },
    { "255", 255, TRUE, 255 },
    { "256", 255, FALSE, 0 },
    { "1000", 255, FALSE, 0 },
    { "18446744073709551615", G_MAXUINT64, TRUE, G_MAXUINT64 },
    { "18446744073709551616", G_MAXUINT64, FALSE, 0 },
    { "", 9, FALSE, 0 },
    { "-0", 9, FALSE, 0 },
    { "01", 9, FALSE, 0 },
};

static void
testNumbers(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(numbers); i++) {
        guint64 number = 0;

        g_test_message("'%s'", numbers[i].text);
        g_assert_cmpint(virFslMcSysfsParseNumber(numbers[i].text, numbers[i].max,
                                                 &number), ==, numbers[i].good);
        g_assert_cmpuint(number, ==, numbers[i].number);
    }
}

/* The errnos that the kernel makes of the MC's errors, facts of
 * mc_status_to_error() in drivers/bus/fsl-mc/mc-sys.c */
static const struct {
    int number;
    virFslMcError code;
    const char *text;
} errors[] = {
    { EACCES, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x3 (authentication error)" },
    { EPERM, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x4 (no privilege)" },
    { EIO, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x5 (DMA error)" },
    { ENXIO, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x6 (configuration error)" },
    { ETIMEDOUT, VIR_FSLMC_ERROR_TIMEOUT, "the MC firmware did not answer" },
    { ENAVAIL, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x8 (no resources)" },
    { ENOMEM, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0x9 (no memory)" },
    { EBUSY, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0xa (busy)" },
    { 524, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0xb (unsupported operation)" },
    { ENODEV, VIR_FSLMC_ERROR_FIRMWARE, "MC firmware error 0xc (invalid state)" },
    { EINVAL, VIR_FSLMC_ERROR_REFUSED, "Invalid argument" },
    { ENOSPC, VIR_FSLMC_ERROR_REFUSED, "No space left on device" },
};

static void
testErrors(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(errors); i++) {
        g_autofree char *text = NULL;

        g_assert_cmpint(virFslMcMcErrorFromErrno(errors[i].number, &text), ==,
                        errors[i].code);
        g_assert_cmpstr(text, ==, errors[i].text);
    }
}

/* An object is where the kernel has objects, or there is none. */
static void
testPlaces(void)
{
    const char *wrong[] = {
        "/sys/devices/platform/dpni.1",
        "/sys/devices/dprc.1/power/dpni.1",
        "/sys/devices/dpio.1/dpni.1",
        "/sys/devices/dprc.01/dpni.1",
        "/sys/devices/dprc.1/eth0",
        "/sys/devices/dprc.1/",
        "dpni.1",
        "/",
        "",
    };
    g_autoptr(virFslMcObject) root = NULL;
    g_autoptr(virFslMcObject) nested = NULL;
    g_autoptr(virFslMcObject) again = NULL;
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(wrong); i++) {
        g_test_message("'%s'", wrong[i]);
        g_assert_null(virFslMcObjectNew(wrong[i], 0, NULL, -1, 0,
                                        VIR_FSLMC_PLUGGED_UNKNOWN));
    }

    root = virFslMcObjectNew("/sys/devices/x/dprc.1", 1, NULL, -1, 0,
                             VIR_FSLMC_PLUGGED_UNKNOWN);
    g_assert_true(virFslMcObjectIsRoot(root));
    g_assert_null(virFslMcObjectGetParent(root));

    nested = virFslMcObjectNew("/sys/devices/x/dprc.1/dprc.2", 2, NULL, -1, 0,
                               VIR_FSLMC_PLUGGED_UNKNOWN);
    g_assert_false(virFslMcObjectIsRoot(nested));
    g_assert_cmpstr(virFslMcObjectGetParent(nested), ==, "dprc.1");
    g_assert_false(virFslMcObjectIsSame(root, nested));

    again = virFslMcObjectNew("/sys/devices/x/dprc.1", 3, NULL, -1, 0,
                              VIR_FSLMC_PLUGGED_UNKNOWN);
    g_assert_false(virFslMcObjectIsSame(root, again));
    g_assert_false(virFslMcObjectEqual(root, again));
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/name/parse", testNames);
    g_test_add_func("/name/long", testLongNames);
    g_test_add_func("/name/random", testRandomNames);
    g_test_add_func("/name/number", testNumbers);
    g_test_add_func("/name/modalias", testModaliases);
    g_test_add_func("/name/place", testPlaces);
    g_test_add_func("/mcerror", testErrors);

    return g_test_run();
}
