/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * drivertest.c: detach and reattach, and what they do when something fails
 *
 * Each case works on a container of data/composed.sysfs. What it writes, its
 * outcome, and the container's state afterwards are data/driver-NAME.expected.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "fakekernel.h"
#include "fakemc.h"
#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_module.h"
#include "fslmc_names.h"

#define DPRC VIR_FSLMC_DRIVER_DPRC
#define VFIO VIR_FSLMC_DRIVER_VFIO
#define OVERRIDE VIR_FSLMC_ATTR_DRIVER_OVERRIDE

#define DETACH virFslMcDriverDetach
#define REATTACH virFslMcDriverReattach

typedef gboolean (*Call)(virFslMcBus *bus, const char *name, GError **error);

typedef struct {
    const char *name;
    Call call;
    const char *object;
    Fault faults[4];
    const char *without;    /* what is not in this sysfs */
    const char *with;       /* what is in it besides (tree.h) */
} Case;

typedef struct {
    Case test;
    guint nth;              /* which command the MC refuses, from 1; 0: none */
    int number;             /* errno of that */
    gboolean taken;         /* its device node cannot be opened */
} McCase;

#define DEVICES "devices/platform/soc/80c000000.fsl-mc/dprc.1/"

/* the unplugged one, as a detach leaves it, and as one that was cut short does */
#define UNPLUGGED "dprc.5"
#define UNPLUGGED_DETACHED \
    "f " DEVICES "dprc.5/driver_override vfio-fsl-mc\\n\n" \
    "l " DEVICES "dprc.5/iommu_group ../iommu_groups/20\n" \
    "l " DEVICES "dprc.5/driver ../vfio-fsl-mc\n"
#define NO_AUTOPROBE "f bus/fsl-mc/drivers_autoprobe 0\\n\n"
#define UNPLUGGED_BY_OVERRIDE \
    "f " DEVICES "dprc.5/driver_override fsl_mc_dprc\\n\n" \
    "l " DEVICES "dprc.5/iommu_group ../iommu_groups/20\n" \
    "l " DEVICES "dprc.5/driver ../fsl_mc_dprc\n"
#define UNPLUGGED_OVERRIDDEN \
    "f " DEVICES "dprc.5/driver_override vfio-fsl-mc\\n\n"

static const Case cases[] = {
    { "detach", DETACH, "dprc.2", {{ 0 }}, NULL, NULL },
    { "detach-detached", DETACH, "dprc.3", {{ 0 }}, NULL, NULL },
    { "detach-unbound", DETACH, "dprc.4", {{ 0 }}, NULL, NULL },
    { "detach-from-other", DETACH, "dprc.11", {{ 0 }}, NULL, NULL },
    { "detach-nested", DETACH, "dprc.6", {{ 0 }}, NULL, NULL },
    { "detach-with-override", DETACH, "dprc.12", {{ 0 }}, NULL, NULL },

    /* refused before anything is written */
    { "detach-root", DETACH, "dprc.1", {{ 0 }}, NULL, NULL },
    { "detach-object", DETACH, "dpni.2", {{ 0 }}, NULL, NULL },
    { "detach-unknown", DETACH, "dprc.99", {{ 0 }}, NULL, NULL },
    { "detach-invalid", DETACH, "../dprc.2", {{ 0 }}, NULL, NULL },
    { "detach-no-group", DETACH, "dprc.10", {{ 0 }}, NULL, NULL },
    { "detach-no-bind-file", DETACH, "dprc.2", {{ 0 }},
      "bus/fsl-mc/drivers/vfio-fsl-mc/bind", NULL },
    { "detach-no-unbind-file", DETACH, "dprc.2", {{ 0 }},
      "bus/fsl-mc/drivers/fsl_mc_dprc/unbind", NULL },
    { "detach-no-override-file", DETACH, "dprc.2", {{ 0 }},
      DEVICES "dprc.2/driver_override", NULL },

    /* not plugged: without a driver, and without a group until it is bound */
    { "detach-unplugged", DETACH, UNPLUGGED, {{ 0 }}, NULL, NULL },
    { "detach-unplugged-with-override", DETACH, UNPLUGGED, {{ 0 }}, NULL,
      UNPLUGGED_OVERRIDDEN },
    { "detach-unplugged-detached", DETACH, UNPLUGGED, {{ 0 }}, NULL,
      UNPLUGGED_DETACHED },
    { "detach-unplugged-fails", DETACH, UNPLUGGED,
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-unplugged-overridden", DETACH, UNPLUGGED,
      {{ "bind " VFIO, 1, ENODEV, FAULT_OVERRIDDEN }}, NULL, NULL },
    { "detach-unplugged-timeout", DETACH, UNPLUGGED,
      {{ "bind " VFIO, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, NULL },
    { "detach-unplugged-vanish", DETACH, UNPLUGGED,
      {{ "bind " VFIO, 1, ENODEV, FAULT_VANISH }}, NULL, NULL },
    { "detach-unplugged-no-iommu", DETACH, UNPLUGGED, {{ 0 }},
      DEVICES "iommu_group", NULL },
    { "detach-unbound-no-group", DETACH, "dprc.10", {{ 0 }},
      DEVICES "dprc.10/driver", NULL },

    /* driver_override */
    { "detach-override-refused", DETACH, "dprc.2",
      {{ OVERRIDE, 1, EINVAL, FAULT_NOTHING }}, NULL, NULL },
    { "detach-override-ignored", DETACH, "dprc.2",
      {{ OVERRIDE, 1, 0, FAULT_NOTHING }}, NULL, NULL },
    { "detach-override-done", DETACH, "dprc.2",
      {{ OVERRIDE, 1, EIO, FAULT_DONE }}, NULL, NULL },
    { "detach-override-vanish", DETACH, "dprc.2",
      {{ OVERRIDE, 1, ENODEV, FAULT_VANISH }}, NULL, NULL },

    /* unbind */
    { "detach-unbind-refused", DETACH, "dprc.2",
      {{ "unbind " DPRC, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-unbind-ignored", DETACH, "dprc.2",
      {{ "unbind " DPRC, 1, 0, FAULT_NOTHING }}, NULL, NULL },
    { "detach-unbind-done", DETACH, "dprc.2",
      {{ "unbind " DPRC, 1, ENODEV, FAULT_DONE }}, NULL, NULL },
    { "detach-unbind-vanish", DETACH, "dprc.2",
      {{ "unbind " DPRC, 1, ENODEV, FAULT_VANISH }}, NULL, NULL },

    /* bind */
    { "detach-bind-eio", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-524", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, 524, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-enodev", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ENODEV, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-overridden", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ENODEV, FAULT_OVERRIDDEN }}, NULL, NULL },
    { "detach-bind-ebusy", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EBUSY, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-einval", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EINVAL, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-ignored", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, 0, FAULT_NOTHING }}, NULL, NULL },
    { "detach-bind-done", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EIO, FAULT_DONE }}, NULL, NULL },
    { "detach-bind-vanish", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ENODEV, FAULT_VANISH }}, NULL, NULL },
    { "detach-bind-timeout", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, NULL },

    /* the way back, from each state that can be left */
    { "detach-unbound-fails", DETACH, "dprc.4",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-from-other-fails", DETACH, "dprc.11",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-with-override-fails", DETACH, "dprc.12",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-unplugged-by-override-fails", DETACH, UNPLUGGED,
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, UNPLUGGED_BY_OVERRIDE },
    { "detach-timeout-twice", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ETIMEDOUT, FAULT_NOTHING },
       { "bind " DPRC, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, NULL },
    { "detach-back-vanish", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING },
       { "bind " DPRC, 1, ENODEV, FAULT_VANISH }}, NULL, NULL },
    { "detach-back-override-refused", DETACH, "dprc.4",
      {{ "bind " VFIO, 1, EIO, FAULT_NOTHING },
       { OVERRIDE, 2, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "detach-back-unreadable", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, EIO, FAULT_UNREADABLE }}, NULL, NULL },

    /* what is in it */
    { "detach-no-autoprobe", DETACH, "dprc.2", {{ 0 }}, NULL, NO_AUTOPROBE },
    { "detach-no-autoprobe-fails", DETACH, "dprc.2",
      {{ "bind " VFIO, 3, EIO, FAULT_NOTHING }}, NULL, NO_AUTOPROBE },
    { "detach-no-autoprobe-vanish", DETACH, "dprc.2",
      {{ "bind " VFIO, 3, ENODEV, FAULT_VANISH }}, NULL, NO_AUTOPROBE },
    { "detach-no-autoprobe-container-vanish", DETACH, "dprc.2",
      {{ "bind " VFIO, 1, ENODEV, FAULT_VANISH }}, NULL, NO_AUTOPROBE },
    { "detach-object-ignored", DETACH, "dprc.3",
      {{ "bind " VFIO, 1, 0, FAULT_NOTHING }}, NULL, NULL },
    { "detach-object-on-host", DETACH, "dprc.3", {{ 0 }},
      DEVICES "dprc.3/dpni.1/driver", "l " DEVICES "dprc.3/dpni.1/driver ../fsl_dpaa2_eth\n" },

    { "reattach", REATTACH, "dprc.3", {{ 0 }}, NULL, NULL },
    { "reattach-attached", REATTACH, "dprc.2", {{ 0 }}, NULL, NULL },
    { "reattach-attached-with-override", REATTACH, "dprc.12", {{ 0 }}, NULL, NULL },
    { "reattach-unbound", REATTACH, "dprc.4", {{ 0 }}, NULL, NULL },
    { "reattach-without-override", REATTACH, "dprc.13", {{ 0 }}, NULL, NULL },

    { "reattach-root", REATTACH, "dprc.1", {{ 0 }}, NULL, NULL },
    { "reattach-object", REATTACH, "dpni.1", {{ 0 }}, NULL, NULL },
    { "reattach-unknown", REATTACH, "dprc.99", {{ 0 }}, NULL, NULL },
    { "reattach-in-detached", REATTACH, "dprc.7", {{ 0 }}, NULL, NULL },
    { "reattach-from-other", REATTACH, "dprc.11", {{ 0 }}, NULL, NULL },
    { "reattach-no-driver", REATTACH, "dprc.3", {{ 0 }},
      "bus/fsl-mc/drivers/fsl_mc_dprc", NULL },

    { "reattach-unplugged", REATTACH, UNPLUGGED, {{ 0 }}, NULL, UNPLUGGED_DETACHED },
    { "reattach-unplugged-attached", REATTACH, UNPLUGGED, {{ 0 }}, NULL, NULL },
    { "reattach-unplugged-with-override", REATTACH, UNPLUGGED, {{ 0 }}, NULL,
      UNPLUGGED_OVERRIDDEN },
    { "reattach-unplugged-unbind-refused", REATTACH, UNPLUGGED,
      {{ "unbind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, UNPLUGGED_DETACHED },
    { "reattach-unplugged-override-refused", REATTACH, UNPLUGGED,
      {{ OVERRIDE, 1, EIO, FAULT_NOTHING }}, NULL, UNPLUGGED_DETACHED },
    { "reattach-unplugged-timeout", REATTACH, UNPLUGGED,
      {{ "bind " DPRC, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, UNPLUGGED_DETACHED },
    /* of a plugged one the same errno is an error of the MC */
    { "reattach-enodev", REATTACH, "dprc.3",
      {{ "bind " DPRC, 1, ENODEV, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-unbound-enodev", REATTACH, "dprc.4",
      {{ "bind " DPRC, 1, ENODEV, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-unknown-to-mc", REATTACH, "dprc.13",
      {{ "bind " DPRC, 1, ENODEV, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-overridden", REATTACH, "dprc.3",
      {{ "bind " DPRC, 1, ENODEV, FAULT_OVERRIDDEN }}, NULL, NULL },
    { "reattach-timeout", REATTACH, "dprc.3",
      {{ "bind " DPRC, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-timeout-twice", REATTACH, "dprc.3",
      {{ "bind " DPRC, 1, ETIMEDOUT, FAULT_NOTHING },
       { "bind " VFIO, 1, ETIMEDOUT, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-without-override-fails", REATTACH, "dprc.13",
      {{ "bind " DPRC, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
    { "reattach-unbind-refused", REATTACH, "dprc.3",
      {{ "unbind " VFIO, 1, EIO, FAULT_NOTHING }}, NULL, NULL },
};

/* the MC is asked, and does not tell */
static const McCase mcCases[] = {
    { { "reattach-enodev-mc-taken", REATTACH, "dprc.3",
        {{ "bind " DPRC, 1, ENODEV, FAULT_NOTHING }}, NULL, NULL }, 0, 0, TRUE },
    { { "reattach-unplugged-mc-taken", REATTACH, UNPLUGGED, {{ 0 }}, NULL,
        UNPLUGGED_DETACHED }, 0, 0, TRUE },
    { { "reattach-unplugged-mc-fails", REATTACH, UNPLUGGED, {{ 0 }}, NULL,
        UNPLUGGED_DETACHED }, 1, ENXIO, FALSE },
    { { "reattach-unplugged-mc-silent", REATTACH, UNPLUGGED, {{ 0 }}, NULL,
        UNPLUGGED_DETACHED }, 2, ETIMEDOUT, FALSE },
};

/* What the MC has of the containers in data/composed.sysfs */
static const FakeMcObject mcObjects[] = {
    { "dprc.1", "dprc.2", "", TRUE },
    { "dprc.1", "dprc.3", "", TRUE },
    { "dprc.1", "dprc.4", "", TRUE },
    { "dprc.1", "dprc.5", "", FALSE },
    { NULL, NULL, NULL, FALSE },
};

static void
dumpState(GString *dump, virFslMcBus *bus, const Case *test, const Tree *tree)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, test->object, &error);
    g_autofree char *override = NULL;
    g_autofree char *message = NULL;
    const char *driver;

    if (object && virFslMcDriverReadOverride(object, &override, &error)) {
        driver = virFslMcObjectGetDriver(object);
        g_string_append_printf(dump, "state: driver %s, driver_override %s\n",
                               driver ? driver : "none",
                               override ? override : "none");
        return;
    }

    message = treeDescribeError(tree, error);
    g_string_append_printf(dump, "state: %s\n", message);
}

static void
testMcCase(gconstpointer opaque)
{
    const McCase *fails = opaque;
    const Case *test = &fails->test;
    g_autofree char *expected = g_strdup_printf("driver-%s", test->name);
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autoptr(GString) dump = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    FakeKernel kernel;
    FakeMc mc;

    if (test->without) {
        g_autofree char *path = g_build_filename(tree->sysfs, test->without, NULL);

        g_assert_cmpint(faccessat(AT_FDCWD, path, F_OK, AT_SYMLINK_NOFOLLOW), ==, 0);
        treeRemove(path);
    }
    if (test->with)
        treeAdd(tree->sysfs, test->with);

    fakeMcStart(&mc, mcObjects);
    mc.nth = fails->nth;
    mc.number = fails->number;
    mc.taken = fails->taken;
    fakeKernelStart(&kernel, tree, test->faults, dump);
    if (test->call(bus, test->object, &error)) {
        g_assert_no_error(error);
        g_string_append(dump, "success\n");
    } else {
        g_autofree char *message = treeDescribeError(tree, error);

        g_string_append_printf(dump, "%s\n", message);
    }
    fakeKernelStop(&kernel);
    fakeMcStop(&mc);

    dumpState(dump, bus, test, tree);
    assertExpected(expected, dump->str);
}

static void
testCase(gconstpointer opaque)
{
    const McCase fine = { *(const Case *) opaque, 0, 0, FALSE };

    testMcCase(&fine);
}

/* The module's driver is missing; what the modprobe in the PATH is: */
static const struct {
    const char *name;
    const char *script;     /* NULL: there is none */
    int code;               /* -1: success */
    const char *message;
} modprobes[] = {
    { "missing", NULL, VIR_FSLMC_ERROR_NO_DRIVER,
      "driver 'vfio-fsl-mc' is not there and loading its module failed: "
      "Failed to execute child process \xe2\x80\x9cmodprobe\xe2\x80\x9d (No such file or directory)" },
    { "fails",
      "echo \"modprobe: FATAL: Module $3 not found in directory /lib/modules/x\" >&2; exit 1",
      VIR_FSLMC_ERROR_NO_DRIVER,
      "driver 'vfio-fsl-mc' is not there and loading its module failed: "
      "modprobe: FATAL: Module vfio-fsl-mc not found in directory /lib/modules/x" },
    { "silent", "exit 0", VIR_FSLMC_ERROR_NO_DRIVER,
      "driver 'vfio-fsl-mc' is not there and loading its module failed: "
      "modprobe reported no error; the module may be blacklisted" },
    { "loads",
      "dir=${0%/bin/*}/sys/bus/fsl-mc/drivers/vfio-fsl-mc\n"
      "case $* in\n"
      "'--dry-run --verbose --use-blacklist -- vfio-fsl-mc') echo insmod ;;\n"
      "'--use-blacklist -- vfio-fsl-mc') mkdir \"$dir\" && : > \"$dir/bind\" ;;\n"
      "*) exit 1 ;;\n"
      "esac",
      -1, NULL },
};

static void
testModule(void)
{
    g_autofree char *oldPath = g_strdup(g_getenv("PATH"));
    const Fault none[] = {{ 0 }};
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(modprobes); i++) {
        g_autoptr(Tree) tree = treeNewFromFile("composed");
        g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
        g_autoptr(GString) log = g_string_new(NULL);
        g_autoptr(GError) error = NULL;
        g_autofree char *bin = g_build_filename(tree->top, "bin", NULL);
        g_autofree char *modprobe = g_build_filename(bin, "modprobe", NULL);
        g_autofree char *path = g_strdup_printf("%s:%s", bin, oldPath);
        g_autofree char *driver = g_build_filename(tree->sysfs,
                                                   VIR_FSLMC_DRIVERS_DIR, VFIO, NULL);
        FakeKernel kernel;
        gboolean done;

        g_test_message("%s", modprobes[i].name);
        treeRemove(driver);
        g_assert_cmpint(g_mkdir(bin, 0755), ==, 0);
        if (modprobes[i].script) {
            g_autofree char *script = g_strdup_printf("#!/bin/sh\n%s\n",
                                                      modprobes[i].script);

            g_assert_true(g_file_set_contents(modprobe, script, -1, NULL));
            g_assert_cmpint(g_chmod(modprobe, 0755), ==, 0);
        }
        g_setenv("PATH", modprobes[i].script ? path : bin, TRUE);

        g_assert_cmpint(virFslMcModuleIsLoadable(bus, &virFslMcKindFslMc), ==, modprobes[i].code < 0);

        fakeKernelStart(&kernel, tree, none, log);
        done = virFslMcDriverDetach(bus, "dprc.2", &error);
        fakeKernelStop(&kernel);

        if (modprobes[i].code < 0) {
            g_assert_no_error(error);
            g_assert_true(done);
        } else {
            g_assert_false(done);
            g_assert_error(error, VIR_FSLMC_ERROR, modprobes[i].code);
            g_assert_cmpstr(error->message, ==, modprobes[i].message);
            g_assert_cmpstr(log->str, ==, "");
        }
    }

    g_setenv("PATH", oldPath, TRUE);
}

int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/driver/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], testCase);
    }
    for (i = 0; i < G_N_ELEMENTS(mcCases); i++) {
        g_autofree char *path = g_strdup_printf("/driver/%s", mcCases[i].test.name);

        g_test_add_data_func(path, &mcCases[i], testMcCase);
    }
    g_test_add_func("/driver/module", testModule);

    return g_test_run();
}
