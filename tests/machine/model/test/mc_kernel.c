/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_kernel.c: plays the kernel to a model that runs as a process
 */

#include "mc_kernel.h"

#include <fcntl.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define RAM_BASE G_GUINT64_CONSTANT(0x40000000)
#define RAM_SIZE 0x40000000
#define PORTALS G_GUINT64_CONSTANT(0x70000000)
#define PORTAL_STRIDE 0x10000

/* Long enough for a loaded machine; only a test that fails waits for it. */
#define PATIENCE (30 * G_USEC_PER_SEC)

struct _McKernel {
    char *directory;
    char *ramPath;
    char *controlPath;
    char *doorbellPath;
    GSubprocess *model;
    GSocketConnection *control;
    GDataInputStream *answers;
    guint8 *ram;
};

/* A command and what is where in it: "name:type@offset", where the type is the
 * width in bits of a number in hexadecimal, or "s" for a text of 16 bytes. */
typedef struct {
    const char *name;
    guint16 id;
    const char *request;
    const char *answer;
} McShape;

static const McShape mcShapes[] = {
    { "get_version", 0x8311, "", "revision:32@0 major:32@4 minor:32@8" },
    { "get_container_id", 0x8301, "", "id:32@0" },
    { "dprc_get_api_version", 0xa051, "", "major:16@0 minor:16@2" },
    { "dprc_open", 0x8051, "id:32@0", "" },
    { "dpio_open", 0x8031, "id:32@0", "" },
    { "dpni_open", 0x8011, "id:32@0", "" },
    { "dpmcp_open", 0x80b1, "id:32@0", "" },
    { "close", 0x8001, "", "" },
    { "enable", 0x0021, "", "" },
    { "disable", 0x0031, "", "" },
    { "dprc_get_attributes", 0x0041, "",
      "id:32@0 icid:16@4 options:32@8 portal:32@12" },
    { "dpio_get_attributes", 0x0041, "",
      "id:32@0 portal:16@4 priorities:8@6 mode:8@7 ce:64@8 ci:64@16 "
      "version:32@24 clock:32@32" },
    { "reset", 0x0051, "", "" },
    { "reset_container", 0x0052, "id:32@0 options:32@4", "" },
    { "set_irq", 0x0101, "value:32@0 index:8@4 address:64@8 number:32@16", "" },
    { "set_irq_enable", 0x0121, "enable:8@0 index:8@4", "" },
    { "set_irq_mask", 0x0141, "mask:32@0 index:8@4", "" },
    { "get_irq_mask", 0x0151, "pad:32@0 index:8@4", "mask:32@0" },
    { "get_irq_status", 0x0161, "status:32@0 index:8@4", "status:32@0" },
    { "clear_irq_status", 0x0171, "status:32@0 index:8@4", "" },
    { "set_stashing_dest", 0x1201, "destination:8@0", "" },
    { "get_obj_count", 0x1591, "", "count:32@4" },
    { "get_obj", 0x15a1, "index:32@0",
      "type:s@24 id:32@4 vendor:16@8 irqs:8@10 regions:8@11 state:32@12 "
      "major:16@16 minor:16@18 flags:16@20 label:s@40" },
    { "get_obj_region", 0x15e3, "type:s@24 id:32@0 region:8@6",
      "offset:64@8 size:32@16 flags:32@24 base:64@32" },
    { "set_obj_irq", 0x15f1,
      "type:s@24 id:32@20 value:32@0 index:8@4 address:64@8 number:32@16", "" },
    { "dpmac_open", 0x80c1, "id:32@0", "" },
    { "dpni_get_api_version", 0xa011, "", "major:16@0 minor:16@2" },
    { "create_container", 0x1512,
      "options:32@0 label:s@16 icid:32@4 portal:32@12", "id:32@8 offset:64@16" },
    { "destroy_container", 0x1521, "id:32@0", "" },
    { "assign", 0x1571,
      "container:32@0 type:s@16 id:32@12 options:32@4 number:32@8", "" },
    { "unassign", 0x1581,
      "container:32@0 type:s@16 id:32@12 options:32@4 number:32@8", "" },
    { "get_res_count", 0x15b1, "type:s@8", "count:32@0" },
    { "get_res_ids", 0x15c1, "type:s@16",
      "type:s@16 status:8@5 base:32@8 last:32@12" },
    { "set_obj_label", 0x1611, "type:s@24 id:32@0 label:s@8", "" },
    { "connect", 0x1671,
      "type:s@16 id:32@0 interface:16@4 type:s@40 id:32@8 interface:16@12", "" },
    { "disconnect", 0x1681, "type:s@8 id:32@0 interface:32@4", "" },
    { "get_pool", 0x1691, "index:32@0", "type:s@8" },
    { "get_pool_count", 0x16a1, "", "count:32@0" },
    { "set_locked", 0x16b1, "id:32@4 locked:8@0", "" },
    { "get_connection", 0x16c1, "type:s@8 id:32@0 interface:16@4",
      "type:s@32 id:32@24 interface:16@28 state:32@48" },
    { "dpni_create", 0x9017, "options:32@0 queues:8@4 tcs:8@5 mac:8@6", "id:32@0" },
    { "dpni_create_v8", 0x9018, "options:32@0", "id:32@0" },
    { "dpni_create_v1", 0x9011, "options:32@0", "id:32@0" },
    { "dpio_create", 0x9031, "mode:8@2 priorities:8@4", "id:32@0" },
    { "dpbp_create", 0x9041, "", "id:32@0" },
    { "dpcon_create", 0x9081, "priorities:8@0", "id:32@0" },
    { "dpci_create", 0x9072, "priorities:8@0", "id:32@0" },
    { "dpseci_create", 0x9093, "tx:8@8 rx:8@9 options:32@16", "id:32@0" },
    { "dpmcp_create", 0x90b2, "portal:32@0", "id:32@0" },
    { "dpmac_create", 0x90c1, "mac:32@0", "id:32@0" },
    { "dpdmai_create", 0x90e3, "queues:8@0", "id:32@0" },
    { "dprtc_create", 0x9101, "", "id:32@0" },
    { "dpni_destroy", 0x9811, "id:32@0", "" },
    { "dpbp_destroy", 0x9841, "id:32@0", "" },
    { "dpmcp_destroy", 0x98b1, "id:32@0", "" },
    { "dpni_get_attributes", 0x0046, "",
      "options:32@0 queues:8@4 rx_tcs:8@5 mac:8@6 tx_tcs:8@7 vlan:8@8 "
      "channels:8@9 qos:8@10 fs:16@12" },
    { "dpcon_get_attributes", 0x0041, "", "id:32@0 priorities:8@6" },
    { "dpseci_get_attributes", 0x0041, "", "id:32@0 tx:8@8 rx:8@9 options:32@16" },
    { "set_primary_mac", 0x2241, "mac:48@2", "" },
    { "get_primary_mac", 0x2251, "", "mac:48@2" },
    { "dpmac_get_mac_addr", 0x0c51, "", "mac:48@2" },
};

static char *
waitLine(GInputStream *stream)
{
    g_autoptr(GDataInputStream) data = g_data_input_stream_new(stream);
    g_autoptr(GError) error = NULL;
    char *line;

    g_filter_input_stream_set_close_base_stream(G_FILTER_INPUT_STREAM(data),
                                                FALSE);
    line = g_data_input_stream_read_line(data, NULL, NULL, &error);
    g_assert_no_error(error);
    return line;
}

static void
mcKernelConnect(McKernel *kernel)
{
    g_autoptr(GSocketAddress) address =
        g_unix_socket_address_new(kernel->controlPath);
    g_autoptr(GSocketClient) client = g_socket_client_new();
    g_autoptr(GError) error = NULL;

    kernel->control = g_socket_client_connect(client,
                                              G_SOCKET_CONNECTABLE(address),
                                              NULL, &error);
    g_assert_no_error(error);
    kernel->answers = g_data_input_stream_new(
        g_io_stream_get_input_stream(G_IO_STREAM(kernel->control)));
}

static void
mcKernelMap(McKernel *kernel)
{
    int fd = g_open(kernel->ramPath, O_RDWR | O_CLOEXEC, 0);
    void *ram;

    g_assert_cmpint(fd, >=, 0);
    ram = mmap(NULL, RAM_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    g_assert_true(ram != MAP_FAILED);
    close(fd);
    kernel->ram = ram;
}

McKernel *
mcKernelNew(const char *topology,
            const char *containers)
{
    McKernel *kernel = g_new0(McKernel, 1);
    g_autoptr(GError) error = NULL;
    g_autofree char *ready = NULL;

    kernel->directory = g_dir_make_tmp("fslmc-mc-XXXXXX", &error);
    g_assert_no_error(error);
    kernel->ramPath = g_build_filename(kernel->directory, "ram", NULL);
    kernel->controlPath = g_build_filename(kernel->directory, "control", NULL);
    kernel->doorbellPath = g_build_filename(kernel->directory, "doorbell", NULL);

    kernel->model = g_subprocess_new(G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                     g_getenv("FSLMC_MC_MODEL"),
                                     "--ram", kernel->ramPath,
                                     "--topology", topology,
                                     "--containers", containers,
                                     "--control", kernel->controlPath,
                                     "--doorbell", kernel->doorbellPath,
                                     "--interrupts",
                                     "--ready-fd", "1", NULL);
    g_assert_no_error(error);
    ready = waitLine(g_subprocess_get_stdout_pipe(kernel->model));
    g_assert_cmpstr(ready, ==, "");

    mcKernelConnect(kernel);
    mcKernelMap(kernel);
    return kernel;
}

void
mcKernelFree(McKernel *kernel)
{
    g_autoptr(GError) error = NULL;

    g_subprocess_send_signal(kernel->model, SIGTERM);
    g_subprocess_wait_check(kernel->model, NULL, &error);
    g_assert_no_error(error);
    g_assert_false(g_file_test(kernel->controlPath, G_FILE_TEST_EXISTS));

    munmap(kernel->ram, RAM_SIZE);
    g_object_unref(kernel->answers);
    g_object_unref(kernel->control);
    g_object_unref(kernel->model);
    g_unlink(kernel->ramPath);
    g_rmdir(kernel->directory);
    g_free(kernel->controlPath);
    g_free(kernel->doorbellPath);
    g_free(kernel->ramPath);
    g_free(kernel->directory);
    g_free(kernel);
}

const char *
mcKernelGetControlPath(const McKernel *kernel)
{
    return kernel->controlPath;
}

const char *
mcKernelGetDoorbellPath(const McKernel *kernel)
{
    return kernel->doorbellPath;
}

char *
mcKernelControl(McKernel *kernel,
                const char *line)
{
    GOutputStream *output =
        g_io_stream_get_output_stream(G_IO_STREAM(kernel->control));
    g_autofree char *text = g_strconcat(line, "\n", NULL);
    g_autoptr(GError) error = NULL;
    char *answer;

    g_output_stream_write_all(output, text, strlen(text), NULL, NULL, &error);
    g_assert_no_error(error);
    answer = g_data_input_stream_read_line(kernel->answers, NULL, NULL, &error);
    g_assert_no_error(error);
    g_assert_nonnull(answer);
    return answer;
}

guint32
mcKernelPeek(const McKernel *kernel,
             guint64 address)
{
    guint32 word;

    memcpy(&word, kernel->ram + (address - RAM_BASE), sizeof(word));
    return GUINT32_FROM_LE(word);
}

static const McShape *
mcShapeFind(const char *name)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(mcShapes); i++) {
        if (g_str_equal(mcShapes[i].name, name))
            return &mcShapes[i];
    }

    return NULL;
}

/* Takes "name:type@offset" apart. Returns: the width in bytes, 0 for a text. */
static gsize
mcFieldParse(const char *field,
             char **name,
             gsize *offset)
{
    g_auto(GStrv) parts = g_strsplit_set(field, ":@", 3);

    *name = g_strdup(parts[0]);
    *offset = g_ascii_strtoull(parts[2], NULL, 10);
    return g_str_equal(parts[1], "s") ?
        0 : g_ascii_strtoull(parts[1], NULL, 10) / 8;
}

static void
mcShapeEncode(const McShape *shape,
              char **arguments,
              guint8 *parameters)
{
    g_auto(GStrv) fields = g_strsplit(shape->request, " ", -1);
    gsize i;

    for (i = 0; fields[i] && arguments[i]; i++) {
        g_autofree char *name = NULL;
        gsize offset;
        gsize width = mcFieldParse(fields[i], &name, &offset);
        guint64 value = GUINT64_TO_LE(g_ascii_strtoull(arguments[i], NULL, 0));

        if (width)
            memcpy(parameters + offset, &value, width);
        else
            g_strlcpy((char *) parameters + offset, arguments[i], 16);
    }

    g_assert_null(arguments[i]);
}

static void
mcShapeDecode(const McShape *shape,
              const guint8 *parameters,
              GString *text)
{
    g_auto(GStrv) fields = g_strsplit(shape->answer, " ", -1);
    gsize i;

    for (i = 0; fields[i]; i++) {
        g_autofree char *name = NULL;
        gsize offset;
        gsize width = mcFieldParse(fields[i], &name, &offset);
        guint64 value = 0;

        if (width) {
            memcpy(&value, parameters + offset, width);
            g_string_append_printf(text, " %s=0x%" G_GINT64_MODIFIER "x", name,
                                   GUINT64_FROM_LE(value));
        } else {
            g_string_append_printf(text, " %s=\"%.16s\"", name,
                                   parameters + offset);
        }
    }
}

char *
mcKernelSend(McKernel *kernel,
             guint portal,
             guint16 token,
             char **words)
{
    const McShape other = { "", g_ascii_strtoull(words[0], NULL, 0), "", "" };
    const McShape *shape = mcShapeFind(words[0]);
    guint8 *place = kernel->ram + (PORTALS - RAM_BASE) +
                    (gsize) portal * PORTAL_STRIDE;
    guint64 *header = (guint64 *) (void *) place;
    guint8 parameters[56] = { 0 };
    GString *text = g_string_new(NULL);
    gint64 end = g_get_monotonic_time() + PATIENCE;
    guint64 seen;

    if (!shape)
        shape = &other;
    g_assert_cmphex(shape->id, !=, 0);
    mcShapeEncode(shape, words + 1, parameters);
    memcpy(place + 8, parameters, sizeof(parameters));
    __atomic_store_n(header, GUINT64_TO_LE((guint64) shape->id << 48 |
                                           (guint64) token << 32 |
                                           G_GUINT64_CONSTANT(0x10000)),
                     __ATOMIC_RELEASE);

    /* until the status is another, or the model left its mark that it saw the
     * command and is not going to answer */
    do {
        g_assert_cmpint(g_get_monotonic_time(), <, end);
        seen = GUINT64_FROM_LE(__atomic_load_n(header, __ATOMIC_ACQUIRE));
    } while ((seen >> 16 & 0xff) == 1 && (seen & 0xff) == 0);
    if ((seen >> 16 & 0xff) == 1)
        return g_string_free(g_string_append(text, "no answer"), FALSE);

    g_assert_cmphex(seen >> 48, ==, shape->id);
    g_string_append_printf(text, "status %u", (guint) (seen >> 16 & 0xff));
    if (g_str_has_suffix(shape->name, "open"))
        g_string_append_printf(text, " token=%u",
                               (guint) (seen >> 32 & 0xffff));
    else
        g_assert_cmpuint(seen >> 32 & 0xffff, ==, token);
    if ((seen >> 16 & 0xff) == 0)
        mcShapeDecode(shape, place + 8, text);

    return g_string_free(text, FALSE);
}
