/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * test_transcript.c: what a kernel and a tester say to the model, and hear
 *
 * A transcript is text. These lines are said, and the line below each is what
 * comes back:
 *
 *     topology NAME KIND     starts the model, whose containers are plugged or
 *                            unplugged; the first line of all
 *     > LINE                 to the control socket
 *     PORTAL COMMAND …       an MC command without a session
 *     PORTAL/TOKEN COMMAND … an MC command of a session
 *     ? ADDRESS              a look into memory
 *
 * With VIR_TEST_REGENERATE_OUTPUT set, what came back is written to the file.
 */

#include "mc_kernel.h"

#include <string.h>

static McKernel *
startModel(const char *line)
{
    g_auto(GStrv) words = g_strsplit(line, " ", 2);
    g_autofree char *file = g_strconcat(words[0], ".topology", NULL);
    g_autofree char *path = g_build_filename(g_getenv("FSLMC_TOPOLOGIES"),
                                             file, NULL);

    g_assert_nonnull(words[1]);
    return mcKernelNew(path, words[1]);
}

static char *
sendCommand(McKernel *kernel,
            const char *line)
{
    g_auto(GStrv) words = NULL;
    g_autoptr(GError) error = NULL;
    guint64 portal;
    guint64 token = 0;
    char *end;

    g_shell_parse_argv(line, NULL, &words, &error);
    g_assert_no_error(error);
    portal = g_ascii_strtoull(words[0], &end, 10);
    if (*end == '/')
        token = g_ascii_strtoull(end + 1, &end, 10);
    g_assert_true(end != words[0] && *end == '\0');
    g_assert_nonnull(words[1]);

    return mcKernelSend(kernel, portal, token, words + 1);
}

static char *
say(McKernel *kernel,
    const char *line)
{
    if (g_str_has_prefix(line, "> "))
        return mcKernelControl(kernel, line + 2);
    if (g_str_has_prefix(line, "? "))
        return g_strdup_printf("0x%08x",
                               mcKernelPeek(kernel,
                                            g_ascii_strtoull(line + 2, NULL,
                                                             0)));
    return sendCommand(kernel, line);
}

static void
testTranscript(const void *data)
{
    const char *path = data;
    g_autoptr(McKernel) kernel = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *expected = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GString) actual = g_string_new(NULL);
    gsize i;

    g_file_get_contents(path, &expected, NULL, &error);
    g_assert_no_error(error);

    lines = g_strsplit(expected, "\n", -1);
    for (i = 0; lines[i]; i++) {
        const char *line = lines[i];
        g_autofree char *answer = NULL;

        /* answers are made anew */
        if (g_str_has_prefix(line, "    "))
            continue;
        g_string_append_printf(actual, "%s\n", line);
        if (*line == '#' || *line == '\0')
            continue;
        if (g_str_has_prefix(line, "topology ")) {
            g_assert_null(kernel);
            kernel = startModel(line + strlen("topology "));
            continue;
        }
        g_assert_nonnull(kernel);
        answer = say(kernel, line);
        g_string_append_printf(actual, "    %s\n", answer);
    }
    /* of the empty line behind the last newline */
    g_string_truncate(actual, actual->len - 1);
    g_assert_nonnull(kernel);

    if (g_getenv("VIR_TEST_REGENERATE_OUTPUT")) {
        g_file_set_contents(path, actual->str, -1, &error);
        g_assert_no_error(error);
        return;
    }
    g_assert_cmpstr(actual->str, ==, expected);
}

int
main(int argc,
     char **argv)
{
    const char *directory = g_getenv("FSLMC_TRANSCRIPTS");
    g_autoptr(GDir) entries = NULL;
    const char *entry;

    g_test_init(&argc, &argv, NULL);

    entries = g_dir_open(directory, 0, NULL);
    g_assert_nonnull(entries);
    while ((entry = g_dir_read_name(entries))) {
        g_autofree char *name = g_strconcat("/model/", entry, NULL);

        g_test_add_data_func_full(name,
                                  g_build_filename(directory, entry, NULL),
                                  testTranscript, g_free);
    }

    return g_test_run();
}
