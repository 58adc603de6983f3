/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_control.c: what people and tests tell the model, a line at a time
 */

#include "mc_control.h"

#include "mc_pool.h"

/* How many of the last commands "log" shows when it is not told. */
#define MC_CONTROL_LINES 20

typedef struct {
    McFirmware *firmware;
    const char *initial;
    gboolean plugged;       /* containers of which that does not say it */
    char *text;             /* what comes after "ok", may have lines */
} McControl;

typedef gboolean (*McControlFunc)(McControl *control,
                                  char **arguments,
                                  GError **error);

typedef struct {
    const char *name;
    const char *usage;
    guint least;            /* arguments */
    guint most;
    McControlFunc run;
} McControlInfo;

static gboolean mcControlHelp(McControl *control,
                              char **arguments,
                              GError **error);

static gboolean
mcControlAdd(McControl *control,
             char **arguments,
             GError **error)
{
    return mcTopologyAdd(mcFirmwareGetTopology(control->firmware),
                         arguments[0], arguments[1], error);
}

static gboolean
mcControlRemove(McControl *control,
                char **arguments,
                GError **error)
{
    return mcTopologyRemove(mcFirmwareGetTopology(control->firmware),
                            arguments[0], error);
}

static gboolean
mcControlMove(McControl *control,
              char **arguments,
              GError **error)
{
    return mcTopologyMove(mcFirmwareGetTopology(control->firmware),
                          arguments[0], arguments[1], error);
}

static gboolean
mcControlPlug(McControl *control,
              char **arguments,
              GError **error)
{
    return mcTopologySetPlugged(mcFirmwareGetTopology(control->firmware),
                                arguments[0], TRUE, error);
}

static gboolean
mcControlUnplug(McControl *control,
                char **arguments,
                GError **error)
{
    return mcTopologySetPlugged(mcFirmwareGetTopology(control->firmware),
                                arguments[0], FALSE, error);
}

static gboolean
mcControlLabel(McControl *control,
               char **arguments,
               GError **error)
{
    return mcTopologySetLabel(mcFirmwareGetTopology(control->firmware),
                              arguments[0], arguments[1] ? arguments[1] : "",
                              error);
}

static gboolean
mcControlMac(McControl *control,
             char **arguments,
             GError **error)
{
    return mcTopologySetMac(mcFirmwareGetTopology(control->firmware),
                            arguments[0], arguments[1], error);
}

static gboolean
mcControlConnect(McControl *control,
                 char **arguments,
                 GError **error)
{
    return mcTopologyConnect(mcFirmwareGetTopology(control->firmware),
                             arguments[0], arguments[1], error);
}

static gboolean
mcControlDisconnect(McControl *control,
                    char **arguments,
                    GError **error)
{
    return mcTopologyDisconnect(mcFirmwareGetTopology(control->firmware),
                                arguments[0], error);
}

static gboolean
mcControlPool(McControl *control,
              char **arguments,
              GError **error)
{
    McTopology *topology = mcFirmwareGetTopology(control->firmware);
    guint64 count;
    guint left;

    if (arguments[1] &&
        (!g_ascii_string_to_unsigned(arguments[1], 10, 0, MC_PORTALS, &count,
                                     error) ||
         !mcPoolSetLeft(topology, arguments[0], count, error)))
        return FALSE;
    if (!mcPoolLeft(topology, arguments[0], &left)) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                    "no pool '%s'", arguments[0]);
        return FALSE;
    }

    control->text = g_strdup_printf("%u", left);
    return TRUE;
}

static gboolean
mcControlQueuePortals(McControl *control,
                      char **arguments,
                      GError **error)
{
    guint64 size;

    if (!g_ascii_string_to_unsigned(arguments[0], 10, 1, G_MAXUINT32, &size, error))
        return FALSE;

    mcFirmwareGetTopology(control->firmware)->queuePortalSize = size;
    return TRUE;
}

static gboolean
mcControlIrq(McControl *control,
             char **arguments,
             GError **error)
{
    return mcFirmwareInterrupt(control->firmware, arguments[0], error);
}

/* The tail that both kinds of fault have: [COUNT] [OBJECT] [after N]. */
static gboolean
mcControlAddFault(McControl *control,
                  const char *command,
                  int status,
                  char **arguments,
                  GError **error)
{
    McTopology *topology = mcFirmwareGetTopology(control->firmware);
    const char *object = NULL;
    guint64 count = MC_FAULT_FOREVER;
    guint64 skip = 0;
    McPattern pattern;

    if (!mcFirmwareParseCommand(command, &pattern, error))
        return FALSE;

    if (*arguments && g_ascii_isdigit(**arguments)) {
        if (!g_ascii_string_to_unsigned(*arguments++, 10, 1,
                                        MC_FAULT_FOREVER - 1, &count, error))
            return FALSE;
    }
    if (*arguments && !g_str_equal(*arguments, "after")) {
        if (!mcTopologyFind(topology, *arguments, error))
            return FALSE;
        object = *arguments++;
    }
    if (*arguments && g_str_equal(*arguments, "after") && arguments[1]) {
        if (!g_ascii_string_to_unsigned(arguments[1], 10, 0, G_MAXUINT,
                                        &skip, error))
            return FALSE;
        arguments += 2;
    }
    if (*arguments) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "what is '%s'?", *arguments);
        return FALSE;
    }

    mcFirmwareAddFault(control->firmware,
                       mcFaultNew(pattern, object, status, skip, count));
    return TRUE;
}

static gboolean
mcControlFail(McControl *control,
              char **arguments,
              GError **error)
{
    int status;

    return mcFirmwareParseStatus(arguments[1], &status, error) &&
           mcControlAddFault(control, arguments[0], status, arguments + 2,
                             error);
}

static gboolean
mcControlSilent(McControl *control,
                char **arguments,
                GError **error)
{
    return mcControlAddFault(control, arguments[0], MC_FAULT_SILENT,
                             arguments + 1, error);
}

static gboolean
mcControlClear(McControl *control,
               char **arguments,
               GError **error)
{
    mcFirmwareClearFaults(control->firmware);
    return TRUE;
}

static gboolean
mcControlReset(McControl *control,
               char **arguments,
               GError **error)
{
    g_autoptr(McTopology) wanted = mcTopologyLoad(control->initial,
                                                  control->plugged, error);

    mcFirmwareClearFaults(control->firmware);
    return wanted &&
           mcTopologyBecome(mcFirmwareGetTopology(control->firmware), wanted,
                            error);
}

static gboolean
mcControlDump(McControl *control,
              char **arguments,
              GError **error)
{
    control->text = mcTopologyFormat(mcFirmwareGetTopology(control->firmware));
    return TRUE;
}

static gboolean
mcControlLog(McControl *control,
             char **arguments,
             GError **error)
{
    guint64 lines = MC_CONTROL_LINES;

    if (arguments[0] &&
        !g_ascii_string_to_unsigned(arguments[0], 10, 1, G_MAXUINT, &lines,
                                    error))
        return FALSE;

    control->text = mcFirmwareJournal(control->firmware, lines);
    return TRUE;
}

static gboolean
mcControlCount(McControl *control,
               char **arguments,
               GError **error)
{
    McPattern pattern;

    if (!mcFirmwareParseCommand(arguments[0], &pattern, error))
        return FALSE;

    control->text = g_strdup_printf("%" G_GUINT64_FORMAT,
                                    mcFirmwareCount(control->firmware,
                                                    pattern));
    return TRUE;
}

static const McControlInfo mcControls[] = {
    { "add", "add OBJECT CONTAINER", 2, 2, mcControlAdd },
    { "remove", "remove OBJECT", 1, 1, mcControlRemove },
    { "move", "move OBJECT CONTAINER", 2, 2, mcControlMove },
    { "plug", "plug OBJECT", 1, 1, mcControlPlug },
    { "unplug", "unplug OBJECT", 1, 1, mcControlUnplug },
    { "label", "label OBJECT [TEXT]", 1, 2, mcControlLabel },
    { "mac", "mac OBJECT ADDRESS", 2, 2, mcControlMac },
    { "connect", "connect OBJECT OBJECT", 2, 2, mcControlConnect },
    { "disconnect", "disconnect OBJECT", 1, 1, mcControlDisconnect },
    { "pool", "pool NAME [COUNT]", 1, 2, mcControlPool },
    { "queue-portals", "queue-portals SIZE", 1, 1, mcControlQueuePortals },
    { "irq", "irq OBJECT", 1, 1, mcControlIrq },
    { "fail", "fail COMMAND STATUS [COUNT] [OBJECT] [after N]", 2, 6,
      mcControlFail },
    { "silent", "silent COMMAND [COUNT] [OBJECT] [after N]", 1, 5,
      mcControlSilent },
    { "clear", "clear", 0, 0, mcControlClear },
    { "reset", "reset", 0, 0, mcControlReset },
    { "dump", "dump", 0, 0, mcControlDump },
    { "log", "log [LINES]", 0, 1, mcControlLog },
    { "count", "count COMMAND", 1, 1, mcControlCount },
    { "help", "help", 0, 0, mcControlHelp },
};

static gboolean
mcControlHelp(McControl *control,
              char **arguments,
              GError **error)
{
    GString *text = g_string_new(NULL);
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(mcControls); i++)
        g_string_append_printf(text, "%s\n", mcControls[i].usage);

    control->text = g_string_free(text, FALSE);
    return TRUE;
}

static gboolean
mcControlDispatch(McControl *control,
                  const char *line,
                  GError **error)
{
    g_auto(GStrv) words = NULL;
    guint arguments;
    gsize i;

    if (!g_shell_parse_argv(line, NULL, &words, error))
        return FALSE;

    arguments = g_strv_length(words) - 1;
    for (i = 0; i < G_N_ELEMENTS(mcControls); i++) {
        const McControlInfo *info = &mcControls[i];

        if (!g_str_equal(info->name, words[0]))
            continue;
        if (arguments < info->least || arguments > info->most) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                        "usage: %s", info->usage);
            return FALSE;
        }
        return info->run(control, words + 1, error);
    }

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "unknown command '%s', see help", words[0]);
    return FALSE;
}

/* Text of several lines goes into the answer's one as "\n" says it. */
static char *
mcControlAnswer(const char *status,
                const char *text)
{
    GString *answer = g_string_new(status);
    gsize length = text ? strlen(text) : 0;
    gsize i;

    if (length > 0)
        g_string_append_c(answer, ' ');
    for (i = 0; i < length; i++) {
        if (text[i] == '\\')
            g_string_append(answer, "\\\\");
        else if (text[i] != '\n')
            g_string_append_c(answer, text[i]);
        else if (i + 1 < length)
            g_string_append(answer, "\\n");
    }

    return g_string_free(answer, FALSE);
}

char *
mcControlRun(McFirmware *firmware,
             const char *initial,
             gboolean plugged,
             const char *line)
{
    McControl control = { firmware, initial, plugged, NULL };
    g_autofree char *text = NULL;
    g_autoptr(GError) error = NULL;
    gboolean ok = mcControlDispatch(&control, line, &error);

    text = control.text;
    return mcControlAnswer(ok ? "ok" : "error", ok ? text : error->message);
}
