/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_emulator.c: whether an emulator has a device
 */

#include "fslmc_emulator.h"

#include <poll.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "virerror.h"
#include "virfile.h"
#include "virlog.h"

#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.emulator");

/* It takes a second at most, on a machine that is not busy; but a guest that starts
 * with the host has only this one attempt. */
#define VIR_FSLMC_EMULATOR_WAIT_TIME (60 * G_TIME_SPAN_SECOND)

/* How long it is believed of an emulator that it does not answer, so that many who
 * ask do not wait one after the other. */
#define VIR_FSLMC_EMULATOR_SILENT_TIME (15 * G_TIME_SPAN_SECOND)

/* The device that can be brought into a stock QEMU, what brings it, and how: see
 * src/qemu_device. */
#define VIR_FSLMC_EMULATOR_PRELOAD_DEVICE "vfio-fsl-mc"
#define VIR_FSLMC_EMULATOR_PRELOAD_PACKAGE "qemu-vfio-fsl-mc"
#define VIR_FSLMC_EMULATOR_PRELOAD_VARIABLE "LD_PRELOAD"
#define VIR_FSLMC_EMULATOR_ENV "/usr/bin/env"

/* How it says on standard error why it does not fit, and how much of that is looked at. */
#define VIR_FSLMC_EMULATOR_REFUSAL "no device '" VIR_FSLMC_EMULATOR_PRELOAD_DEVICE "': "
#define VIR_FSLMC_EMULATOR_MAX_ERRORS (64 * 1024)

/* How each line of the list begins. */
#define VIR_FSLMC_EMULATOR_LINE "name \""

/* The files that decide what an emulator answers. One that is replaced is asked again. */
typedef struct _virFslMcEmulatorFiles virFslMcEmulatorFiles;
struct _virFslMcEmulatorFiles {
    struct stat emulator;
    struct stat preload;    /* all zero without one */
    struct stat modules;    /* the folder that the preloaded library loads one from */
};

typedef struct _virFslMcEmulator virFslMcEmulator;
struct _virFslMcEmulator {
    bool asking;        /* a thread runs it right now */
    GHashTable *devices;    /* names of those that it has */
    char *refusal;      /* why what was preloaded does not fit; NULL: it did not say */
    virFslMcEmulatorFiles files;    /* as they were when it was asked; all zero before */
    virErrorPtr error;  /* why it did not answer */
    gint64 until;       /* when this is no longer believed */
};

/* What is known, by path, and never forgotten. Nobody holds the lock while an
 * emulator runs, and nobody is to hold another one who asks. */
static GMutex lock;
static GCond changed;
static GHashTable *emulators;


static bool
virFslMcEmulatorIsSameFile(const struct stat *a,
                           const struct stat *b)
{
    return a->st_dev == b->st_dev &&
        a->st_ino == b->st_ino &&
        a->st_mtim.tv_sec == b->st_mtim.tv_sec &&
        a->st_mtim.tv_nsec == b->st_mtim.tv_nsec &&
        a->st_ctim.tv_sec == b->st_ctim.tv_sec &&
        a->st_ctim.tv_nsec == b->st_ctim.tv_nsec;
}


static bool
virFslMcEmulatorAreSameFiles(const virFslMcEmulatorFiles *a,
                             const virFslMcEmulatorFiles *b)
{
    return virFslMcEmulatorIsSameFile(&a->emulator, &b->emulator) &&
        virFslMcEmulatorIsSameFile(&a->preload, &b->preload) &&
        virFslMcEmulatorIsSameFile(&a->modules, &b->modules);
}


static int
virFslMcEmulatorStat(const char *path,
                     const char *preload,
                     virFslMcEmulatorFiles *files)
{
    memset(files, 0, sizeof(*files));

    if (stat(path, &files->emulator) < 0) {
        virReportSystemError(errno, _("cannot find emulator %1$s"), path);
        return -1;
    }

    /* without it, the emulator says what it has without it */
    if (preload) {
        g_autofree char *folder = g_path_get_dirname(preload);

        ignore_value(stat(preload, &files->preload));
        ignore_value(stat(folder, &files->modules));
    }

    return 0;
}


/* Waits for more to read, as long as there is time. */
static bool
virFslMcEmulatorWaitFor(int fd,
                        gint64 until)
{
    struct pollfd pollfd = { .fd = fd, .events = POLLIN };
    int ready;

    do {
        gint64 left = MAX(until - g_get_monotonic_time(), 0);

        ready = poll(&pollfd, 1, left / G_TIME_SPAN_MILLISECOND);
    } while (ready < 0 && errno == EINTR);

    return ready > 0;
}


/* Returns what comes until the other end is closed; NULL with libvirt's error
 * set when it is not closed in time. */
static char *
virFslMcEmulatorRead(int fd,
                     const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    gint64 until = g_get_monotonic_time() + VIR_FSLMC_EMULATOR_WAIT_TIME;

    while (virFslMcEmulatorWaitFor(fd, until)) {
        char buf[4096];
        ssize_t got = read(fd, buf, sizeof(buf));   /* not all, but what is there */

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0) {
            virReportSystemError(errno, _("cannot read the device list of emulator %1$s"), path);
            return NULL;
        }
        if (got == 0)
            return g_string_free(g_steal_pointer(&text), FALSE);

        g_string_append_len(text, buf, got);
    }

    virReportError(VIR_ERR_OPERATION_TIMEOUT,
                   _("emulator %1$s takes too long to list its devices"), path);
    return NULL;
}


/* The command to run an emulator with @preload, if that is not NULL. AppArmor's profile
 * of the daemon has the variable dropped of what the daemon executes, but not of
 * what that executes in turn. */
static virCommand *
virFslMcEmulatorNewCommand(const char *path,
                           const char *preload)
{
    virCommand *cmd;

    if (!preload)
        return virCommandNew(path);

    cmd = virCommandNew(VIR_FSLMC_EMULATOR_ENV);
    virCommandAddArgFormat(cmd, "%s=%s", VIR_FSLMC_EMULATOR_PRELOAD_VARIABLE, preload);
    virCommandAddArg(cmd, path);

    return cmd;
}


/* As libvirt runs it to ask for its capabilities: as the guests' user, without
 * any privilege, without configuration. What it has to complain of goes to @errors. */
static char *
virFslMcEmulatorListDevices(virQEMUDriver *driver,
                            const char *path,
                            const char *preload,
                            int errors)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    g_autoptr(virCommand) cmd = virFslMcEmulatorNewCommand(path, preload);
    VIR_AUTOCLOSE out = -1;

    virCommandAddArgList(cmd,
                         "-no-user-config", "-nodefaults",
                         "-display", "none",
                         "-machine", "none",
                         "-device", "help",
                         NULL);
    virCommandAddEnvPassCommon(cmd);
    virCommandClearCaps(cmd);
    virCommandSetGID(cmd, cfg->group);
    virCommandSetUID(cmd, cfg->user);
    virCommandSetOutputFD(cmd, &out);
    virCommandSetErrorFD(cmd, &errors);

    /* what is still running when the command is freed is ended */
    if (virCommandRunAsync(cmd, NULL) < 0)
        return NULL;

    return virFslMcEmulatorRead(out, path);
}


/* Returns: (transfer full): the names in the list that an emulator writes */
static GHashTable *
virFslMcEmulatorParseDevices(const char *text)
{
    GHashTable *devices = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    const char *end;

    while ((text = strstr(text, VIR_FSLMC_EMULATOR_LINE))) {
        text += strlen(VIR_FSLMC_EMULATOR_LINE);
        if ((end = strchr(text, '"')))
            g_hash_table_add(devices, g_strndup(text, end - text));
    }

    return devices;
}


/* Returns: (transfer full): what was said of why the device does not fit; NULL if nothing */
static char *
virFslMcEmulatorReadRefusal(int errors)
{
    g_autofree char *text = g_new0(char, VIR_FSLMC_EMULATOR_MAX_ERRORS + 1);
    const char *refusal;

    if (lseek(errors, 0, SEEK_SET) < 0 ||
        saferead(errors, text, VIR_FSLMC_EMULATOR_MAX_ERRORS) < 0 ||
        !(refusal = strstr(text, VIR_FSLMC_EMULATOR_REFUSAL)))
        return NULL;

    refusal += strlen(VIR_FSLMC_EMULATOR_REFUSAL);
    return g_strndup(refusal, strcspn(refusal, "\n"));
}


/* Returns: (transfer full): names of the devices that the emulator has; NULL with
 *   libvirt's error set when it did not answer */
static GHashTable *
virFslMcEmulatorAsk(virQEMUDriver *driver,
                    const char *path,
                    const char *preload,
                    char **refusal)
{
    /* not a pipe: who reads the one while the other is full waits for ever */
    VIR_AUTOCLOSE errors = memfd_create("fslmc-emulator", MFD_CLOEXEC);
    g_autoptr(GHashTable) devices = NULL;
    g_autofree char *text = NULL;

    if (errors < 0) {
        virReportSystemError(errno, _("cannot ask emulator %1$s for its devices"), path);
        return NULL;
    }

    if (!(text = virFslMcEmulatorListDevices(driver, path, preload, errors)))
        return NULL;

    *refusal = virFslMcEmulatorReadRefusal(errors);
    devices = virFslMcEmulatorParseDevices(text);
    if (g_hash_table_size(devices) == 0) {
        virReportError(VIR_ERR_INTERNAL_ERROR,
                       _("emulator %1$s does not list its devices"), path);
        return NULL;
    }

    return g_steal_pointer(&devices);
}


static char *
virFslMcEmulatorKey(const char *path,
                    const char *preload)
{
    return g_strdup_printf("%s %s", preload ? preload : "", path);
}


/* Returns: what is known of @path, when nobody else is asking it. */
static virFslMcEmulator *
virFslMcEmulatorLookup(const char *path)
{
    virFslMcEmulator *emulator;

    if (!emulators)
        emulators = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);

    if (!(emulator = g_hash_table_lookup(emulators, path))) {
        emulator = g_new0(virFslMcEmulator, 1);
        g_hash_table_insert(emulators, g_strdup(path), emulator);
    }

    while (emulator->asking)
        g_cond_wait(&changed, &lock);

    return emulator;
}


/* Keeps in mind what the emulator, with @files as they are, answered.
 * @devices: (transfer full) (nullable):
 * @refusal: (transfer full) (nullable): */
static void
virFslMcEmulatorSetAnswer(virFslMcEmulator *emulator,
                          const virFslMcEmulatorFiles *files,
                          GHashTable *devices,
                          char *refusal)
{
    g_clear_pointer(&emulator->error, virFreeError);
    g_clear_pointer(&emulator->devices, g_hash_table_unref);
    g_clear_pointer(&emulator->refusal, g_free);
    emulator->files = *files;
    emulator->devices = devices;
    emulator->refusal = refusal;

    if (!devices) {
        emulator->error = virSaveLastError();
        emulator->until = g_get_monotonic_time() + VIR_FSLMC_EMULATOR_SILENT_TIME;
    }
}


/* Returns: as virFslMcEmulatorHasDevice(), for what is known */
static int
virFslMcEmulatorGetAnswer(const virFslMcEmulator *emulator,
                          const char *device)
{
    if (!emulator->error)
        return g_hash_table_contains(emulator->devices, device);

    virSetError(emulator->error);
    return -1;
}


/* Whether an emulator that is run with @preload, if that is not NULL, has @device. */
static int
virFslMcEmulatorHasDeviceWith(virQEMUDriver *driver,
                              const char *path,
                              const char *device,
                              const char *preload)
{
    g_autofree char *key = virFslMcEmulatorKey(path, preload);
    g_autoptr(GMutexLocker) locker = NULL;
    virFslMcEmulator *emulator;
    virFslMcEmulatorFiles files;
    GHashTable *devices;
    char *refusal = NULL;

    if (virFslMcEmulatorStat(path, preload, &files) < 0)
        return -1;

    locker = g_mutex_locker_new(&lock);
    emulator = virFslMcEmulatorLookup(key);

    if (virFslMcEmulatorAreSameFiles(&emulator->files, &files) &&
        (!emulator->error || g_get_monotonic_time() < emulator->until))
        return virFslMcEmulatorGetAnswer(emulator, device);

    emulator->asking = true;
    g_mutex_unlock(&lock);
    devices = virFslMcEmulatorAsk(driver, path, preload, &refusal);
    g_mutex_lock(&lock);
    emulator->asking = false;
    g_cond_broadcast(&changed);

    VIR_DEBUG("emulator %s: %u devices", path, devices ? g_hash_table_size(devices) : 0);
    virFslMcEmulatorSetAnswer(emulator, &files, devices, refusal);

    return virFslMcEmulatorGetAnswer(emulator, device);
}


/* Whether there is a package that brings it: as far as this was built with one. */
static bool
virFslMcEmulatorIsPreloaded(const char *device)
{
    return *FSLMC_QEMU_SERIES && STREQ(device, VIR_FSLMC_EMULATOR_PRELOAD_DEVICE);
}


int
virFslMcEmulatorHasDevice(virQEMUDriver *driver,
                          const char *path,
                          const char *device)
{
    int answer = virFslMcEmulatorHasDeviceWith(driver, path, device, NULL);

    if (answer != 0 || !virFslMcEmulatorIsPreloaded(device) ||
        access(FSLMC_QEMU_PRELOAD, R_OK) < 0)
        return answer;

    return virFslMcEmulatorHasDeviceWith(driver, path, device, FSLMC_QEMU_PRELOAD);
}


void
virFslMcEmulatorAddPreload(const char *path,
                           const char *device,
                           virCommand *cmd)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
    g_autofree char *key = virFslMcEmulatorKey(path, NULL);
    const virFslMcEmulator *emulator = NULL;

    if (emulators)
        emulator = g_hash_table_lookup(emulators, key);

    if (emulator && emulator->devices && !g_hash_table_contains(emulator->devices, device))
        virCommandAddEnvPair(cmd, VIR_FSLMC_EMULATOR_PRELOAD_VARIABLE, FSLMC_QEMU_PRELOAD);
}


/* Returns: (transfer full): why what is preloaded does not fit this emulator; NULL if that
 *   is not known */
static char *
virFslMcEmulatorGetRefusal(const char *path)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
    g_autofree char *key = virFslMcEmulatorKey(path, FSLMC_QEMU_PRELOAD);
    const virFslMcEmulator *emulator = NULL;

    if (emulators)
        emulator = g_hash_table_lookup(emulators, key);

    return emulator ? g_strdup(emulator->refusal) : NULL;
}


/* Says what a user can do about it, where that is known. */
static void
virFslMcEmulatorReportMissing(const char *path,
                              const char *device)
{
    g_autofree char *refusal = NULL;

    if (!virFslMcEmulatorIsPreloaded(device)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("emulator %1$s has no device '%2$s'"),
                       path, device);
    } else if (access(FSLMC_QEMU_PRELOAD, R_OK) < 0) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("emulator %1$s has no device '%2$s': install the package %3$s, which adds it to the distribution's QEMU (%4$s)"),
                       path, device, VIR_FSLMC_EMULATOR_PRELOAD_PACKAGE, FSLMC_QEMU_SERIES);
    } else if ((refusal = virFslMcEmulatorGetRefusal(path))) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("emulator %1$s has no device '%2$s', which the package %3$s adds to the distribution's QEMU (%4$s): %5$s"),
                       path, device, VIR_FSLMC_EMULATOR_PRELOAD_PACKAGE, FSLMC_QEMU_SERIES,
                       refusal);
    } else {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("emulator %1$s has no device '%2$s': the package %3$s adds it to the distribution's QEMU (%4$s) only"),
                       path, device, VIR_FSLMC_EMULATOR_PRELOAD_PACKAGE, FSLMC_QEMU_SERIES);
    }
}


int
virFslMcEmulatorCheck(virQEMUDriver *driver,
                      const char *path,
                      const char *device)
{
    int answer = virFslMcEmulatorHasDevice(driver, path, device);

    if (answer == 0)
        virFslMcEmulatorReportMissing(path, device);

    return answer > 0 ? 0 : -1;
}
