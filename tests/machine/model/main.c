/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * main.c: fslmc-mc-model, the firmware of a Management Complex as a process
 */

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "mc_control.h"
#include "mc_doorbell.h"
#include "mc_firmware.h"
#include "mc_memory.h"
#include "mc_server.h"

/* How long to sleep between two looks at the portals. The kernel looks at its
 * command right after sending it and then every 500 us, waiting with interrupts
 * off: an answer sooner than that gains nothing, one later costs it another
 * round. Commands come in bursts; between these only the first one pays. */
#define MC_NAP_BUSY_NS 200000
#define MC_NAP_IDLE_NS 1000000
#define MC_BURST_US (G_USEC_PER_SEC / 4)

static volatile sig_atomic_t quit;

typedef struct {
    McFirmware *firmware;
    const char *topology;
    gboolean plugged;
} McModel;

G_DEFINE_AUTOPTR_CLEANUP_FUNC(FILE, fclose)

typedef struct {
    McLayout layout;
    char *ram;
    char *topology;
    gboolean plugged;
    char *control;
    char *doorbell;
    gboolean interrupts;
    char *log;
    int readyFd;
} McOptions;

static void
clearOptions(McOptions *options)
{
    g_free(options->ram);
    g_free(options->topology);
    g_free(options->control);
    g_free(options->doorbell);
    g_free(options->log);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McOptions, clearOptions)

static void
handleSignal(int number)
{
    quit = 1;
}

static gboolean
parseNumber(const char *name,
            const char *text,
            guint64 *number,
            GError **error)
{
    char *end;

    errno = 0;
    *number = g_ascii_strtoull(text, &end, 0);
    if (!errno && end != text && !*end)
        return TRUE;

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                "%s: '%s' is no number", name, text);
    return FALSE;
}

static gboolean
parseAddress(const char *name,
             const char *text,
             void *data,
             GError **error)
{
    McOptions *options = data;
    const struct {
        const char *name;
        guint64 *number;
    } places[] = {
        { "--ram-base", &options->layout.ram },
        { "--ram-size", &options->layout.size },
        { "--mc-base", &options->layout.mc },
        { "--iommu-base", &options->layout.iommu },
        { "--gsr-base", &options->layout.gsr },
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(places) - 1; i++) {
        if (g_str_equal(places[i].name, name))
            break;
    }

    return parseNumber(name, text, places[i].number, error);
}

static gboolean
parseContainers(const char *name,
                const char *text,
                void *data,
                GError **error)
{
    McOptions *options = data;

    options->plugged = g_str_equal(text, "plugged");
    if (options->plugged || g_str_equal(text, "unplugged"))
        return TRUE;

    g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                "%s: '%s' is neither plugged nor unplugged", name, text);
    return FALSE;
}

static gboolean
parseOptions(McOptions *options,
             int *argc,
             char ***argv,
             GError **error)
{
    const GOptionEntry entries[] = {
        { "ram", 0, 0, G_OPTION_ARG_FILENAME, &options->ram,
          "The machine's memory; made anew", "FILE" },
        { "topology", 0, 0, G_OPTION_ARG_FILENAME, &options->topology,
          "The objects that the MC has", "FILE" },
        { "containers", 0, 0, G_OPTION_ARG_CALLBACK, parseContainers,
          "What containers are of which the topology does not say it; "
          "unplugged when not given", "plugged|unplugged" },
        { "control", 0, 0, G_OPTION_ARG_FILENAME, &options->control,
          "Where to listen for commands", "SOCKET" },
        { "doorbell", 0, 0, G_OPTION_ARG_FILENAME, &options->doorbell,
          "QEMU's socket for qtest, which writes interrupts", "SOCKET" },
        { "interrupts", 0, 0, G_OPTION_ARG_NONE, &options->interrupts,
          "The machine has devices that interrupt for containers", NULL },
        { "log", 0, 0, G_OPTION_ARG_FILENAME, &options->log,
          "Where to write each MC command", "FILE" },
        { "ready-fd", 0, 0, G_OPTION_ARG_INT, &options->readyFd,
          "Where to write a newline when QEMU can be started", "FD" },
        { "ram-base", 0, 0, G_OPTION_ARG_CALLBACK, parseAddress,
          "Guest address of the memory", "ADDRESS" },
        { "ram-size", 0, 0, G_OPTION_ARG_CALLBACK, parseAddress,
          "Size of the memory in bytes", "SIZE" },
        { "mc-base", 0, 0, G_OPTION_ARG_CALLBACK, parseAddress,
          "Guest address of the MC's portals", "ADDRESS" },
        { "iommu-base", 0, 0, G_OPTION_ARG_CALLBACK, parseAddress,
          "Guest address of the IOMMU's registers", "ADDRESS" },
        { "gsr-base", 0, 0, G_OPTION_ARG_CALLBACK, parseAddress,
          "Guest address of the MC's control registers", "ADDRESS" },
        { NULL }
    };
    g_autoptr(GOptionContext) context = g_option_context_new(NULL);
    GOptionGroup *group = g_option_group_new(NULL, NULL, NULL, options, NULL);

    g_option_group_add_entries(group, entries);
    g_option_context_set_main_group(context, group);
    g_option_context_set_summary(context,
                                 "Answers the MC commands of a kernel in a "
                                 "machine whose memory is in a shared file.");
    if (!g_option_context_parse(context, argc, argv, error))
        return FALSE;

    if (!options->ram || !options->topology || !options->control) {
        g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                    "--ram, --topology and --control are needed");
        return FALSE;
    }

    return TRUE;
}

static FILE *
openLog(const char *path,
        GError **error)
{
    FILE *log = fopen(path, "we");

    if (!log) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot write '%s': %s", path, g_strerror(errno));
        return NULL;
    }

    /* to be followed while the machine runs */
    setvbuf(log, NULL, _IOLBF, 0);
    return log;
}

/* Ends with SIGTERM, by hand, or with the one who started it. */
static void
watchSignals(pid_t parent)
{
    const struct sigaction action = { .sa_handler = handleSignal };

    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGINT, &action, NULL);
    signal(SIGPIPE, SIG_IGN);
    prctl(PR_SET_PDEATHSIG, SIGTERM);
    /* the sleep between two looks is as long as it says */
    prctl(PR_SET_TIMERSLACK, 1);
    if (getppid() != parent)
        quit = 1;
}

static char *
answerControl(const char *line,
              void *data)
{
    McModel *model = data;

    return mcControlRun(model->firmware, model->topology, model->plugged,
                        line);
}

static void
ringDoorbell(guint device,
             guint32 value,
             void *data)
{
    mcDoorbellRing(data, device, value);
}

static gboolean
run(const McOptions *options,
    GError **error)
{
    McModel model = { NULL, options->topology, options->plugged };
    g_autoptr(McTopology) topology = mcTopologyLoad(options->topology,
                                                    options->plugged, error);
    g_autoptr(FILE) log = NULL;
    g_autoptr(McDoorbell) doorbell = NULL;
    g_autoptr(McFirmware) firmware = NULL;
    g_autoptr(McMemory) memory = NULL;
    g_autoptr(McServer) server = NULL;
    gint64 last = 0;

    if (!topology)
        return FALSE;
    if (options->log) {
        log = openLog(options->log, error);
        if (!log)
            return FALSE;
    }

    firmware = mcFirmwareNew(g_steal_pointer(&topology), options->layout.mc,
                             log);
    model.firmware = firmware;
    if (options->doorbell) {
        doorbell = mcDoorbellNew(options->doorbell);
        mcFirmwareSetDoorbell(firmware, options->interrupts, ringDoorbell, doorbell);
    }
    memory = mcMemoryNew(options->ram, &options->layout, error);
    if (!memory)
        return FALSE;
    server = mcServerNew(options->control, answerControl, &model, error);
    if (!server)
        return FALSE;

    if (options->readyFd >= 0) {
        if (write(options->readyFd, "\n", 1) != 1) {
            g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                        "cannot write to fd %d: %s",
                        options->readyFd, g_strerror(errno));
            return FALSE;
        }
        close(options->readyFd);
    }

    while (!quit) {
        gint64 now = g_get_monotonic_time();

        if (mcMemoryServe(memory, firmware))
            last = now;
        mcServerWait(server, now - last < MC_BURST_US ?
                             MC_NAP_BUSY_NS : MC_NAP_IDLE_NS);
    }

    return TRUE;
}

int
main(int argc,
     char **argv)
{
    g_auto(McOptions) options = {
        .layout = {
            .ram = 0x40000000,
            .size = 0x40000000,
            .mc = 0x70000000,
            .iommu = 0x7d000000,
            .gsr = 0x7c000000,
        },
        .readyFd = -1,
    };
    g_autoptr(GError) error = NULL;

    watchSignals(getppid());
    if (parseOptions(&options, &argc, &argv, &error) &&
        run(&options, &error))
        return EXIT_SUCCESS;

    g_printerr("fslmc-mc-model: %s\n", error->message);
    return EXIT_FAILURE;
}
