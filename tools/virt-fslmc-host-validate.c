/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * virt-fslmc-host-validate.c: whether this host can give containers or platform devices to guests
 */

#include "fslmc-config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/utsname.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "fslmc_host_check.h"
#include "fslmc_container_store.h"
#include "fslmc_host_tree.h"

#define URI "qemu:///system"

/* What is told to scripts; 0 is success. */
#define EXIT_FAILED_CHECK 1
#define EXIT_USAGE 2

static const char *const emulatorDirs[] = { "/usr/bin", "/usr/local/bin", "/opt/bin", NULL };

typedef char *(*virFslMcHostDrawFunc)(const virFslMcHost *host, GError **error);

static int
virFslMcHostDraw(const virFslMcHost *host, virFslMcHostDrawFunc draw)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *picture = draw(host, &error);

    if (!picture) {
        fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
        return EXIT_FAILED_CHECK;
    }

    fputs(picture, stdout);
    return EXIT_SUCCESS;
}

static int
virFslMcHostValidate(virFslMcHost *host, gboolean json)
{
    g_autoptr(GPtrArray) results = NULL;
    g_autofree char *text = NULL;

    virFslMcHostFindKvm(host);
    virFslMcHostFindGuestProfile(host);
    results = virFslMcHostCheck(host);
    text = json ? virFslMcHostFormatJson(results) : virFslMcHostFormatText(results);
    fputs(text, stdout);

    return virFslMcHostCheckFailed(results) ? EXIT_FAILED_CHECK : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
    gboolean json = FALSE, tree = FALSE, dot = FALSE, svg = FALSE, version = FALSE;
    const GOptionEntry entries[] = {
        { "json", 0, 0, G_OPTION_ARG_NONE, &json, N_("print the results as JSON"), NULL },
        { "tree", 0, 0, G_OPTION_ARG_NONE, &tree, N_("draw the containers instead, as text"), NULL },
        { "dot", 0, 0, G_OPTION_ARG_NONE, &dot, N_("the same, for Graphviz"), NULL },
        { "svg", 0, 0, G_OPTION_ARG_NONE, &svg, N_("the same, as a picture made by Graphviz"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("print the version"), NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = NULL;
    g_autoptr(virFslMcHost) host = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = NULL;
    struct utsname names;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");

    context = g_option_context_new(NULL);
    g_option_context_set_summary(context, _("Says whether this host can give DPAA2 containers or platform devices to guests, and what to do when it cannot."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error) || argc > 1 ||
        json + tree + dot + svg > 1) {
        g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);

        fprintf(stderr, "%s: %s\n%s", g_get_prgname(),
                error ? error->message : _("too many arguments"), help);
        return EXIT_USAGE;
    }

    if (version) {
        puts(FSLMC_VERSION);
        return EXIT_SUCCESS;
    }

    /* modprobe is not where everybody looks for programs */
    path = g_strdup_printf("%s:/usr/sbin:/sbin", g_getenv("PATH") ? g_getenv("PATH") : "/usr/bin:/bin");
    g_setenv("PATH", path, TRUE);

    uname(&names);
    bus = virFslMcBusNew("/sys", "/dev");
    host = virFslMcHostNew(bus, "/proc", VIR_FSLMC_MODULE_DIR, names.machine, geteuid() == 0);
    /* before libvirt tells of its guests: see virFslMcHostFindHolders() */
    virFslMcHostFindDaemons(host);
    virFslMcHostFindHolders(host);
    if (!tree && !dot && !svg)
        virFslMcHostFindEmulators(host, emulatorDirs);
    virFslMcHostAskLibvirt(host, URI);
    virFslMcHostAskMc(host);
    virFslMcHostFindDefinitions(host, VIR_FSLMC_DEFINITION_DIR, VIR_FSLMC_RUN_DIR);

    if (tree || dot || svg)
        return virFslMcHostDraw(host,
                                svg ? virFslMcHostTreeSvg :
                                dot ? virFslMcHostTreeDot : virFslMcHostTreeText);

    return virFslMcHostValidate(host, json);
}
