/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * seam_check_test.c: whether it is noticed that a module does not call ours
 *
 * The functions here take the place of those in seam_stock.c, as the program's
 * symbols come before those of any module.
 */

#include "fslmc_internal.h"

#include <dlfcn.h>

#include "fslmc_seam_check.h"

#define EXPORT __attribute__((visibility("default")))

int seamCalled(void);
int seamReferred(void);
int seamUnused(void);


EXPORT int
seamCalled(void)
{
    return 10;
}


EXPORT int
seamReferred(void)
{
    return 20;
}


EXPORT int
seamUnused(void)
{
    return 40;
}


static const virFslMcSeam holding[] = {
    { "seamCalled", seamCalled },
    { "seamReferred", seamReferred },
    { NULL, NULL },
};

static const virFslMcSeam unused[] = {
    { "seamCalled", seamCalled },
    { "seamUnused", seamUnused },
    { NULL, NULL },
};

static const virFslMcSeam missing[] = {
    { "seamMissing", seamCalled },
    { NULL, NULL },
};

/* what the module calls is neither its own function nor this */
static const virFslMcSeam taken[] = {
    { "seamReferred", seamReferred },
    { "seamCalled", seamUnused },
    { NULL, NULL },
};

#define NOT_CALLED "libvirt's QEMU driver does not let us take the place of its "
#define NOT_OURS "libvirt's QEMU driver does not call our "

static const struct {
    const char *name;
    const char *module;
    int sum;                    /* of what the module calls */
    const virFslMcSeam *seams;
    const char *trouble;        /* NULL: all is well */
} cases[] = {
    { "hold", SEAM_STOCK, 30, holding, NULL },
    { "unused", SEAM_STOCK, 30, unused, NOT_CALLED "seamUnused()" },
    { "missing", SEAM_STOCK, 30, missing, NOT_CALLED "seamMissing()" },
    { "taken", SEAM_STOCK, 30, taken, NOT_OURS "seamCalled()" },
    { "symbolic", SEAM_STOCK_SYMBOLIC, 3, holding, NOT_CALLED "seamCalled()" },
};


static void
testCase(gconstpointer opaque)
{
    size_t i = GPOINTER_TO_SIZE(opaque);
    void *module = dlopen(cases[i].module, RTLD_NOW | RTLD_LOCAL);
    int (*start)(void) = dlsym(module, "seamStart");
    g_autofree char *trouble = virFslMcSeamCheck(module, cases[i].seams);

    g_assert_cmpint(start(), ==, cases[i].sum);
    g_assert_cmpstr(trouble, ==, cases[i].trouble);
}


int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/seam-check/%s", cases[i].name);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), testCase);
    }

    return g_test_run();
}
