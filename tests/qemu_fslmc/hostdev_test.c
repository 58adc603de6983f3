/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * hostdev_test.c: who uses which container, and where it is afterwards
 *
 * Each case works on the containers of tests/fslmc/data/composed.sysfs, where
 * dprc.3 and dprc.13 are on vfio-fsl-mc, dprc.6 is in dprc.2 and dprc.7 in
 * dprc.3. data/NAME.steps has one step a line, of one call or of several with "; "
 * between them:
 *
 *   prepare DOMAIN CONTAINER[:managed]…      or "net", the label of dprc.3, .12, .13
 *   start DOMAIN CONTAINER[:managed]…        the same, and does not wait for it
 *   waiting DOMAIN                           that has not ended
 *   ended DOMAIN                             waits for it
 *   update DOMAIN CONTAINER[:managed]…
 *   reattach DOMAIN
 *   detach CONTAINER, attach CONTAINER       by the node-device calls
 *   vanish CONTAINER
 *   restart [impatient]                      the daemon is another one; all that
 *                                            moves is stuck for an impatient one
 *   reserve CONTAINER, free                  the node-device driver, in a daemon of
 *                                            its own, is about to destroy it
 *   recover
 *   stop                                     the daemon is about to end
 *   hold FILE DRIVER                         writes to it do not return
 *   held                                     waits until one does not
 *   release                                  all return, and what waits ends
 *   fail FILE [DRIVER] COUNT                 so many writes to it fail, 0: none to any;
 *                                            until then a step ends when nothing is on
 *                                            loan
 *
 * data/NAME.expected has, for each, what it wrote to sysfs, its outcome, and
 * where the containers are that are named in the steps, with a driver_override that
 * names another driver.
 */

#include "fslmc_internal.h"

#include "virerror.h"

#include "fakekernel.h"
#include "fakemc.h"
#include "fslmc_driver.h"
#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_loan.h"
#include "fslmc_names.h"
#include "fslmc_report.h"
#include "fslmc_reservation.h"
#include "testdata.h"

#define VIR_FROM_THIS VIR_FROM_NODEDEV

/* A prepare that does not keep us waiting. */
typedef struct {
    virFslMcHostdevStart *start;
    GPtrArray *hostdevs;
    GThread *thread;
    int ended;          /* atomic */
    int rc;
    virErrorPtr error;
} Start;

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    char *loanDir;
    virFslMcHostdevManager *manager;
    GString *out;
    GPtrArray *named;   /* containers, sorted */
    FakeKernel kernel;
    Fault faults[8];
    GHashTable *starts; /* Start by domain */
    virFslMcReservation *reservation;   /* of the other daemon */
    bool holding;       /* something will not end */
} Bench;

/* repeated at once, as often as it takes */
static const virFslMcMoverTimes patient = {
    .stuck = G_TIME_SPAN_HOUR,
};

static const virFslMcMoverTimes impatient = {
    .stuck = 0,
};


static GPtrArray *
benchHostdevs(char **words)
{
    GPtrArray *hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostdevDefFree);

    for (; *words; words++) {
        g_auto(GStrv) parts = g_strsplit(*words, ":", 2);
        virFslMcHostdevDef *def = virFslMcHostdevDefNew(&virFslMcHostdevKindFslMc);

        if (strchr(parts[0], '.'))
            def->name = g_strdup(parts[0]);
        else
            def->label = g_strdup(parts[0]);
        def->managed = g_strcmp0(parts[1], "managed") == 0;
        g_ptr_array_add(hostdevs, def);
    }

    return hostdevs;
}


static void
benchVanish(Bench *bench, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bench->bus, name, NULL);
    g_autofree char *link = g_build_filename(bench->tree->sysfs, VIR_FSLMC_DEVICES_DIR,
                                             name, NULL);

    treeRemove(virFslMcObjectGetPath(object));
    treeRemove(link);
}


/* What a start that fails has taken goes back as libvirt does it. */
static int
benchPrepare(Bench *bench, char **words)
{
    g_autoptr(virFslMcHostdevStart) start = virFslMcHostdevStartNew(bench->manager, words[1]);
    g_autoptr(GPtrArray) hostdevs = benchHostdevs(words + 2);
    virErrorPtr error;

    if (virFslMcHostdevPrepare(start, hostdevs) == 0)
        return 0;

    virErrorPreserveLast(&error);
    virFslMcHostdevReAttach(bench->manager, words[1]);
    virErrorRestore(&error);

    return -1;
}


static gpointer
startRun(gpointer opaque)
{
    Start *start = opaque;

    start->rc = virFslMcHostdevPrepare(start->start, start->hostdevs);
    virErrorPreserveLast(&start->error);
    g_atomic_int_set(&start->ended, 1);

    return NULL;
}


static void
startJoin(Start *start)
{
    if (start->thread)
        g_thread_join(start->thread);
    start->thread = NULL;
}


/* All go on; who waits for them ends before anything else is done. */
static void
benchRelease(Bench *bench)
{
    GHashTableIter iter;
    void *start;

    bench->holding = false;
    fakeKernelHold(&bench->kernel, NULL);

    g_hash_table_iter_init(&iter, bench->starts);
    while (g_hash_table_iter_next(&iter, NULL, &start))
        startJoin(start);
}


static void
benchStart(Bench *bench, char **words)
{
    Start *start = g_new0(Start, 1);

    start->start = virFslMcHostdevStartNew(bench->manager, words[1]);
    start->hostdevs = benchHostdevs(words + 2);
    start->thread = g_thread_new(words[1], startRun, start);
    g_hash_table_insert(bench->starts, g_strdup(words[1]), start);
}


static int
benchEnded(Bench *bench, const char *domain)
{
    Start *start = g_hash_table_lookup(bench->starts, domain);
    int rc;

    startJoin(start);
    virFslMcHostdevStartFree(start->start);
    g_ptr_array_unref(start->hostdevs);
    if ((rc = start->rc) < 0)
        virFslMcHostdevReAttach(bench->manager, domain);
    virErrorRestore(&start->error);
    g_hash_table_remove(bench->starts, domain);

    return rc;
}


static void
benchFail(Bench *bench, char **words)
{
    guint last = g_strv_length(words) - 1;
    guint count = g_ascii_strtoull(words[last], NULL, 10);
    g_autofree char *file = last == 2 ? g_strdup(words[1]) :
                                        g_strdup_printf("%s %s", words[1], words[2]);
    guint done = GPOINTER_TO_UINT(g_hash_table_lookup(bench->kernel.writes, file));
    Fault *faults = bench->faults;
    guint i;

    while (count > 0 && faults->file)
        faults++;
    g_assert_cmpuint(faults - bench->faults + count, <, G_N_ELEMENTS(bench->faults));
    for (i = 0; i < count; i++) {
        faults[i] = (Fault) {
            .file = g_intern_string(file),
            .nth = done + i + 1,
            .number = EIO,
        };
    }
    faults[count].file = NULL;
}


/* What controls the rest. Returns: whether that was meant */
static bool
benchControl(Bench *bench, char **words)
{
    const char *verb = words[0];
    g_autofree char *file = NULL;

    if (STREQ(verb, "start")) {
        benchStart(bench, words);
    } else if (STREQ(verb, "waiting")) {
        Start *start = g_hash_table_lookup(bench->starts, words[1]);

        g_assert_false(g_atomic_int_get(&start->ended));
    } else if (STREQ(verb, "hold")) {
        file = g_strdup_printf("%s %s", words[1], words[2]);
        bench->holding = true;
        fakeKernelHold(&bench->kernel, file);
    } else if (STREQ(verb, "held")) {
        fakeKernelAwaitHeld(&bench->kernel);
    } else if (STREQ(verb, "release")) {
        benchRelease(bench);
    } else if (STREQ(verb, "fail")) {
        benchFail(bench, words);
    } else if (STREQ(verb, "stop")) {
        virFslMcHostdevManagerStop(bench->manager);
    } else {
        return false;
    }

    return true;
}


static int
benchReserve(Bench *bench, const char *container)
{
    g_autoptr(GError) error = NULL;

    bench->reservation = virFslMcReservationNew(bench->loanDir, "container", container, NULL,
                                                &error);
    if (bench->reservation)
        return 0;

    virFslMcReportError(error);
    return -1;
}


static int
benchCall(Bench *bench, char **words)
{
    const char *verb = words[0];
    g_autoptr(GPtrArray) hostdevs = NULL;

    if (benchControl(bench, words)) {
        return 0;
    } else if (STREQ(verb, "ended")) {
        return benchEnded(bench, words[1]);
    } else if (STREQ(verb, "prepare")) {
        return benchPrepare(bench, words);
    } else if (STREQ(verb, "update")) {
        hostdevs = benchHostdevs(words + 2);
        virFslMcHostdevUpdateActive(bench->manager, words[1], hostdevs, 0, 0);
    } else if (STREQ(verb, "without")) {
        /* a process that has no group open */
        hostdevs = benchHostdevs(words + 2);
        virFslMcHostdevUpdateActive(bench->manager, words[1], hostdevs, getpid(), 0);
    } else if (STREQ(verb, "reattach")) {
        virFslMcHostdevReAttach(bench->manager, words[1]);
    } else if (STREQ(verb, "detach")) {
        return virFslMcHostdevNodeDeviceDetach(bench->manager, words[1]);
    } else if (STREQ(verb, "attach")) {
        return virFslMcHostdevNodeDeviceReAttach(bench->manager, words[1]);
    } else if (STREQ(verb, "reserve")) {
        return benchReserve(bench, words[1]);
    } else if (STREQ(verb, "free")) {
        g_clear_pointer(&bench->reservation, virFslMcReservationFree);
    } else if (STREQ(verb, "vanish")) {
        benchVanish(bench, words[1]);
    } else if (STREQ(verb, "recover")) {
        virFslMcHostdevRecover(bench->manager);
    } else {
        g_assert_cmpstr(verb, ==, "restart");
        virFslMcHostdevManagerFree(bench->manager);
        bench->manager = virFslMcHostdevManagerNew(bench->bus, bench->loanDir,
                                                   words[1] ? &impatient : &patient);
    }

    return 0;
}


static void
benchPrintContainer(Bench *bench, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bench->bus, name, NULL);
    const char *driver = object ? virFslMcObjectGetDriver(object) : NULL;
    g_autofree char *override = NULL;

    g_string_append_printf(bench->out, "%s: %s", name,
                           driver ? driver : object ? "no driver" : "gone");
    if (object && virFslMcDriverReadOverride(object, &override, NULL) &&
        override && g_strcmp0(override, driver) != 0)
        g_string_append_printf(bench->out, ", driver_override %s", override);
    g_string_append_printf(bench->out, "%s\n",
                           virFslMcLoanExists(bench->loanDir, name) ? ", on loan" : "");
}


/* Giving back goes on when the call has returned that asked for it. */
static void
benchSettle(Bench *bench)
{
    if (bench->holding || bench->faults[0].file == NULL) {
        g_assert_true(bench->holding ||
                      virFslMcHostdevManagerDrain(bench->manager, G_TIME_SPAN_HOUR));
        return;
    }

    while (true) {
        g_autoptr(GPtrArray) loans = virFslMcLoanList(bench->loanDir, bench->bus);

        if (loans->len == 0)
            return;
        g_usleep(G_TIME_SPAN_MILLISECOND);
    }
}


static void
benchStep(Bench *bench, const char *step)
{
    g_auto(GStrv) calls = g_strsplit(step, "; ", -1);
    int rc = 0;
    guint i;

    g_mutex_lock(&bench->kernel.lock);
    g_string_append_printf(bench->out, "\n$ %s\n", step);
    g_mutex_unlock(&bench->kernel.lock);
    virResetLastError();

    for (i = 0; calls[i] && rc == 0; i++) {
        g_auto(GStrv) words = g_strsplit(calls[i], " ", -1);

        rc = benchCall(bench, words);
    }

    if (!g_str_has_prefix(step, "fail "))
        benchSettle(bench);
    g_mutex_lock(&bench->kernel.lock);

    if (rc < 0) {
        g_auto(GStrv) parts = g_strsplit(virGetLastErrorMessage(), bench->tree->top, -1);
        g_autofree char *message = g_strjoinv("", parts);

        g_string_append_printf(bench->out, "error %d: %s\n", virGetLastErrorCode(), message);
    } else {
        g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OK);
    }

    for (i = 0; i < bench->named->len; i++)
        benchPrintContainer(bench, g_ptr_array_index(bench->named, i));
    g_mutex_unlock(&bench->kernel.lock);
}


static int
compareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}


static GPtrArray *
findNamed(const char *steps)
{
    g_auto(GStrv) words = g_strsplit_set(steps, " :;\n", -1);
    GPtrArray *named = g_ptr_array_new_with_free_func(g_free);
    size_t i;

    for (i = 0; words[i]; i++) {
        if (STRPREFIX(words[i], "dprc.") &&
            !g_ptr_array_find_with_equal_func(named, words[i], g_str_equal, NULL))
            g_ptr_array_add(named, g_strdup(words[i]));
    }
    g_ptr_array_sort(named, compareNames);

    return named;
}


static void
testCase(gconstpointer name)
{
    g_autofree char *input = testDataPath(".", name, "steps");
    g_autofree char *output = testDataPath(".", name, "expected");
    g_autofree char *steps = testDataLoad(input);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(steps), "\n", -1);
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autofree char *loanDir = g_build_filename(tree->top, "loans", NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) named = findNamed(steps);
    const FakeMcObject known[] = {
        { "dprc.1", "dprc.3", "net", TRUE },
        { "dprc.1", "dprc.12", "net", TRUE },
        { "dprc.1", "dprc.13", "net", TRUE },
        { "dprc.1", "dprc.5", NULL, FALSE },
        { NULL },
    };
    FakeMc mc;
    Bench bench = {
        .tree = tree,
        .bus = bus,
        .loanDir = loanDir,
        .manager = virFslMcHostdevManagerNew(bus, loanDir, &patient),
        .out = out,
        .named = named,
        .starts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free),
    };
    size_t i;

    fakeKernelStart(&bench.kernel, tree, bench.faults, out);
    fakeMcStart(&mc, known);
    for (i = 0; lines[i]; i++)
        benchStep(&bench, lines[i]);
    virFslMcHostdevManagerFree(bench.manager);
    fakeMcStop(&mc);
    fakeKernelStop(&bench.kernel);
    g_hash_table_unref(bench.starts);

    testDataCompare(output, out->str);
}


/* Eight guests want a container by label at the same time, and there are four: four
 * get one each, and the others are told which guest has which. */
#define CROWD 8
#define POOL 4

static void
checkCrowd(Start *starts)
{
    GHashTable *taken = g_hash_table_new(g_str_hash, g_str_equal);
    guint i, j;

    for (i = 0; i < CROWD; i++) {
        virFslMcHostdevDef *hostdev = g_ptr_array_index(starts[i].hostdevs, 0);

        if (starts[i].rc == 0)
            g_assert_true(g_hash_table_add(taken, hostdev->name));
        else
            g_test_message("%s", starts[i].error->message);
    }
    g_assert_cmpuint(g_hash_table_size(taken), ==, POOL);
    g_hash_table_unref(taken);

    for (i = 0; i < CROWD; i++) {
        if (starts[i].rc == 0)
            continue;

        g_assert_cmpint(starts[i].error->code, ==, VIR_ERR_OPERATION_INVALID);
        g_assert_nonnull(strstr(starts[i].error->message,
                                "no container with label 'net' is free: "));
        for (j = 0; j < CROWD; j++) {
            g_autofree char *reason = NULL;
            virFslMcHostdevDef *hostdev = g_ptr_array_index(starts[j].hostdevs, 0);

            if (starts[j].rc < 0)
                continue;
            reason = g_strdup_printf("container %s is in use by driver QEMU, domain guest%u",
                                     hostdev->name, j);
            g_assert_nonnull(strstr(starts[i].error->message, reason));
        }
    }
}


static void
testCrowd(void)
{
    char hostdev[] = "net:managed";
    char *words[] = { hostdev, NULL };
    const FakeMcObject labelled[] = {
        { "dprc.1", "dprc.2", "net", TRUE },
        { "dprc.1", "dprc.10", "net", TRUE },
        { "dprc.1", "dprc.12", "net", TRUE },
        { "dprc.1", "dprc.13", "net", TRUE },
        { NULL },
    };
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autofree char *loanDir = g_build_filename(tree->top, "loans", NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    virFslMcHostdevManager *manager = virFslMcHostdevManagerNew(bus, loanDir, &patient);
    Start starts[CROWD] = { 0 };
    Fault none = { 0 };
    FakeKernel kernel = { 0 };
    FakeMc mc;
    guint i;

    /* which it has not there, for other tests */
    treeAdd(tree->sysfs, "l devices/platform/soc/80c000000.fsl-mc/dprc.1/dprc.10/iommu_group "
                         "../../../../../../kernel/iommu_groups/20");
    fakeKernelStart(&kernel, tree, &none, out);
    fakeMcStart(&mc, labelled);
    for (i = 0; i < CROWD; i++) {
        g_autofree char *name = g_strdup_printf("guest%u", i);

        starts[i].start = virFslMcHostdevStartNew(manager, name);
        starts[i].hostdevs = benchHostdevs(words);
    }
    for (i = 0; i < CROWD; i++)
        starts[i].thread = g_thread_new("guest", startRun, &starts[i]);
    for (i = 0; i < CROWD; i++)
        startJoin(&starts[i]);
    checkCrowd(starts);

    for (i = 0; i < CROWD; i++) {
        g_autofree char *name = g_strdup_printf("guest%u", i);

        virFslMcHostdevReAttach(manager, name);
        virFslMcHostdevStartFree(starts[i].start);
        g_ptr_array_unref(starts[i].hostdevs);
        virFreeError(starts[i].error);
    }
    virFslMcHostdevManagerFree(manager);
    fakeMcStop(&mc);
    fakeKernelStop(&kernel);
}


static void
ignoreError(void *opaque G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);
    virSetErrorFunc(NULL, ignoreError);

    g_test_add_func("/hostdev/crowd", testCrowd);

    cases = testDataCases(".", "steps");
    for (i = 0; i < cases->len; i++) {
        g_autofree char *path = g_strdup_printf("/hostdev/%s",
                                                (char *) g_ptr_array_index(cases, i));

        g_test_add_data_func(path, g_ptr_array_index(cases, i), testCase);
    }

    return g_test_run();
}
