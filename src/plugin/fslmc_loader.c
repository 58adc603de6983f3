/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loader.c: stands in for a stock driver module, and loads it
 */

#include "fslmc-config.h"

#include <dlfcn.h>
#include <errno.h>
#include <libintl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>

#include "fslmc_loader.h"
#include "fslmc_module_file.h"
#include "fslmc_plugin.h"

typedef int (*virFslMcRegisterFunc)(void);

/* The flags that libvirt itself loads its driver modules with. */
#define LOAD_FLAGS (RTLD_NOW | RTLD_GLOBAL | RTLD_NODELETE)


static gboolean
virFslMcLoaderHasStderr(void)
{
    struct stat err, null;

    return fstat(STDERR_FILENO, &err) == 0 &&
        (stat("/dev/null", &null) < 0 || err.st_rdev != null.st_rdev);
}


/* libvirt's own log can be reached through private symbols only. A service
 * manager collects standard error; a daemon that went to the background has
 * none. It may be that of other daemons, too: g_printerr() writes once, and the C
 * library's functions write in parts (glibc 2.41). */
static void G_GNUC_PRINTF(1, 2)
virFslMcLoaderError(const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);

    if (virFslMcLoaderHasStderr())
        g_printerr("libvirt-fslmc: error : %s\n", message);
    else
        syslog(LOG_DAEMON | LOG_ERR, "libvirt-fslmc: error : %s", message);
}


/* The number that libvirt has for the version "9.0.0"; 0 for what is none. */
static unsigned long
virFslMcLoaderParseVersion(const char *text)
{
    unsigned int major, minor, micro;
    int end = 0;

    if (sscanf(text, "%u.%u.%u%n", &major, &minor, &micro, &end) != 3 || text[end])
        return 0;

    return major * 1000000UL + minor * 1000UL + micro;
}


static int
virFslMcLoaderCompareVersions(const void *a,
                              const void *b)
{
    unsigned long first = virFslMcLoaderParseVersion(*(char *const *) a);
    unsigned long second = virFslMcLoaderParseVersion(*(char *const *) b);

    return (first > second) - (first < second);
}


/* Returns: (transfer full): the versions that there is a module for @driver for,
 *   the oldest first: "9.0.0, 11.3.0"; empty when there is none */
static char *
virFslMcLoaderListVersions(const char *driver)
{
    g_autofree char *prefix = g_strdup_printf("libvirt_fslmc_%s-", driver);
    g_autoptr(GDir) directory = g_dir_open(VIR_FSLMC_MODULE_DIR, 0, NULL);
    g_autoptr(GPtrArray) versions = g_ptr_array_new_with_free_func(g_free);
    const char *name;

    while (directory && (name = g_dir_read_name(directory))) {
        g_autofree char *version = NULL;

        if (!g_str_has_prefix(name, prefix) || !g_str_has_suffix(name, ".so"))
            continue;

        version = g_strndup(name + strlen(prefix),
                            strlen(name) - strlen(prefix) - strlen(".so"));
        if (virFslMcLoaderParseVersion(version))
            g_ptr_array_add(versions, g_steal_pointer(&version));
    }

    g_ptr_array_sort(versions, virFslMcLoaderCompareVersions);
    g_ptr_array_add(versions, NULL);

    return g_strjoinv(", ", (char **) versions->pdata);
}


static void
virFslMcLoaderReportNoModule(const char *driver,
                             const char *version)
{
    g_autofree char *versions = virFslMcLoaderListVersions(driver);

    if (*versions) {
        virFslMcLoaderError(_("no module for libvirt %1$s, only for %2$s; "
                              "the %3$s driver runs without fsl-mc support"),
                            version, versions, driver);
    } else {
        virFslMcLoaderError(_("no module for libvirt %1$s, and none in '%2$s' for "
                              "any other version; the %3$s driver runs without "
                              "fsl-mc support"),
                            version, VIR_FSLMC_MODULE_DIR, driver);
    }
}


/* Returns: (transfer full): the path of our module for @driver of the libvirt
 *   that runs, or NULL when there is none */
static char *
virFslMcLoaderFindModule(const char *driver)
{
    g_autofree char *path = NULL;
    g_autofree char *name = NULL;
    unsigned long version;

    if (virGetVersion(&version, NULL, NULL) < 0) {
        virFslMcLoaderError(_("libvirt does not tell its version; node devices "
                              "and guests are without fsl-mc support"));
        return NULL;
    }

    name = g_strdup_printf("%lu.%lu.%lu", version / 1000000,
                           version / 1000 % 1000, version % 1000);
    path = g_strdup_printf("%s/libvirt_fslmc_%s-%s.so",
                           VIR_FSLMC_MODULE_DIR, driver, name);

    /* what else there can be in the way, dlopen() says */
    if (access(path, F_OK) < 0 && errno == ENOENT) {
        virFslMcLoaderReportNoModule(driver, name);
        return NULL;
    }

    return g_steal_pointer(&path);
}


/* Makes sure that @module is of ours, and fits the libvirt that runs. It is loaded
 * with its functions for itself: what does not fit is not to take the place of
 * anything in the stock module.
 *
 * Returns: whether it does; otherwise it was said why not */
static gboolean
virFslMcLoaderCheckModule(void *module,
                          const char *path,
                          const char *driver)
{
    virFslMcPluginCheckFunc check;
    g_autofree char *reason = NULL;

    if (!dlsym(module, VIR_FSLMC_PLUGIN_START) ||
        !(check = (virFslMcPluginCheckFunc) dlsym(module, VIR_FSLMC_PLUGIN_CHECK))) {
        virFslMcLoaderError(_("cannot load module: %1$s; "
                              "the %2$s driver runs without fsl-mc support"),
                            dlerror(), driver);
        return FALSE;
    }

    if ((reason = check())) {
        virFslMcLoaderError(_("module '%1$s' was built for another libvirt of this version: %2$s; "
                              "the %3$s driver runs without fsl-mc support"),
                            path, reason, driver);
        return FALSE;
    }

    return TRUE;
}


/* Loads our module for @driver; when that cannot be done, nothing of it stays.
 *
 * Returns: the function that starts it, or NULL */
static virFslMcPluginStartFunc
virFslMcLoaderOpenModule(const char *driver)
{
    g_autofree char *path = virFslMcLoaderFindModule(driver);
    void *module;

    if (!path)
        return NULL;

    if (virFslMcModuleFileIsTruncated(path)) {
        virFslMcLoaderError(_("cannot load module: %1$s: it is truncated; "
                              "the %2$s driver runs without fsl-mc support"),
                            path, driver);
        return NULL;
    }

    if (!(module = dlopen(path, RTLD_NOW | RTLD_LOCAL))) {
        /* dlerror() names the file and the symbol */
        virFslMcLoaderError(_("cannot load module: %1$s; "
                              "the %2$s driver runs without fsl-mc support"),
                            dlerror(), driver);
        return NULL;
    }

    if (!virFslMcLoaderCheckModule(module, path, driver)) {
        dlclose(module);
        return NULL;
    }

    /* The flags are added to those of the first call, see dlopen(3); the file is
     * there already, and this does not fail. */
    dlopen(path, LOAD_FLAGS);

    return (virFslMcPluginStartFunc) dlsym(module, VIR_FSLMC_PLUGIN_START);
}


int
virFslMcLoaderRegister(const char *driver)
{
    g_autofree char *stockPath = NULL;
    g_autofree char *registerName = NULL;
    virFslMcRegisterFunc stockRegister;
    virFslMcPluginStartFunc start;
    void *stock;
    int ret;

    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);

    stockPath = g_strdup_printf("%s/libvirt_driver_%s.so",
                                VIR_FSLMC_STOCK_DIR, driver);
    registerName = g_strdup_printf("%sRegister", driver);

    if (access(stockPath, F_OK) < 0)
        return 0;

    start = virFslMcLoaderOpenModule(driver);

    if (!(stock = dlopen(stockPath, LOAD_FLAGS)) ||
        !(stockRegister = (virFslMcRegisterFunc) dlsym(stock, registerName))) {
        virFslMcLoaderError(_("cannot load libvirt's own module: %1$s"), dlerror());
        return -1;
    }

    if ((ret = stockRegister()) < 0) {
        virFslMcLoaderError(_("libvirt's own module '%1$s' did not register its driver"),
                            stockPath);
        return ret;
    }

    if (start)
        start(stock, stockPath);

    return ret;
}
