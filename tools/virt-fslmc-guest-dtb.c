/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * virt-fslmc-guest-dtb.c: makes the device tree of a guest with platform devices
 */

#include "fslmc-config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_guest_dtb.h"

#define DEVICES "/sys/bus/platform/devices"
#define HOST_TREE "/sys/firmware/fdt"
/* What of_node leads to. */
#define TREE_DIR "/devicetree/base"

/* What is told to scripts; 0 is success. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

/* Where a device is in the host's tree: as it was given, or as sysfs says of a device
 * of that name. */
static char *
findPath(const char *device)
{
    g_autofree char *link = NULL;
    g_autofree char *target = NULL;
    const char *path;

    if (*device == '/')
        return g_strdup(device);

    link = g_build_filename(DEVICES, device, "of_node", NULL);
    target = realpath(link, NULL);
    path = target ? strstr(target, TREE_DIR) : NULL;
    if (path)
        return g_strdup(path + strlen(TREE_DIR));

    fprintf(stderr, _("%1$s: no platform device '%2$s' with a node in the device tree\n"),
            g_get_prgname(), device);
    return NULL;
}

static GByteArray *
makeTree(const char *machineFile, const char *hostFile, const char *const *paths, GError **error)
{
    g_autofree char *machine = NULL;
    g_autofree char *host = NULL;
    g_autoptr(GPtrArray) lost = g_ptr_array_new_with_free_func(g_free);
    gsize machineSize, hostSize;
    GByteArray *tree;
    guint i;

    if (!g_file_get_contents(machineFile, &machine, &machineSize, error) ||
        !g_file_get_contents(hostFile, &host, &hostSize, error))
        return NULL;

    tree = virFslMcGuestDtbNew(machine, machineSize, host, hostSize, paths, lost, error);
    for (i = 0; tree && i < lost->len; i++)
        fprintf(stderr, "%s: %s\n", g_get_prgname(), (const char *) g_ptr_array_index(lost, i));
    return tree;
}

int
main(int argc, char **argv)
{
    g_autofree char *machine = NULL;
    g_autofree char *host = NULL;
    g_autofree char *output = NULL;
    g_auto(GStrv) devices = NULL;
    gboolean version = FALSE;
    const GOptionEntry entries[] = {
        { "machine", 'm', 0, G_OPTION_ARG_FILENAME, &machine, N_("QEMU's device tree of the guest, without the devices"), N_("FILE") },
        { "host", 0, 0, G_OPTION_ARG_FILENAME, &host, N_("the host's device tree (default: /sys/firmware/fdt)"), N_("FILE") },
        { "output", 'o', 0, G_OPTION_ARG_FILENAME, &output, N_("where to write the guest's device tree"), N_("FILE") },
        { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("print the version"), NULL },
        { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_STRING_ARRAY, &devices, NULL, N_("DEVICE…") },
        { NULL },
    };
    g_autoptr(GOptionContext) context = NULL;
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GByteArray) tree = NULL;
    g_autoptr(GError) error = NULL;
    guint i;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");

    context = g_option_context_new(NULL);
    g_option_context_set_summary(context, _("Makes the device tree of a guest that is given platform devices of this host."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error) ||
        (!version && (!machine || !output || !devices))) {
        g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);

        fprintf(stderr, "%s: %s\n%s", g_get_prgname(),
                error ? error->message : _("options --machine and --output and a device are needed"), help);
        return EXIT_USAGE;
    }
    if (version) {
        puts(FSLMC_VERSION);
        return EXIT_SUCCESS;
    }

    for (i = 0; devices[i]; i++) {
        char *path = findPath(devices[i]);

        if (!path)
            return EXIT_FAILED;
        g_ptr_array_add(paths, path);
    }
    g_ptr_array_add(paths, NULL);

    tree = makeTree(machine, host ? host : HOST_TREE, (const char *const *) paths->pdata, &error);
    if (!tree || !g_file_set_contents(output, (const char *) tree->data, tree->len, &error)) {
        fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
        return EXIT_FAILED;
    }
    return EXIT_SUCCESS;
}
