/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * assignabletest.c: which containers can be given to a guest, and why not
 *
 * Each case asks about every object of data/composed.sysfs, after something has
 * been changed there. The answers are data/assignable-NAME.expected.
 */

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "fslmc_assignable.h"
#include "tree.h"

#define DEVICES "devices/platform/soc/80c000000.fsl-mc/dprc.1/"

typedef struct {
    const char *name;
    const char *without;
    const char *with;
} Case;

static const Case cases[] = {
    { "composed", NULL, NULL },
    /* dprc.9 in dprc.3, which has no driver in composed.sysfs */
    { "bound", NULL, "l " DEVICES "dprc.3/dprc.9/driver ../vfio-fsl-mc\n" },
    { "object-unbound", DEVICES "dprc.3/dpni.1/driver", NULL },
    { "object-on-host", DEVICES "dprc.3/dpni.1/driver",
      "l " DEVICES "dprc.3/dpni.1/driver ../fsl_dpaa2_eth\n" },
    { "nested-on-host", DEVICES "dprc.3/dprc.7/driver",
      "l " DEVICES "dprc.3/dprc.7/driver ../fsl_mc_dprc\n" },
    { "object-in-nested-unbound", DEVICES "dprc.3/dprc.7/dpcon.1/driver",
      "l " DEVICES "dprc.3/dprc.9/driver ../vfio-fsl-mc\n" },
    { "no-iommu", DEVICES "iommu_group", NULL },
    /* an object elsewhere in the group of dprc.13 */
    { "group-shared", DEVICES "dprc.10/driver",
      "l " DEVICES "dprc.10/driver ../fsl_mc_dprc\n"
      "l " DEVICES "dprc.10/iommu_group ../iommu_groups/11\n" },
    { "second-root", NULL,
      "f devices/platform/8c000000.fsl-mc/dprc.20/modalias fsl-mc:v00001957ddprc\\n\n"
      "l devices/platform/8c000000.fsl-mc/dprc.20/driver ../fsl_mc_dprc\n"
      "l devices/platform/8c000000.fsl-mc/dprc.20/iommu_group ../iommu_groups/20\n"
      "l bus/fsl-mc/devices/dprc.20 ../../../devices/platform/8c000000.fsl-mc/dprc.20\n"
      "f devices/platform/8c000000.fsl-mc/dprc.20/dprc.21/modalias fsl-mc:v00001957ddprc\\n\n"
      "l bus/fsl-mc/devices/dprc.21 ../../../devices/platform/8c000000.fsl-mc/dprc.20/dprc.21\n" },
};

static char *
answers(const Tree *tree)
{
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autoptr(GPtrArray) objects = virFslMcBusList(bus, NULL);
    GString *text = g_string_new(NULL);
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        g_autoptr(GError) error = NULL;
        g_autofree char *message = NULL;

        if (!virFslMcAssignableCheck(bus, object, objects, &error))
            message = treeDescribeError(tree, error);
        g_string_append_printf(text, "%s: %s\n", virFslMcObjectGetName(object),
                               message ? message : "yes");
    }

    return g_string_free(text, FALSE);
}

static void
testCase(gconstpointer opaque)
{
    const Case *test = opaque;
    g_autofree char *expected = g_strdup_printf("assignable-%s", test->name);
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autofree char *text = NULL;

    if (test->without) {
        g_autofree char *path = g_build_filename(tree->sysfs, test->without, NULL);

        treeRemove(path);
    }
    if (test->with)
        treeAdd(tree->sysfs, test->with);

    text = answers(tree);
    assertExpected(expected, text);
}

/* Replaces the group of a container by one that this process has open. */
static void
testHeld(void)
{
    static const struct {
        const char *container;
        const char *outer;
    } held[] = {
        { "dprc.13", NULL },
        { "dprc.2/dprc.6", "dprc.2" },
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(held); i++) {
        g_autoptr(Tree) tree = treeNewFromFile("composed");
        int group;
        int master = treeAddTerminal(tree, &group);
        g_autofree char *link = g_strdup_printf(DEVICES "%s/iommu_group", held[i].container);
        g_autofree char *path = g_build_filename(tree->sysfs, link, NULL);
        g_autofree char *entry = g_strdup_printf("l %s ../iommu_groups/%d\n", link, group);
        g_autofree char *number = g_strdup_printf("%d", group);
        g_autofree char *node = g_build_filename(tree->dev, "vfio", number, NULL);
        g_autofree char *name = g_path_get_basename(held[i].container);
        g_autofree char *start = g_strdup_printf("%s: BUSY: IOMMU group %d of container '%s' is in use by process %d (",
                                                 held[i].outer ? held[i].outer : name,
                                                 group, name, (int) getpid());
        g_autofree char *text = NULL;
        int fd;

        if (master < 0)
            return;

        treeRemove(path);
        treeAdd(tree->sysfs, entry);
        fd = open(node, O_RDWR | O_NOCTTY);
        g_assert_cmpint(fd, >=, 0);

        text = answers(tree);
        if (!strstr(text, start))
            g_printerr("%s", text);
        g_assert_nonnull(strstr(text, start));

        close(fd);
        close(master);
    }
}

int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/assignable/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], testCase);
    }
    g_test_add_func("/assignable/held", testHeld);

    return g_test_run();
}
