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
 * none. */
static void G_GNUC_PRINTF(1, 2)
virFslMcLoaderError(const char *format, ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);

    if (virFslMcLoaderHasStderr())
        fprintf(stderr, "libvirt-fslmc: error : %s\n", message);
    else
        syslog(LOG_DAEMON | LOG_ERR, "libvirt-fslmc: error : %s", message);
}


/* Returns: (transfer full): the path of our module for @driver of the libvirt
 *   that runs, or NULL when there is none */
static char *
virFslMcLoaderFindModule(const char *driver)
{
    g_autofree char *path = NULL;
    unsigned long version;

    if (virGetVersion(&version, NULL, NULL) < 0) {
        virFslMcLoaderError(_("libvirt does not tell its version; node devices "
                              "and guests are without fsl-mc support"));
        return NULL;
    }

    path = g_strdup_printf("%s/libvirt_fslmc_%s-%lu.%lu.%lu.so",
                           VIR_FSLMC_MODULE_DIR,
                           driver,
                           version / 1000000,
                           version / 1000 % 1000,
                           version % 1000);

    /* what else there can be in the way, dlopen() says */
    if (access(path, F_OK) < 0 && errno == ENOENT) {
        virFslMcLoaderError(_("no module for libvirt %1$lu.%2$lu.%3$lu (%4$s); "
                              "the %5$s driver runs without fsl-mc support"),
                            version / 1000000,
                            version / 1000 % 1000,
                            version % 1000,
                            path,
                            driver);
        return NULL;
    }

    return g_steal_pointer(&path);
}


/* Loads our module for @driver; when that cannot be done, nothing of it stays.
 *
 * Returns: the function that starts it, or NULL */
static virFslMcPluginStartFunc
virFslMcLoaderOpenModule(const char *driver)
{
    g_autofree char *path = virFslMcLoaderFindModule(driver);
    virFslMcPluginStartFunc start;
    void *module;

    if (!path)
        return NULL;

    if (virFslMcModuleFileIsTruncated(path)) {
        virFslMcLoaderError(_("cannot load module: %1$s: it is truncated; "
                              "the %2$s driver runs without fsl-mc support"),
                            path, driver);
        return NULL;
    }

    /* Local at first: what has no such function is no module of ours, and is not
     * to take the place of anything in the stock one. The flags of the second
     * call are added, see dlopen(3). */
    if (!(module = dlopen(path, RTLD_NOW | RTLD_LOCAL)) ||
        !(start = (virFslMcPluginStartFunc) dlsym(module, VIR_FSLMC_PLUGIN_START)) ||
        !dlopen(path, LOAD_FLAGS)) {
        /* dlerror() names the file and the symbol */
        virFslMcLoaderError(_("cannot load module: %1$s; "
                              "the %2$s driver runs without fsl-mc support"),
                            dlerror(), driver);
        if (module)
            dlclose(module);
        return NULL;
    }

    return start;
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

    if ((ret = stockRegister()) < 0)
        return ret;

    if (start)
        start(stock, stockPath);

    return ret;
}
