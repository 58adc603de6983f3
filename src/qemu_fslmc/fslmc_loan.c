/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loan.c: devices that we took from the host for a guest
 */

#include "fslmc_loan.h"

#include <unistd.h>

#include "virerror.h"
#include "virfile.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


static char *
virFslMcLoanPath(const char *dir,
                 const char *device)
{
    return g_build_filename(dir, device, NULL);
}


int
virFslMcLoanWrite(const char *dir,
                  const char *device,
                  const char *domain)
{
    g_autofree char *path = virFslMcLoanPath(dir, device);
    g_autofree char *text = g_strdup_printf("%s\n", domain);

    if (g_mkdir_with_parents(dir, 0700) < 0 ||
        virFileWriteStr(path, text, 0600) < 0) {
        virReportSystemError(errno, _("cannot write '%1$s'"), path);
        return -1;
    }

    return 0;
}


int
virFslMcLoanRemove(const char *dir,
                   const char *device)
{
    g_autofree char *path = virFslMcLoanPath(dir, device);

    if (unlink(path) < 0 && errno != ENOENT) {
        virReportSystemError(errno, _("cannot remove '%1$s'"), path);
        return -1;
    }

    return 0;
}


bool
virFslMcLoanExists(const char *dir,
                   const char *device)
{
    g_autofree char *path = virFslMcLoanPath(dir, device);

    return virFileExists(path);
}


char *
virFslMcLoanGetDomain(const char *dir,
                      const char *device)
{
    g_autofree char *path = virFslMcLoanPath(dir, device);
    char *text = NULL;

    return g_file_get_contents(path, &text, NULL, NULL) ? g_strchomp(text) : NULL;
}


GPtrArray *
virFslMcLoanList(const char *dir,
                 const virFslMcBus *bus)
{
    GPtrArray *devices = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
    const char *name;

    while (entries && (name = g_dir_read_name(entries))) {
        if (virFslMcBusNameIsValid(bus, name))
            g_ptr_array_add(devices, g_strdup(name));
    }

    return devices;
}
