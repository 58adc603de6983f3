/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_emulator.c: which QEMU has the device
 */

#include "fslmc-config.h"

#include <string.h>
#include <unistd.h>

#include "fslmc_host.h"

/* How the programs are called; vendors add to the name of theirs. */
#define EMULATOR_PREFIX "qemu-system-aarch64"

/* In the list that "-device help" prints. */
#define DEVICE_LINE "name \"vfio-fsl-mc\""
#define PLATFORM_LINE "name \"vfio-platform\""

/* How our device says on standard error why it does not fit, see src/qemu_device. */
#define REFUSAL "no device 'vfio-fsl-mc': "

/* The first number in what it says: "QEMU emulator version 4.2.1 (…)" */
static char *
virFslMcHostEmulatorVersion(const char *path)
{
    const char *argv[] = { path, "--version", NULL };
    g_autofree char *said = NULL;
    const char *number;

    if (!g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_STDERR_TO_DEV_NULL,
                      NULL, NULL, &said, NULL, NULL, NULL) ||
        !(number = strstr(said, "version ")))
        return NULL;

    number += strlen("version ");
    return g_strndup(number, strspn(number, "0123456789."));
}

/* As libvirt runs it when it asks for its devices: with our device for stock QEMU,
 * where that is installed. */
static void
virFslMcHostEmulatorFindDevices(virFslMcHostEmulator *emulator)
{
    const char *argv[] = {
        emulator->path, "-no-user-config", "-nodefaults", "-display", "none",
        "-machine", "none", "-device", "help", NULL
    };
    g_auto(GStrv) environment = g_get_environ();
    g_autofree char *said = NULL;
    g_autofree char *errors = NULL;
    const char *refusal;

    if (access(FSLMC_QEMU_PRELOAD, R_OK) == 0)
        environment = g_environ_setenv(environment, "LD_PRELOAD", FSLMC_QEMU_PRELOAD, TRUE);

    if (!g_spawn_sync(NULL, (char **) argv, environment, G_SPAWN_DEFAULT,
                      NULL, NULL, &said, &errors, NULL, NULL))
        return;

    if ((refusal = strstr(errors, REFUSAL))) {
        refusal += strlen(REFUSAL);
        emulator->refusal = g_strndup(refusal, strcspn(refusal, "\n"));
    }

    emulator->hasDevice = strstr(said, DEVICE_LINE) != NULL;
    emulator->hasPlatform = strstr(said, PLATFORM_LINE) != NULL;
}

static gint
virFslMcHostEmulatorCompare(gconstpointer a, gconstpointer b)
{
    const virFslMcHostEmulator *const *one = a;
    const virFslMcHostEmulator *const *other = b;

    return strcmp((*one)->path, (*other)->path);
}

void
virFslMcHostAddEmulator(virFslMcHost *host, const char *path)
{
    virFslMcHostEmulator *emulator;
    guint i;

    for (i = 0; i < host->emulators->len; i++) {
        emulator = g_ptr_array_index(host->emulators, i);
        if (strcmp(emulator->path, path) == 0)
            return;
    }

    if (!g_file_test(path, G_FILE_TEST_IS_REGULAR) ||
        !g_file_test(path, G_FILE_TEST_IS_EXECUTABLE))
        return;

    emulator = g_new0(virFslMcHostEmulator, 1);
    emulator->path = g_strdup(path);
    emulator->version = virFslMcHostEmulatorVersion(path);
    virFslMcHostEmulatorFindDevices(emulator);
    g_ptr_array_add(host->emulators, emulator);
    g_ptr_array_sort(host->emulators, virFslMcHostEmulatorCompare);
}

void
virFslMcHostFindEmulators(virFslMcHost *host, const char *const *directories)
{
    for (; *directories; directories++) {
        g_autoptr(GDir) dir = g_dir_open(*directories, 0, NULL);
        const char *name;

        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *path = g_build_filename(*directories, name, NULL);

            if (g_str_has_prefix(name, EMULATOR_PREFIX))
                virFslMcHostAddEmulator(host, path);
        }
    }
}
