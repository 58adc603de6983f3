/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * test_process.c: the model as a process: its options, its clients, its end
 */

#include "mc_kernel.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

static char *
defaultTopology(void)
{
    return g_build_filename(g_getenv("FSLMC_TOPOLOGIES"), "default.topology",
                            NULL);
}

static void
testOptions(void)
{
    static const struct {
        const char *options;
        const char *error;
    } cases[] = {
        { "--ram r --control c", "--ram, --topology and --control are needed" },
        { "--ram r --topology TOPOLOGY --control c --containers wrong",
          "--containers: 'wrong' is neither plugged nor unplugged" },
        { "--ram r --topology TOPOLOGY --control c --mc-base wrong",
          "--mc-base: 'wrong' is no number" },
        { "--ram r --topology TOPOLOGY --control c --mc-base 0x7fff0000",
          "MC at 0x7fff0000 is not in memory" },
        { "--ram r --topology TOPOLOGY --control c --iommu-base 0x10000000",
          "IOMMU at 0x10000000 is not in memory" },
        { "--ram r --topology TOPOLOGY --control c --ram-size 4096",
          "the memory is too small" },
        { "--ram /nonexistent/r --topology TOPOLOGY --control c",
          "cannot make '/nonexistent/r': No such file or directory" },
        { "--ram r --topology /nonexistent/t --control c",
          "Failed to open file" },
        { "--ram r --topology TOPOLOGY --control /nonexistent/c",
          "cannot listen on '/nonexistent/c'" },
        { "--ram r --topology TOPOLOGY --control c --log /nonexistent/l",
          "cannot write '/nonexistent/l': No such file or directory" },
        { "--ram r --topology TOPOLOGY --control c --ready-fd 99",
          "cannot write to fd 99: Bad file descriptor" },
    };
    g_autofree char *topology = defaultTopology();
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("fslmc-mc-XXXXXX", &error);
    g_autofree char *ram = g_build_filename(directory, "r", NULL);
    gsize i;

    g_assert_no_error(error);
    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(GSubprocessLauncher) launcher =
            g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDERR_PIPE);
        g_autoptr(GSubprocess) model = NULL;
        g_autofree char *line = g_strconcat(g_getenv("FSLMC_MC_MODEL"), " ",
                                            cases[i].options, NULL);
        g_auto(GStrv) words = g_strsplit(line, " ", -1);
        g_autofree char *output = NULL;
        gsize j;

        for (j = 0; words[j]; j++) {
            if (g_str_equal(words[j], "TOPOLOGY")) {
                g_free(words[j]);
                words[j] = g_strdup(topology);
            }
        }

        g_subprocess_launcher_set_cwd(launcher, directory);
        model = g_subprocess_launcher_spawnv(launcher,
                                             (const char *const *) words,
                                             &error);
        g_assert_no_error(error);
        g_subprocess_communicate_utf8(model, NULL, NULL, NULL, &output, &error);
        g_assert_no_error(error);
        g_test_message("%s: %s", cases[i].options, output);
        g_assert_cmpint(g_subprocess_get_exit_status(model), ==, 1);
        g_assert_true(g_str_has_prefix(output, "fslmc-mc-model: "));
        g_assert_nonnull(strstr(output, cases[i].error));
    }

    g_unlink(ram);
    g_assert_cmpint(g_rmdir(directory), ==, 0);

}

static GSocket *
connectClient(const McKernel *kernel)
{
    g_autoptr(GSocketAddress) address =
        g_unix_socket_address_new(mcKernelGetControlPath(kernel));
    g_autoptr(GError) error = NULL;
    GSocket *client = g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                                   G_SOCKET_PROTOCOL_DEFAULT, &error);

    g_assert_no_error(error);
    g_socket_connect(client, address, NULL, &error);
    g_assert_no_error(error);
    return client;
}

static void
sendText(GSocket *client,
         const char *text)
{
    g_autoptr(GError) error = NULL;

    g_socket_send(client, text, strlen(text), NULL, &error);
    g_assert_no_error(error);
}

static void
expectText(GSocket *client,
           const char *text)
{
    gsize length = strlen(text);
    g_autofree char *heard = g_malloc0(length + 1);
    g_autoptr(GError) error = NULL;
    gsize n = 0;

    while (n < length) {
        gssize more = g_socket_receive(client, heard + n, length - n, NULL,
                                       &error);

        g_assert_no_error(error);
        g_assert_cmpint(more, >, 0);
        n += more;
    }
    g_assert_cmpstr(heard, ==, text);
}

/* Clients do not disturb each other, nor do those who go in mid-sentence. */
static void
testClients(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(McKernel) kernel = mcKernelNew(topology, "unplugged");
    g_autoptr(GSocket) one = connectClient(kernel);
    g_autoptr(GSocket) two = connectClient(kernel);
    GSocket *third = connectClient(kernel);
    g_autofree char *answer = NULL;

    sendText(third, "remove dpr");
    sendText(one, "unplug ");
    sendText(two, "count get_obj\ncount");
    expectText(two, "ok 0\n");
    g_object_unref(third);
    sendText(one, "dprc.2\r\n");
    expectText(one, "ok\n");
    sendText(two, " close\n");
    expectText(two, "ok 0\n");

    answer = mcKernelControl(kernel, "count any");
    g_assert_cmpstr(answer, ==, "ok 0");
}

/* One who never ends a line is put out. */
static void
testEndlessLine(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(McKernel) kernel = mcKernelNew(topology, "unplugged");
    g_autoptr(GSocket) client = connectClient(kernel);
    g_autofree char *text = g_strnfill(10000, 'x');
    g_autofree char *answer = NULL;
    g_autoptr(GError) error = NULL;
    char buffer[16];

    sendText(client, text);
    g_assert_cmpint(g_socket_receive(client, buffer, sizeof(buffer), NULL,
                                     &error), <=, 0);
    answer = mcKernelControl(kernel, "count any");
    g_assert_cmpstr(answer, ==, "ok 0");
}

/* One who asks and does not listen must not stop the machine. */
static void
testDeafClient(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(McKernel) kernel = mcKernelNew(topology, "unplugged");
    g_autoptr(GSocket) client = connectClient(kernel);
    g_autoptr(GError) error = NULL;
    g_autofree char *answer = NULL;

    /* until the model has put it out */
    while (g_socket_send(client, "help\n", strlen("help\n"), NULL, &error) > 0)
        continue;
    answer = mcKernelControl(kernel, "count any");
    g_assert_cmpstr(answer, ==, "ok 0");
}

static void
sendWords(McKernel *kernel,
          guint16 token,
          const char *line,
          const char *expected)
{
    g_auto(GStrv) words = g_strsplit(line, " ", -1);
    g_autofree char *answer = mcKernelSend(kernel, 0, token, words);

    g_assert_cmpstr(answer, ==, expected);
}

/* The kernel is interrupted when what is in the root container has changed, if it
 * wants to be; and without a QEMU the model goes on. */
static void
testDoorbell(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(McKernel) kernel = mcKernelNew(topology, "unplugged");
    const char *path = mcKernelGetDoorbellPath(kernel);
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocket) server = g_socket_new(G_SOCKET_FAMILY_UNIX,
                                             G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, &error);
    g_autoptr(GSocket) client = NULL;

    g_assert_no_error(error);
    sendWords(kernel, 0, "dprc_open 1", "status 0 token=1");
    sendWords(kernel, 1, "create_container 0x42 one 0xffff 0xffffffff",
              "status 0 id=0x4 offset=0xb0000");
    sendWords(kernel, 1, "set_irq 0x2a 0 0xfffe0040 0", "status 0");
    sendWords(kernel, 1, "set_irq_mask 0xffffffff 0", "status 0");
    sendWords(kernel, 1, "set_irq_enable 1 0", "status 0");
    sendWords(kernel, 1, "destroy_container 4", "status 0");

    g_socket_bind(server, address, TRUE, &error);
    g_assert_no_error(error);
    g_socket_listen(server, &error);
    g_assert_no_error(error);
    /* not for what changes elsewhere */
    sendWords(kernel, 0, "dprc_open 2", "status 0 token=2");
    sendWords(kernel, 2, "dpbp_create", "status 0 id=0x3");
    sendWords(kernel, 1, "create_container 0x42 one 0xffff 0xffffffff",
              "status 0 id=0x4 offset=0xb0000");
    client = g_socket_accept(server, NULL, &error);
    g_assert_no_error(error);
    expectText(client, "writel 0x8090040 0x2a\n");
    sendText(client, "OK\n");
    sendWords(kernel, 1, "destroy_container 4", "status 0");
    expectText(client, "writel 0x8090040 0x2a\n");
    g_unlink(path);
}

/* Other containers interrupt by the PCI device that has the number of their isolation
 * context, and so do the objects in them. */
static void
testInterrupts(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(McKernel) kernel = mcKernelNew(topology, "unplugged");
    g_autoptr(GSocketAddress) address =
        g_unix_socket_address_new(mcKernelGetDoorbellPath(kernel));
    g_autoptr(GError) error = NULL;
    g_autoptr(GSocket) server = g_socket_new(G_SOCKET_FAMILY_UNIX,
                                             G_SOCKET_TYPE_STREAM,
                                             G_SOCKET_PROTOCOL_DEFAULT, &error);
    g_autoptr(GSocket) client = NULL;
    g_autofree char *answer = NULL;
    g_autofree char *refused = NULL;

    g_assert_no_error(error);
    g_socket_bind(server, address, TRUE, &error);
    g_assert_no_error(error);
    g_socket_listen(server, &error);
    g_assert_no_error(error);

    sendWords(kernel, 0, "dprc_open 3", "status 0 token=1");
    sendWords(kernel, 1, "set_irq 5 0 0x8000040 0", "status 0");
    sendWords(kernel, 1, "set_irq_mask 0xffffffff 0", "status 0");
    sendWords(kernel, 1, "set_irq_enable 1 0", "status 0");
    sendWords(kernel, 1, "set_obj_irq dpio 5 6 0 0x8000040 0", "status 0");
    sendWords(kernel, 1, "set_obj_irq dpni 3 7 0 0x8000040 0", "status 0");

    /* a command of the MC changes what is in it */
    sendWords(kernel, 1, "dpbp_create", "status 0 id=0x3");
    client = g_socket_accept(server, NULL, &error);
    g_assert_no_error(error);
    expectText(client, "writel 0x4010019010 0x3e100000\n"
                       "writel 0x4010019004 0x6\n"
                       "writel 0x4010019044 0x8090040\n"
                       "writel 0x4010019048 0x0\n"
                       "writel 0x401001904c 0x5\n"
                       "writel 0x4010019040 0x10000\n"
                       "writel 0x3e100060 0x1\n");

    answer = mcKernelControl(kernel, "irq dpio.5");
    g_assert_cmpstr(answer, ==, "ok");
    expectText(client, "writel 0x4010019010 0x3e100000\n"
                       "writel 0x4010019004 0x6\n"
                       "writel 0x4010019044 0x8090040\n"
                       "writel 0x4010019048 0x0\n"
                       "writel 0x401001904c 0x6\n"
                       "writel 0x4010019040 0x10000\n"
                       "writel 0x3e100060 0x1\n");

    /* this one is masked */
    refused = mcKernelControl(kernel, "irq dpni.3");
    g_assert_cmpstr(refused, ==, "error the kernel has no interrupt set up for 'dpni.3'");
    g_unlink(mcKernelGetDoorbellPath(kernel));
}

/* The model ends with the process that started it. */
static void
testOrphan(void)
{
    g_autofree char *topology = defaultTopology();
    g_autoptr(GError) error = NULL;
    g_autofree char *directory = g_dir_make_tmp("fslmc-mc-XXXXXX", &error);
    g_autofree char *ram = g_build_filename(directory, "ram", NULL);
    g_autofree char *control = g_build_filename(directory, "control", NULL);
    g_autofree char *ready = g_build_filename(directory, "ready", NULL);
    /* starts it, waits until it is ready, says its pid, and is gone */
    g_autofree char *script = g_strdup_printf(
        "'%s' --ram '%s' --topology '%s' --control '%s' --ready-fd 3 "
        "3>'%s' >/dev/null & "
        "while [ ! -s '%s' ]; do sleep 0.01; done; echo $!",
        g_getenv("FSLMC_MC_MODEL"), ram, topology, control, ready, ready);
    const char *argv[] = { "sh", "-c", script, NULL };
    g_autofree char *output = NULL;
    int status;
    pid_t pid;

    g_assert_no_error(error);
    /* to be told of its end although it is a grandchild */
    g_assert_cmpint(prctl(PR_SET_CHILD_SUBREAPER, 1), ==, 0);
    g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                 &output, NULL, NULL, &error);
    g_assert_no_error(error);
    pid = g_ascii_strtoll(output, NULL, 10);
    g_assert_cmpint(pid, >, 0);

    g_assert_cmpint(waitpid(pid, &status, 0), ==, pid);
    g_assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    g_assert_false(g_file_test(control, G_FILE_TEST_EXISTS));

    g_unlink(ram);
    g_unlink(ready);
    g_assert_cmpint(g_rmdir(directory), ==, 0);
}

int
main(int argc,
     char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/process/options", testOptions);
    g_test_add_func("/process/clients", testClients);
    g_test_add_func("/process/endless-line", testEndlessLine);
    g_test_add_func("/process/deaf-client", testDeafClient);
    g_test_add_func("/process/doorbell", testDoorbell);
    g_test_add_func("/process/interrupts", testInterrupts);
    g_test_add_func("/process/orphan", testOrphan);

    return g_test_run();
}
