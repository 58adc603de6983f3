/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * life_test.c: containers of definitions, and the firmware model of the test machine
 *
 * The commands go straight to the model (tests/machine/model); what the kernel does
 * after its scan, this does.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "fslmc_container_life.h"
#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_mc_device.h"
#include "fslmc_mc_make.h"
#include "mc_firmware.h"
#include "mc_topology.h"
#include "tree.h"

#define FAKE_FD 1000000
#define PORTAL_BASE 0x70000000
#define ROOT_PATH "devices/platform/soc/80c000000.fsl-mc/dprc.1/"
#define IDS 21

/* Numbers of commands */
#define OPEN_CONTAINER 0x805
#define OPEN_PORT 0x801
#define CLOSE 0x800

/* In the place of a command's header: the kernel is to look what there is */
#define SCAN G_MAXUINT64

static const char topology[] =
    "dprc.1\n"
    "    dpmcp.1-4\n"
    "    dpmac.1-4\n"
    "    dpni.1 connection=dpmac.1\n"
    "    dprc.2 unplugged label=\"net-a\"\n"
    "        dpni.2\n"
    "    dprc.20 plugged\n"
    "        dpni.20\n";

static McFirmware *firmware;
static const char *sysfs;
static guint writes;        /* to sysfs */
static guint commands;      /* to the firmware */
static guint unanswered;    /* number of the last one that was not answered */
static guint most = G_MAXUINT;  /* after so many, the root container has no driver */

/* Of a process that is to die: who has the firmware. 0 in that one. */
static int toParent;
static int fromParent;

int __wrap_virFslMcMcDeviceOpen(const char *path, GError **error);
int __wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command);
int __wrap_virFslMcSysfsWrite(const char *path, const char *text);


static char *
state(void)
{
    return mcTopologyFormat(mcFirmwareGetTopology(firmware));
}


/* Containers are in sysfs when they are in @now. */
static void
show(const char *now)
{
    guint id;

    for (id = 3; id < IDS; id++) {
        g_autofree char *object = g_strdup_printf("    dprc.%u ", id);
        g_autofree char *dir = g_strdup_printf("%s/" ROOT_PATH "dprc.%u", sysfs, id);
        g_autofree char *link = g_strdup_printf("%s/bus/fsl-mc/devices/dprc.%u", sysfs, id);
        gboolean there = g_file_test(dir, G_FILE_TEST_IS_DIR);

        if (strstr(now, object) && !there) {
            g_autofree char *lines = g_strdup_printf(
                "f " ROOT_PATH "dprc.%u/modalias fsl-mc:v00001957ddprc\\n\n"
                "f " ROOT_PATH "dprc.%u/driver_override (null)\\n\n"
                "l " ROOT_PATH "dprc.%u/subsystem ../../../../../../bus/fsl-mc\n"
                "l bus/fsl-mc/devices/dprc.%u ../../../" ROOT_PATH "dprc.%u\n",
                id, id, id, id, id);

            treeAdd(sysfs, lines);
        } else if (!strstr(now, object) && there) {
            g_remove(link);
            treeRemove(dir);
        }
    }
}


/* The kernel looks what the MC has. */
static void
scan(void)
{
    g_autofree char *now = state();

    show(now);
}


static void
unbind(void)
{
    show("");
}


static guint
commandNumber(const virFslMcMcCommand *command)
{
    return GUINT64_FROM_LE(command->header) >> 52;
}


/* Returns: 0 in the header of a command that is not answered */
static void
serve(virFslMcMcCommand *command)
{
    McCommand asked;

    if (command->header == SCAN) {
        scan();
        return;
    }

    memcpy(&asked, command, sizeof(asked));
    asked.header = GUINT64_FROM_LE(asked.header);
    if (!mcFirmwareRun(firmware, 0, &asked))
        asked.header = 0;
    asked.header = GUINT64_TO_LE(asked.header);
    memcpy(command, &asked, sizeof(asked));
}


static void
ask(virFslMcMcCommand *command)
{
    if (toParent == 0) {
        serve(command);
    } else if (write(toParent, command, sizeof(*command)) != sizeof(*command) ||
               read(fromParent, command, sizeof(*command)) != sizeof(*command)) {
        _exit(1);
    }
}


int
__wrap_virFslMcMcDeviceOpen(const char *path, GError **error)
{
    return FAKE_FD;
}


int
__wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command)
{
    virFslMcMcCommand asked = *command;

    if (commands >= most) {
        errno = ESTALE;
        return -1;
    }
    commands++;
    ask(&asked);
    if (asked.header == 0) {
        unanswered = commandNumber(command);
        errno = ETIMEDOUT;
        return -1;
    }
    if (MC_HEADER_STATUS(GUINT64_FROM_LE(asked.header)) != MC_STATUS_OK) {
        errno = EIO;
        return -1;
    }

    *command = asked;
    return 0;
}


int
__wrap_virFslMcSysfsWrite(const char *path, const char *text)
{
    virFslMcMcCommand command = { .header = SCAN };

    writes++;
    ask(&command);
    return 0;
}


typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    virFslMcContainerStore *store;
    virFslMcContainerDef *def;
} Fixture;


static void
setUp(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    McTopology *parsed = mcTopologyParse(topology, "topology", FALSE, &error);
    g_autofree char *definitions = NULL;
    g_autofree char *run = NULL;
    g_autofree char *node = NULL;

    g_assert_no_error(error);
    firmware = mcFirmwareNew(parsed, PORTAL_BASE, NULL);
    f->tree = treeNewFromFile("composed");
    sysfs = f->tree->sysfs;
    node = g_build_filename(f->tree->dev, "dprc.1", NULL);
    g_assert_true(g_file_set_contents(node, "", 0, NULL));
    scan();
    f->bus = virFslMcBusNew(f->tree->sysfs, f->tree->dev);

    definitions = g_build_filename(f->tree->top, "etc", NULL);
    run = g_build_filename(f->tree->top, "run", NULL);
    f->store = virFslMcContainerStoreNew(definitions, run, NULL);
    f->def = virFslMcContainerDefParse(
        "<device><name>dprc_web</name><parent>dprc_1</parent><capability type='fsl_mc'>"
        "<label>net</label><capability type='container'><object type='dpni'/>"
        "</capability></capability></device>", &error);
    g_assert_no_error(error);
}


static void
tearDown(Fixture *f, gconstpointer opaque)
{
    g_clear_pointer(&firmware, mcFirmwareFree);
    virFslMcContainerDefFree(f->def);
    virFslMcContainerStoreFree(f->store);
    virFslMcBusUnref(f->bus);
    treeFree(f->tree);
}


static guint
countLabel(void)
{
    g_autofree char *now = state();
    g_auto(GStrv) parts = g_strsplit(now, "label='net'", -1);

    return g_strv_length(parts) - 1;
}


static gsize
records(Fixture *f)
{
    g_autoptr(GPtrArray) all = virFslMcContainerStoreListRecords(f->store);

    return all->len;
}


static void
testLife(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = state();
    g_autofree char *after = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(virFslMcObject) found = NULL;
    g_autofree char *own = NULL;

    g_assert_false(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
    container = virFslMcContainerMake(f->store, f->bus, f->def, &error);
    g_assert_no_error(error);
    g_assert_true(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
    g_assert_cmpuint(countLabel(), ==, 1);

    found = virFslMcContainerStoreFindObject(f->store, f->bus, "dprc_3", &own);
    g_assert_cmpstr(virFslMcObjectGetName(found), ==, virFslMcObjectGetName(container));
    g_assert_cmpstr(own, ==, "dprc_web");

    g_assert_null(virFslMcContainerMake(f->store, f->bus, f->def, &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
    g_clear_error(&error);
    g_assert_cmpuint(countLabel(), ==, 1);

    virFslMcContainerUnmake(f->store, f->bus, container, &error);
    g_assert_no_error(error);
    g_assert_false(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
    after = state();
    g_assert_cmpstr(after, ==, before);
}


/* Another one is made of the definition before the first one is forgotten. */
static void
testForgotten(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcObject) first = NULL;
    g_autoptr(virFslMcObject) second = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    VIR_FSLMC_AUTOCLOSE fd = -1;

    first = virFslMcContainerMake(f->store, f->bus, f->def, NULL);
    /* the kernel never uses an inode of sysfs again, and so does no file system while
     * it is open */
    path = g_strdup_printf("%s/" ROOT_PATH "%s", sysfs, virFslMcObjectGetName(first));
    fd = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    g_assert_cmpint(fd, >=, 0);
    g_assert_true(virFslMcContainerUnmake(f->store, f->bus, first, NULL));
    second = virFslMcContainerMake(f->store, f->bus, f->def, &error);
    g_assert_no_error(error);

    virFslMcContainerForget(f->store, "dprc_web", first);
    g_assert_true(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
    g_assert_true(virFslMcContainerUnmake(f->store, f->bus, second, NULL));
    virFslMcContainerForget(f->store, "dprc_web", second);
    g_assert_cmpuint(records(f), ==, 0);
}


/* One without a definition has no record afterwards. */
static void
testTransient(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) container = NULL;

    g_clear_pointer(&f->def->name, g_free);
    container = virFslMcContainerMake(f->store, f->bus, f->def, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(records(f), ==, 0);
}


/* The kernel finds a container anew: it is the same one if the label is. */
static void
testFoundAnew(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(virFslMcObject) second = NULL;
    virFslMcContainerRecord record = { 0 };

    container = virFslMcContainerMake(f->store, f->bus, f->def, NULL);
    record.name = f->def->name;
    record.container = (char *) virFslMcObjectGetName(container);
    record.label = f->def->plan->label;
    record.inode = virFslMcObjectGetInode(container) + 1;
    g_assert_true(virFslMcContainerStoreSaveRecord(f->store, &record, NULL));
    g_assert_true(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));

    /* and now without asking the MC */
    g_clear_pointer(&firmware, mcFirmwareFree);
    g_assert_true(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
    firmware = mcFirmwareNew(mcTopologyParse(topology, "topology", FALSE, NULL),
                             PORTAL_BASE, NULL);

    record.label = (char *) "another";
    g_assert_true(virFslMcContainerStoreSaveRecord(f->store, &record, NULL));
    g_assert_false(virFslMcContainerIsActive(f->store, f->bus, "dprc_web"));
}


/* A process that makes or destroys one, and dies of its command @nth, which was carried
 * out or not. The firmware and the kernel are this process.
 *
 * Returns: whether it died before it had done its work */
static gboolean
dies(Fixture *f, const virFslMcObject *container, guint nth, gboolean done, guint *number)
{
    int there[2], back[2];
    virFslMcMcCommand command;
    gboolean killed = FALSE;
    guint count = 0;
    pid_t pid;

    g_assert_cmpint(pipe(there), ==, 0);
    g_assert_cmpint(pipe(back), ==, 0);
    g_assert_cmpint(pid = fork(), >=, 0);
    if (pid == 0) {
        toParent = there[1];
        fromParent = back[0];
        close(there[0]);
        if (container)
            virFslMcContainerUnmake(f->store, f->bus, container, NULL);
        else
            virFslMcContainerMake(f->store, f->bus, f->def, NULL);
        _exit(0);
    }

    close(there[1]);
    close(back[0]);
    while (read(there[0], &command, sizeof(command)) == sizeof(command)) {
        gboolean last = command.header != SCAN && ++count == nth;

        if (!last || done)
            serve(&command);
        if (last) {
            *number = commandNumber(&command);
            kill(pid, SIGKILL);
            killed = TRUE;
            break;
        }
        g_assert_cmpint(write(back[1], &command, sizeof(command)), ==, sizeof(command));
    }
    waitpid(pid, NULL, 0);
    close(there[0]);
    close(back[1]);

    return killed;
}


/* By its label only one is to be had that is complete. */
static void
checkLabel(void)
{
    g_autofree char *left = state();

    g_assert_cmpuint(countLabel(), <=, 1);
    if (countLabel() > 0) {
        g_assert_nonnull(strstr(left, "locked"));
        g_assert_nonnull(strstr(left, "connection=dpmac.3"));
    }
}


/* Whoever comes next finds all of it undone, or done. */
static void
checkNext(Fixture *f, const char *before)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *after = NULL;
    g_autofree char *own = NULL;

    container = virFslMcContainerMake(f->store, f->bus, f->def, &error);
    if (!container) {
        g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
        g_clear_error(&error);
        container = virFslMcContainerStoreFindObject(f->store, f->bus, "dprc_web", &own);
        g_assert_nonnull(container);
    }
    g_assert_cmpuint(countLabel(), ==, 1);
    virFslMcContainerUnmake(f->store, f->bus, container, &error);
    g_assert_no_error(error);
    after = state();
    g_assert_cmpstr(after, ==, before);
}


/* What a process did that died. */
static void
checkDeath(Fixture *f, gboolean make, guint nth, gboolean done, gboolean *killed, guint *lost)
{
    g_autoptr(virFslMcObject) made = NULL;
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(virFslMcContainerDef) other = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *before = state();
    g_autofree char *left = NULL;
    guint number = 0;

    if (!make) {
        made = virFslMcContainerMake(f->store, f->bus, f->def, &error);
        g_assert_no_error(error);
    }

    *killed = dies(f, made, nth, done, &number);
    left = state();
    /* the MC interrupts for what it has done, whoever dies */
    scan();
    checkLabel();

    /* Nobody knows what the MC opened for the dead process at its last moment: it stays
     * open, and what is open cannot be destroyed. Another one can be made. */
    if (*killed && done && strstr(left, "dprc.3 ") &&
        (number == OPEN_CONTAINER || number == OPEN_PORT)) {
        (*lost)++;
        other = virFslMcContainerDefParse(
            "<device><name>dprc_other</name><parent>dprc_1</parent><capability type='fsl_mc'>"
            "<label>net</label><capability type='container'><object type='dpni'/>"
            "</capability></capability></device>", NULL);
        container = virFslMcContainerMake(f->store, f->bus, other, &error);
        g_assert_no_error(error);
        return;
    }

    checkNext(f, before);
}


/* The host boots: the MC has all its portals again. */
static void
boot(Fixture *f)
{
    virFslMcContainerStoreRemoveRecord(f->store, "dprc_web");
    virFslMcContainerStoreRemoveRecord(f->store, "dprc_other");
    mcFirmwareFree(firmware);
    firmware = mcFirmwareNew(mcTopologyParse(topology, "topology", FALSE, NULL),
                             PORTAL_BASE, NULL);
    scan();
}


static void
defineConnected(Fixture *f)
{
    virFslMcContainerDefFree(f->def);
    f->def = virFslMcContainerDefParse(
        "<device><name>dprc_web</name><parent>dprc_1</parent><capability type='fsl_mc'>"
        "<label>net</label><capability type='container'><object type='dpni'>"
        "<mac address='52:54:00:6d:90:02'/><connection object='dpmac.3'/></object>"
        "</capability></capability></device>", NULL);
}


static void
checkDeaths(Fixture *f, gboolean make, gboolean done)
{
    guint nth, lost = 0;
    gboolean killed = TRUE;

    /* a container that stays is told of each time */
    g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
    defineConnected(f);

    for (nth = 1; killed; nth++) {
        checkDeath(f, make, nth, done, &killed, &lost);
        boot(f);
    }

    g_assert_cmpuint(nth, >, make ? 40 : 15);
    g_assert_cmpuint(lost, <=, 2);
}


static void
testDeathMaking(Fixture *f, gconstpointer opaque)
{
    checkDeaths(f, TRUE, FALSE);
    checkDeaths(f, TRUE, TRUE);
}


static void
testDeathDestroying(Fixture *f, gconstpointer opaque)
{
    checkDeaths(f, FALSE, FALSE);
    checkDeaths(f, FALSE, TRUE);
}


/* The root container loses its driver after each command in turn, and has it again: its
 * containers are new ones for the kernel. */
static void
checkUnbound(Fixture *f, gboolean make)
{
    g_autofree char *before = state();
    gboolean reached = TRUE;
    guint after, lost = 0;

    g_log_set_always_fatal(G_LOG_LEVEL_ERROR | G_LOG_LEVEL_CRITICAL);
    defineConnected(f);
    for (after = 0; reached; after++) {
        g_autoptr(virFslMcObject) container = NULL;
        g_autoptr(GError) error = NULL;
        gboolean done;

        if (!make) {
            container = virFslMcContainerMake(f->store, f->bus, f->def, &error);
            g_assert_no_error(error);
        }

        commands = 0;
        most = after;
        if (make)
            done = (container = virFslMcContainerMake(f->store, f->bus, f->def, &error)) != NULL;
        else
            done = virFslMcContainerUnmake(f->store, f->bus, container, &error);
        reached = commands == most;
        most = G_MAXUINT;

        if (!done) {
            g_assert_nonnull(strstr(error->message, "the root container has lost its driver"));
            lost++;
        }
        unbind();
        scan();
        checkLabel();
        checkNext(f, before);
        boot(f);
    }

    g_assert_cmpuint(lost, >, make ? 40 : 15);
}


static void
testUnboundMaking(Fixture *f, gconstpointer opaque)
{
    checkUnbound(f, TRUE);
}


static void
testUnboundDestroying(Fixture *f, gconstpointer opaque)
{
    checkUnbound(f, FALSE);
}


/* Every command fails in turn: what is there is what was, and no record. */
static void
checkFaults(Fixture *f, int status)
{
    g_autofree char *before = state();
    guint after, refused = 0, lost = 0;

    unanswered = 0;
    for (after = 0;; after++) {
        g_autoptr(virFslMcObject) container = NULL;
        g_autofree char *now = NULL;
        McPattern any;

        g_assert_true(mcFirmwareParseCommand("any", &any, NULL));
        mcFirmwareAddFault(firmware, mcFaultNew(any, NULL, status, after, 1));
        commands = 0;
        container = virFslMcContainerMake(f->store, f->bus, f->def, NULL);
        mcFirmwareClearFaults(firmware);
        if (container && commands <= after)
            break;
        if (container) {
            /* whether a silent MC closed something is not known, and it is not asked again:
             * what is open cannot be destroyed */
            if (!virFslMcContainerUnmake(f->store, f->bus, container, NULL)) {
                g_assert_cmpuint(unanswered, ==, CLOSE);
                lost++;
                boot(f);
            }
            virFslMcContainerStoreRemoveRecord(f->store, "dprc_web");
            continue;
        }

        refused++;
        now = state();
        g_assert_cmpstr(now, ==, before);
        g_assert_cmpuint(records(f), ==, 0);
    }

    g_assert_cmpuint(refused, >, 15);
    g_assert_cmpuint(lost, <=, 1);
}


static void
testRefused(Fixture *f, gconstpointer opaque)
{
    checkFaults(f, MC_STATUS_DMA);
}


static void
testUnanswered(Fixture *f, gconstpointer opaque)
{
    checkFaults(f, MC_FAULT_SILENT);
}


/* Whether a container is plugged is what the MC says, whatever driver it has; one that is
 * not destroyed stays where it is. */
static void
testBound(Fixture *f, gconstpointer opaque)
{
    static const struct {
        const char *container;
        const char *driver;
        int code;
        const char *message;
    } cases[] = {
        { "dprc.20", NULL, VIR_FSLMC_ERROR_REFUSED, "container 'dprc.20' is plugged: " },
        { "dprc.20", "vfio-fsl-mc", VIR_FSLMC_ERROR_REFUSED, "container 'dprc.20' is plugged: " },
        { "dprc.20", "fsl_mc_dprc", VIR_FSLMC_ERROR_REFUSED, "container 'dprc.20' is plugged: " },
        { "dprc.3", "fsl_mc_dprc", VIR_FSLMC_ERROR_HOST_DRIVER,
          "container 'dprc.3' is bound to 'fsl_mc_dprc'; detach it first" },
    };
    g_autoptr(virFslMcObject) made = virFslMcContainerMake(f->store, f->bus, f->def, NULL);
    g_autofree char *before = state();
    gsize i;

    g_assert_cmpstr(virFslMcObjectGetName(made), ==, "dprc.3");
    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("%s/" ROOT_PATH "%s/driver", sysfs,
                                                cases[i].container);
        g_autofree char *link = g_strdup_printf("l " ROOT_PATH "%s/driver ../%s\n",
                                                cases[i].container, cases[i].driver);
        g_autofree char *after = NULL;
        g_autoptr(virFslMcObject) container = NULL;
        g_autoptr(GError) error = NULL;

        if (cases[i].driver)
            treeAdd(sysfs, link);
        container = virFslMcBusLookup(f->bus, cases[i].container, NULL);
        writes = 0;
        g_assert_false(virFslMcContainerUnmake(f->store, f->bus, container, &error));
        g_assert_error(error, VIR_FSLMC_ERROR, cases[i].code);
        g_assert_true(g_str_has_prefix(error->message, cases[i].message));
        g_assert_cmpuint(writes, ==, 0);
        after = state();
        g_assert_cmpstr(after, ==, before);
        if (cases[i].driver)
            treeRemove(path);
    }
    g_assert_true(virFslMcContainerUnmake(f->store, f->bus, made, NULL));
}


#define ADD(name, function) \
    g_test_add("/life/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("life", testLife);
    ADD("forgotten", testForgotten);
    ADD("transient", testTransient);
    ADD("found-anew", testFoundAnew);
    ADD("death-making", testDeathMaking);
    ADD("death-destroying", testDeathDestroying);
    ADD("unbound-making", testUnboundMaking);
    ADD("unbound-destroying", testUnboundDestroying);
    ADD("refused", testRefused);
    ADD("unanswered", testUnanswered);
    ADD("bound", testBound);

    return g_test_run();
}
