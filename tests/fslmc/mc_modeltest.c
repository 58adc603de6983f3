/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_modeltest.c: containers of ours, and the firmware model of the test machine
 *
 * The commands go straight to the model (tests/machine/model), as the kernel
 * would pass them on. The model knows the MC's laws: who may create, destroy and
 * connect what, what a lock forbids, and which version of a command it takes.
 */

#include <errno.h>
#include <string.h>

#include "fslmc_error.h"
#include "fslmc_mc_device.h"
#include "fslmc_mc_make.h"
#include "mc_firmware.h"
#include "mc_pool.h"
#include "mc_topology.h"
#include "tree.h"

#define FAKE_FD 1000000
#define PORTAL_BASE 0x70000000

/* What the kernel makes of the MC's status */
static const int numbers[] = {
    [MC_STATUS_AUTH] = EACCES, [MC_STATUS_PRIVILEGE] = EPERM, [MC_STATUS_DMA] = EIO,
    [MC_STATUS_CONFIG] = ENXIO, [MC_STATUS_TIMEOUT] = ETIMEDOUT,
    [MC_STATUS_RESOURCE] = ENAVAIL, [MC_STATUS_MEMORY] = ENOMEM, [MC_STATUS_BUSY] = EBUSY,
    [MC_STATUS_UNSUPPORTED] = 524, [MC_STATUS_STATE] = ENODEV,
};

static const char topology[] =
    "dprc.1\n"
    "    dpmcp.1-4\n"
    "    dpmac.1-4\n"
    "    dpni.1 connection=dpmac.1\n"
    "    dprc.2 unplugged label=\"net-a\"\n"
    "        dpni.2\n";

static McFirmware *firmware;

int __wrap_virFslMcMcDeviceOpen(const char *path, GError **error);
int __wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command);

int
__wrap_virFslMcMcDeviceOpen(const char *path, GError **error)
{
    return FAKE_FD;
}

int
__wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command)
{
    McCommand asked;
    guint status;

    memcpy(&asked, command, sizeof(asked));
    asked.header = GUINT64_FROM_LE(asked.header);
    if (!mcFirmwareRun(firmware, 0, &asked)) {
        errno = ETIMEDOUT;
        return -1;
    }

    status = MC_HEADER_STATUS(asked.header);
    if (status != MC_STATUS_OK) {
        errno = numbers[status];
        return -1;
    }

    asked.header = GUINT64_TO_LE(asked.header);
    memcpy(command, &asked, sizeof(asked));
    return 0;
}

/* As after a boot: portals that were lost are there again. */
static void
boot(void)
{
    g_autoptr(GError) error = NULL;
    McTopology *parsed = mcTopologyParse(topology, "topology", FALSE, &error);

    g_assert_no_error(error);
    g_clear_pointer(&firmware, mcFirmwareFree);
    firmware = mcFirmwareNew(parsed, PORTAL_BASE, NULL);
}

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    virFslMcMcPlan *plan;
} Fixture;

static void
setUp(Fixture *f, gconstpointer opaque)
{
    virFslMcMcPort port = {
        .hasMac = TRUE,
        .mac = { 0x52, 0x54, 0x00, 0x6d, 0x90, 0x02 },
        .peer = { .type = "dpmac", .id = 3 },
    };

    boot();
    f->tree = treeNewFromFile("composed");
    treeAdd(f->tree->sysfs, "f bus/fsl-mc/rescan ");
    f->bus = virFslMcBusNew(f->tree->sysfs, f->tree->dev);
    f->plan = virFslMcMcPlanNew();
    f->plan->parent = g_strdup("dprc.1");
    g_strlcpy(f->plan->label, "net-a", sizeof(f->plan->label));
    f->plan->vcpus = 2;
    f->plan->counts[VIR_FSLMC_MC_PLAN_DPSECI] = 1;
    f->plan->counts[VIR_FSLMC_MC_PLAN_DPCI] = 1;
    f->plan->counts[VIR_FSLMC_MC_PLAN_DPDMAI] = 1;
    g_array_append_val(f->plan->ports, port);
    virFslMcMcPlanDerive(f->plan);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    g_clear_pointer(&firmware, mcFirmwareFree);
    virFslMcMcPlanFree(f->plan);
    virFslMcBusUnref(f->bus);
    treeFree(f->tree);
}

static char *
state(void)
{
    return mcTopologyFormat(mcFirmwareGetTopology(firmware));
}

static void
testMake(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = state();
    g_autofree char *with = NULL;
    g_autofree char *after = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GError) error = NULL;

    virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error);
    g_assert_no_error(error);
    with = state();
    g_test_message("%s", with);
    g_assert_nonnull(strstr(with, "options=0x42"));
    g_assert_nonnull(strstr(with, "locked"));
    g_assert_nonnull(strstr(with, "mac=52:54:00:6d:90:02 connection=dpmac.3"));

    virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error);
    g_assert_no_error(error);
    after = state();
    g_assert_cmpstr(after, ==, before);
}

/* The command after @after others will be refused. */
static void
fail(guint after)
{
    McPattern any;

    g_assert_true(mcFirmwareParseCommand("any", &any, NULL));
    mcFirmwareAddFault(firmware, mcFaultNew(any, NULL, MC_STATUS_DMA, after, 1));
}

static guint64
count(void)
{
    McPattern any;

    g_assert_true(mcFirmwareParseCommand("any", &any, NULL));
    return mcFirmwareCount(firmware, any);
}

/* Each command in turn is refused: what is there afterwards is what was before. */
static void
testMakeRefused(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = state();
    guint after, refused = 0;
    gboolean reached = TRUE;

    for (after = 0; reached; after++) {
        g_autofree char *now = NULL;
        g_autofree char *name = NULL;
        g_autoptr(GError) error = NULL;

        boot();
        fail(after);
        if (virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error)) {
            reached = count() > after;
            continue;
        }

        refused++;
        now = state();
        g_assert_cmpstr(now, ==, before);
    }

    g_assert_cmpuint(refused, >, 40);
}

static void
testUnmakeRefused(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = state();
    guint after, refused = 0;
    gboolean reached = TRUE;

    for (after = 0; reached; after++) {
        g_autofree char *with = NULL;
        g_autofree char *now = NULL;
        g_autofree char *name = NULL;
        g_autoptr(GError) error = NULL;
        guint64 first;

        boot();
        g_assert_true(virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, NULL));
        with = state();
        first = count();
        fail(after);
        if (virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error)) {
            reached = count() - first > after;
            continue;
        }

        refused++;
        now = state();
        /* it can be destroyed, and only that could not be read back */
        if (strcmp(now, before) != 0)
            g_assert_cmpstr(now, ==, with);
    }

    g_assert_cmpuint(refused, >, 5);
}

static const struct {
    const char *pool;
    guint left;
    const char *message;
} shortages[] = {
    { "mcp", 0, "cannot create a container in 'dprc.1': MC firmware error 0x8 (no resources); "
                "0 of pool 'mcp' are free" },
    { "mcp", 2, "cannot create object 2 of 5 of type 'dpmcp' in container 'dprc.3': "
                "MC firmware error 0x8 (no resources); 0 of pool 'mcp' are free" },
    { "bp", 0, "cannot create object 1 of 1 of type 'dpbp' in container 'dprc.3': "
               "MC firmware error 0x8 (no resources); 0 of pool 'bp' are free" },
    { "swp", 1, "cannot create object 2 of 2 of type 'dpio' in container 'dprc.3': "
                "MC firmware error 0x8 (no resources); 0 of pool 'swp' are free" },
    { "swpch", 1, "cannot create object 2 of 2 of type 'dpcon' in container 'dprc.3': "
                  "MC firmware error 0x8 (no resources); 0 of pool 'swpch' are free" },
    { "dpni", 0, "cannot create object 1 of 1 of type 'dpni' in container 'dprc.3': "
                 "MC firmware error 0x8 (no resources); no pool is empty, so it is the "
                 "firmware's configuration (DPC) that limits the objects of type 'dpni'" },
};

/* Something runs out on the way: the error says what, and how much there is of it. */
static void
testShortage(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = state();
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(shortages); i++) {
        g_autofree char *now = NULL;
        g_autofree char *name = NULL;
        g_autoptr(GError) error = NULL;

        boot();
        g_assert_true(mcPoolSetLeft(mcFirmwareGetTopology(firmware), shortages[i].pool,
                                    shortages[i].left, NULL));
        g_assert_false(virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error));
        g_assert_cmpstr(error->message, ==, shortages[i].message);
        now = state();
        g_assert_cmpstr(now, ==, before);
    }
}

#define ADD(name, function) \
    g_test_add("/mc-model/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("make", testMake);
    ADD("make/refused", testMakeRefused);
    ADD("make/shortage", testShortage);
    ADD("unmake/refused", testUnmakeRefused);

    return g_test_run();
}
