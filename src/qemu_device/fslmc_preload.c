/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_preload.c: brings the device into a QEMU that is started with it
 *
 * This library is named in LD_PRELOAD when QEMU is executed. It loads the module
 * that was built for the version of this QEMU, and refers to nothing of QEMU's
 * itself: whatever program it gets into runs as it would without it. A QEMU that
 * there is no module for gets a line on standard error.
 */

#include <dlfcn.h>
#include <inttypes.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FSLMC_PRELOAD_VARIABLE "LD_PRELOAD"

/* The plugin of libvirt looks for it, to say why a guest cannot have the device. */
#define FSLMC_PRELOAD_REFUSAL "no device 'vfio-fsl-mc': "

/* The answer to QEMU's query-version. */
typedef struct {
    struct {
        int64_t major;
        int64_t minor;
        int64_t micro;
    } *qemu;
    char *package;
} FslMcVersion;

typedef FslMcVersion *(*FslMcQueryVersion)(void *errp);


/* What QEMU executes must not have us: takes the name of this library out of the
 * variable, and leaves what else is in it. */
static void
fslmc_preload_hide(const char *file)
{
    const char *variable = getenv(FSLMC_PRELOAD_VARIABLE);
    char *left;
    char *names;
    char *name;
    char *rest;

    if (!variable || !(names = strdup(variable)) || !(left = calloc(1, strlen(variable) + 2)))
        return;

    for (rest = names; (name = strtok_r(rest, ": ", &rest));) {
        if (strcmp(name, file) != 0) {
            if (*left)
                strcat(left, ":");
            strcat(left, name);
        }
    }

    if (*left)
        setenv(FSLMC_PRELOAD_VARIABLE, left, 1);
    else
        unsetenv(FSLMC_PRELOAD_VARIABLE);

    free(left);
    free(names);
}


static void __attribute__((constructor))
fslmc_preload(void)
{
    FslMcQueryVersion query = (FslMcQueryVersion) dlsym(RTLD_DEFAULT, "qmp_query_version");
    const FslMcVersion *version;
    char directory[PATH_MAX];
    char module[PATH_MAX];
    Dl_info info;

    /* A program that executes QEMU, or a QEMU that does not export its functions. */
    if (!query)
        return;

    if (!dladdr((void *) fslmc_preload, &info) || !info.dli_fname ||
        strlen(info.dli_fname) >= sizeof(directory))
        return;

    fslmc_preload_hide(info.dli_fname);

    if (!(version = query(NULL)) || !version->qemu)
        return;

    strcpy(directory, info.dli_fname);
    if (snprintf(module, sizeof(module), "%s/qemu-vfio-fsl-mc-%" PRId64 ".%" PRId64 ".so",
                 dirname(directory), version->qemu->major,
                 version->qemu->minor) >= (int) sizeof(module))
        return;

    if (access(module, F_OK) < 0)
        fprintf(stderr, FSLMC_PRELOAD_REFUSAL "there is no module for QEMU %" PRId64 ".%" PRId64 "\n",
                version->qemu->major, version->qemu->minor);
    else if (!dlopen(module, RTLD_NOW | RTLD_LOCAL))
        fprintf(stderr, FSLMC_PRELOAD_REFUSAL "%s\n", dlerror());
}
