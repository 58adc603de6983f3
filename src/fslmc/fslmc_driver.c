/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_driver.c: moves a device between its host driver and VFIO's
 *
 * A device, as a container, is in a state: the driver that it is bound to, and the
 * driver_override that says to which drivers it may be bound. Detach, reattach
 * and the way back from a failed one are all the same: bring the container
 * into a given state.
 */

#include "fslmc-config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_kindpriv.h"
#include "fslmc_mc.h"
#include "fslmc_mcerror.h"
#include "fslmc_module.h"
#include "fslmc_names.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"

typedef struct {
    char *driver;       /* NULL: bound to none */
    char *override;     /* NULL: not set */
    gboolean orNone;    /* bound to none when the driver takes only what is plugged */
    gboolean probe;     /* to whichever driver the kernel has for it, or none */
} virFslMcDriverState;

static void
virFslMcDriverStateClear(virFslMcDriverState *state)
{
    g_clear_pointer(&state->driver, g_free);
    g_clear_pointer(&state->override, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(virFslMcDriverState, virFslMcDriverStateClear)

static char *
virFslMcDriverFile(virFslMcBus *bus,
                   const virFslMcObject *object,
                   const char *driver,
                   const char *file)
{
    return g_build_filename(virFslMcBusGetSysfsRoot(bus), VIR_FSLMC_BUSES_DIR,
                            virFslMcObjectGetKind(object)->subsystem,
                            VIR_FSLMC_DRIVERS, driver, file, NULL);
}

gboolean
virFslMcDriverReadOverride(const virFslMcObject *object,
                           char **override,
                           GError **error)
{
    g_autofree char *path = g_build_filename(virFslMcObjectGetPath(object),
                                             VIR_FSLMC_ATTR_DRIVER_OVERRIDE,
                                             NULL);
    g_autofree char *text = virFslMcSysfsRead(path);

    if (!text) {
        g_set_error(error, VIR_FSLMC_ERROR,
                    errno == ENOENT || errno == ENODEV ?
                    VIR_FSLMC_ERROR_NOT_FOUND : VIR_FSLMC_ERROR_FAILED,
                    _("cannot read '%1$s': %2$s"), path, g_strerror(errno));
        return FALSE;
    }

    *override = NULL;
    if (*text != '\0' && strcmp(text, VIR_FSLMC_OVERRIDE_UNSET) != 0)
        *override = g_steal_pointer(&text);

    return TRUE;
}

static gboolean
virFslMcDriverReadState(virFslMcBus *bus,
                        const char *name,
                        virFslMcDriverState *state,
                        GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookup(bus, name, error);

    if (!container ||
        !virFslMcDriverReadOverride(container, &state->override, error))
        return FALSE;

    state->driver = g_strdup(virFslMcObjectGetDriver(container));
    return TRUE;
}

/* Sets driver_override, or clears it when @override is NULL. Nothing is
 * written when it is so already. */
static gboolean
virFslMcDriverSetOverride(virFslMcBus *bus,
                          const char *name,
                          const char *override,
                          GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookup(bus, name, error);
    g_autofree char *path = NULL;
    g_autofree char *before = NULL;
    g_autofree char *after = NULL;
    int number = 0;

    if (!container ||
        !virFslMcDriverReadOverride(container, &before, error))
        return FALSE;

    if (g_strcmp0(before, override) == 0)
        return TRUE;

    path = g_build_filename(virFslMcObjectGetPath(container),
                            VIR_FSLMC_ATTR_DRIVER_OVERRIDE, NULL);
    if (virFslMcSysfsWrite(path, override ? override : VIR_FSLMC_OVERRIDE_CLEAR) < 0)
        number = errno;

    if (!virFslMcDriverReadOverride(container, &after, error))
        return FALSE;

    if (g_strcmp0(after, override) == 0)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot write '%1$s' to '%2$s': %3$s"),
                override ? override : "", path,
                number ? g_strerror(number) : _("it did not take the value"));
    return FALSE;
}

static gboolean
virFslMcDriverUnbind(virFslMcBus *bus,
                     const virFslMcObject *object,
                     GError **error)
{
    const char *name = virFslMcObjectGetName(object);
    const char *driver = virFslMcObjectGetDriver(object);
    g_autofree char *path = virFslMcDriverFile(bus, object, driver, VIR_FSLMC_UNBIND);
    g_autoptr(virFslMcObject) after = NULL;
    int number = 0;

    if (virFslMcSysfsWrite(path, name) < 0)
        number = errno;

    after = virFslMcBusLookup(bus, name, error);
    if (!after)
        return FALSE;

    if (!virFslMcObjectGetDriver(after))
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot unbind %1$s '%2$s' from driver '%3$s': %4$s; it is on '%5$s' now"),
                virFslMcObjectGetNoun(after), name, driver,
                number ? g_strerror(number) : _("the kernel reported no error"),
                virFslMcObjectGetDriver(after));
    return FALSE;
}

/* The host's driver finds its devices without driver_override. It takes a container
 * that is not plugged when driver_override names it, so that is only set for one
 * that had it.
 *
 * Returns: (nullable): what driver_override is to be for the bind of @object to the
 *   driver of @wanted */
static const char *
virFslMcDriverNeedsOverride(const virFslMcObject *object,
                            const virFslMcDriverState *wanted)
{
    const char *host = virFslMcObjectGetKind(object)->hostDriver;

    return g_strcmp0(wanted->driver, host) == 0 &&
           g_strcmp0(wanted->override, wanted->driver) != 0 ? NULL : wanted->driver;
}

virFslMcError
virFslMcDriverExplainBind(virFslMcBus *bus G_GNUC_UNUSED,
                          const virFslMcObject *container,
                          const char *driver,
                          int number,
                          char **cause)
{
    if (strcmp(driver, VIR_FSLMC_DRIVER_VFIO) == 0 &&
        virFslMcObjectGetIommuGroup(container) < 0) {
        /* the bind was its first probe, which would have given it one */
        *cause = g_strdup(_("it has no IOMMU group; is there an IOMMU for the fsl-mc bus?"));
        return VIR_FSLMC_ERROR_NO_IOMMU_GROUP;
    }

    return virFslMcMcErrorFromErrno(number, cause);
}

/* Says why @container, in the state after the attempt, is not on the driver of
 * @wanted when the write to @path gave errno @number (0: none). */
static void
virFslMcDriverSetBindError(virFslMcBus *bus,
                           const virFslMcObject *container,
                           const virFslMcDriverState *wanted,
                           const char *path,
                           int number,
                           GError **error)
{
    const char *driver = wanted->driver;
    const char *name = virFslMcObjectGetName(container);
    const char *now = virFslMcObjectGetDriver(container);
    g_autofree char *override = NULL;
    g_autofree char *cause = NULL;
    virFslMcError code;

    if (now || number == 0) {
        code = VIR_FSLMC_ERROR_REFUSED;
        cause = now ? g_strdup_printf(_("it is on '%1$s' now"), now) :
                      g_strdup(_("the kernel reported no error, but it has no driver"));
    } else if (number == ENOENT && access(path, F_OK) < 0) {
        code = VIR_FSLMC_ERROR_NO_DRIVER;
        cause = g_strdup_printf(_("there is no '%1$s'"), path);
    } else if (number == ENODEV &&
               virFslMcDriverReadOverride(container, &override, NULL) &&
               g_strcmp0(override, virFslMcDriverNeedsOverride(container, wanted)) != 0) {
        code = VIR_FSLMC_ERROR_REFUSED;
        cause = g_strdup_printf(_("its driver_override was changed to '%1$s' meanwhile"),
                                override ? override : _("none"));
    } else {
        code = virFslMcObjectGetKind(container)->explainBind(bus, container, driver,
                                                             number, &cause);
    }

    g_set_error(error, VIR_FSLMC_ERROR, code,
                _("cannot bind %1$s '%2$s' to driver '%3$s': %4$s"),
                virFslMcObjectGetNoun(container), name, driver, cause);
}

/* A bind that failed emits no uevent, although a look at the device in its
 * midst showed the driver. So that nobody is left with that, we ask the kernel
 * for one. Failure of this does not matter: then nobody can be told. */
static void
virFslMcDriverAnnounce(const virFslMcObject *object)
{
    g_autofree char *path = g_build_filename(virFslMcObjectGetPath(object),
                                             VIR_FSLMC_ATTR_UEVENT, NULL);

    virFslMcSysfsWrite(path, "change");
}

/* Whether the bind of @container that gave errno @number has failed because the
 * host's driver takes only what is plugged, or because of an error of the MC, for
 * which the kernel has the same errno. */
static gboolean
virFslMcDriverMayBeUnplugged(const virFslMcObject *container, int number)
{
    g_autofree char *override = NULL;

    return number == ENODEV && !virFslMcObjectGetDriver(container) &&
           virFslMcDriverReadOverride(container, &override, NULL) && !override;
}

/* Which of these it was: the MC knows.
 *
 * Returns: whether @container is not plugged; FALSE without @error set when it is */
static gboolean
virFslMcDriverIsUnplugged(virFslMcBus *bus,
                          const virFslMcObject *container,
                          GError **error)
{
    g_autoptr(GError) cause = NULL;
    gboolean plugged;

    if (virFslMcMcReadPlugged(bus, container, &plugged, &cause))
        return !plugged;

    g_set_error(error, VIR_FSLMC_ERROR, cause->code,
                _("cannot bind container '%1$s' to driver '%2$s': the driver does not take it; "
                  "it cannot be found out whether that is because it is not plugged: %3$s"),
                virFslMcObjectGetName(container), VIR_FSLMC_DRIVER_DPRC, cause->message);
    return FALSE;
}

/* driver_override is as virFslMcDriverNeedsOverride() says. */
static gboolean
virFslMcDriverBind(virFslMcBus *bus,
                   const virFslMcObject *object,
                   const virFslMcDriverState *wanted,
                   GError **error)
{
    const char *name = virFslMcObjectGetName(object);
    g_autofree char *path = virFslMcDriverFile(bus, object, wanted->driver, VIR_FSLMC_BIND);
    g_autoptr(virFslMcObject) after = NULL;
    g_autoptr(GError) unknown = NULL;
    int number = 0;

    if (virFslMcSysfsWrite(path, name) < 0)
        number = errno;

    after = virFslMcBusLookup(bus, name, error);
    if (!after)
        return FALSE;

    if (g_strcmp0(virFslMcObjectGetDriver(after), wanted->driver) == 0)
        return TRUE;

    if (wanted->orNone && virFslMcDriverMayBeUnplugged(after, number)) {
        if (virFslMcDriverIsUnplugged(bus, after, &unknown)) {
            virFslMcDriverAnnounce(after);
            return TRUE;
        }
        if (unknown) {
            g_propagate_error(error, g_steal_pointer(&unknown));
            return FALSE;
        }
    }

    virFslMcDriverSetBindError(bus, after, wanted, path, number, error);
    return FALSE;
}

/* Has the kernel look for a driver for the unbound @object. Nothing tells why a
 * driver did not take it: the write succeeds in any case. */
static gboolean
virFslMcDriverProbe(virFslMcBus *bus, const virFslMcObject *object, GError **error)
{
    const char *name = virFslMcObjectGetName(object);
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_BUSES_DIR,
                                             virFslMcObjectGetKind(object)->subsystem,
                                             VIR_FSLMC_DRIVERS_PROBE, NULL);

    if (virFslMcSysfsWrite(path, name) < 0) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot write '%1$s' to '%2$s': %3$s"),
                    name, path, g_strerror(errno));
        return FALSE;
    }

    virFslMcDriverAnnounce(object);
    return TRUE;
}

/* Brings container @name into @wanted. driver_override comes first, so that
 * what else may probe the container while it is unbound binds it to nothing
 * else. */
static gboolean
virFslMcDriverApply(virFslMcBus *bus,
                    const char *name,
                    const virFslMcDriverState *wanted,
                    GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookup(bus, name, error);
    const char *driver;

    if (!container)
        return FALSE;

    driver = virFslMcObjectGetDriver(container);

    if (g_strcmp0(driver, wanted->driver) != 0) {
        if (wanted->driver &&
            !virFslMcDriverSetOverride(bus, name,
                                       virFslMcDriverNeedsOverride(container, wanted),
                                       error))
            return FALSE;

        if (driver && !virFslMcDriverUnbind(bus, container, error))
            return FALSE;

        if (wanted->driver &&
            !virFslMcDriverBind(bus, container, wanted, error))
            return FALSE;
    }

    return virFslMcDriverSetOverride(bus, name, wanted->override, error) &&
           (!wanted->probe || virFslMcDriverProbe(bus, container, error));
}

/* Puts container @name back into @before after @cause, and extends @cause when
 * that fails, too. */
static void
virFslMcDriverRestore(virFslMcBus *bus,
                      const char *name,
                      const virFslMcDriverState *before,
                      GError **cause)
{
    g_auto(virFslMcDriverState) now = { NULL, NULL, FALSE, FALSE };
    g_autoptr(GError) first = NULL;
    g_autoptr(GError) second = NULL;
    g_autoptr(GError) unread = NULL;
    g_autofree char *text = NULL;

    if (virFslMcDriverApply(bus, name, before, &second))
        return;

    if (virFslMcDriverReadState(bus, name, &now, &unread)) {
        text = g_strdup_printf(_("now its driver is '%1$s' and its driver_override '%2$s'"),
                               now.driver ? now.driver : _("none"),
                               now.override ? now.override : _("none"));
    } else if (g_error_matches(unread, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND)) {
        /* what is gone needs no restoring */
        g_clear_error(cause);
        g_propagate_error(cause, g_steal_pointer(&unread));
        return;
    } else {
        text = g_strdup_printf(_("its state cannot be read: %1$s"), unread->message);
    }

    first = g_steal_pointer(cause);
    g_set_error(cause, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED,
                _("%1$s; its former state could not be restored: %2$s; %3$s"),
                first->message, second->message, text);
}

/* Fails with @missing or VIR_FSLMC_ERROR_FAILED when a file that will be needed
 * cannot be written, before anything is changed. Later on EACCES and its like
 * are the MC's. */
static gboolean
virFslMcDriverCheckWritable(const char *path,
                            virFslMcError missing,
                            GError **error)
{
    if (access(path, W_OK) == 0)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR,
                errno == ENOENT ? missing : VIR_FSLMC_ERROR_FAILED,
                _("cannot write to '%1$s': %2$s"), path, g_strerror(errno));
    return FALSE;
}

static gboolean
virFslMcDriverCheckFiles(virFslMcBus *bus,
                         const virFslMcObject *container,
                         const char *wanted,
                         GError **error)
{
    const char *driver = virFslMcObjectGetDriver(container);
    g_autofree char *bind = NULL;
    g_autofree char *unbind = NULL;
    g_autofree char *override = NULL;

    if (wanted)
        bind = virFslMcDriverFile(bus, container, wanted, VIR_FSLMC_BIND);
    if (driver)
        unbind = virFslMcDriverFile(bus, container, driver, VIR_FSLMC_UNBIND);
    override = g_build_filename(virFslMcObjectGetPath(container),
                                VIR_FSLMC_ATTR_DRIVER_OVERRIDE, NULL);

    return (!bind ||
            virFslMcDriverCheckWritable(bind, VIR_FSLMC_ERROR_NO_DRIVER, error)) &&
           (!unbind ||
            virFslMcDriverCheckWritable(unbind, VIR_FSLMC_ERROR_NO_DRIVER, error)) &&
           virFslMcDriverCheckWritable(override, VIR_FSLMC_ERROR_NOT_FOUND, error);
}

/* Binds one object of a detached container that has no driver.
 *
 * Returns: FALSE with @error set; what is gone by now needs no driver */
static gboolean
virFslMcDriverBindObject(virFslMcBus *bus,
                         const virFslMcObject *object,
                         GError **error)
{
    char vfio[] = VIR_FSLMC_DRIVER_VFIO;
    const virFslMcDriverState wanted = { .driver = vfio, .override = vfio };
    g_autoptr(GError) cause = NULL;

    if ((virFslMcDriverSetOverride(bus, virFslMcObjectGetName(object), vfio, &cause) &&
         virFslMcDriverBind(bus, object, &wanted, &cause)) ||
        g_error_matches(cause, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND))
        return TRUE;

    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

/* Sees to it that everything in the detached container @name is on vfio-fsl-mc.
 * As a rule the bus does that when the container is bound, but not while
 * drivers_autoprobe is off, and not when the probe of one object failed. */
gboolean
virFslMcDriverBindObjects(virFslMcBus *bus, const char *name, GError **error)
{
    gboolean bound;

    /* a nested container shows what is in it once it is bound */
    do {
        g_autoptr(GPtrArray) objects = virFslMcBusList(bus, error);
        const virFslMcObject *container;
        guint i;

        if (!objects)
            return FALSE;

        container = virFslMcListFind(objects, name);
        bound = FALSE;

        for (i = 0; container && i < objects->len; i++) {
            const virFslMcObject *object = g_ptr_array_index(objects, i);

            if (virFslMcObjectGetDriver(object) ||
                !virFslMcObjectIsBelow(object, container))
                continue;

            if (!virFslMcDriverBindObject(bus, object, error))
                return FALSE;
            bound = TRUE;
        }

        if (container && !bound)
            return virFslMcAssignableCheckObjects(container, objects, error);
    } while (bound);

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                _(virFslMcKindFslMc.missing), name);
    return FALSE;
}

/* What there is to do when @container is on the VFIO driver. */
static gboolean
virFslMcDriverFinishDetach(virFslMcBus *bus,
                           const virFslMcObject *container,
                           GError **error)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(container);

    return !kind->finishDetach ||
           kind->finishDetach(bus, virFslMcObjectGetName(container), error);
}

/* Moves @container into @wanted, or leaves it as it was. */
static gboolean
virFslMcDriverMove(virFslMcBus *bus,
                   const virFslMcObject *container,
                   const virFslMcDriverState *wanted,
                   GError **error)
{
    const char *name = virFslMcObjectGetName(container);
    g_auto(virFslMcDriverState) before = { NULL, NULL, FALSE, FALSE };
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autoptr(GError) cause = NULL;

    if (!virFslMcDriverCheckFiles(bus, container, wanted->driver, error))
        return FALSE;

    /* Before anything that takes the device's lock: while a process has a
     * device open, an unbind waits for it, with the lock held. And kept, so
     * that no process opens one from now on. */
    claim = virFslMcVfioClaimNew(bus, name, error);
    if (!claim)
        return FALSE;

    if (!virFslMcDriverReadState(bus, name, &before, error))
        return FALSE;

    if (virFslMcDriverApply(bus, name, wanted, &cause) &&
        (g_strcmp0(wanted->driver, virFslMcObjectGetKind(container)->vfioDriver) != 0 ||
         virFslMcDriverFinishDetach(bus, container, &cause)))
        return TRUE;

    virFslMcDriverRestore(bus, name, &before, &cause);
    virFslMcDriverAnnounce(container);
    g_propagate_error(error, g_steal_pointer(&cause));
    return FALSE;
}

gboolean
virFslMcDriverDetach(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookupTakeable(bus, name, error);
    g_auto(virFslMcDriverState) wanted = { NULL, NULL, FALSE, FALSE };
    const virFslMcKind *kind;

    if (!container)
        return FALSE;

    if (virFslMcObjectIsDetached(container))
        return virFslMcDriverFinishDetach(bus, container, error);

    kind = virFslMcObjectGetKind(container);
    if (!kind->checkDetach(bus, container, error))
        return FALSE;

    if (!virFslMcModuleLoad(bus, kind, error))
        return FALSE;

    wanted.driver = g_strdup(kind->vfioDriver);
    wanted.override = g_strdup(kind->vfioDriver);
    return virFslMcDriverMove(bus, container, &wanted, error);
}

/* What is in a detached container goes with it: the host's driver on one of
 * its objects would keep the rest from the guest. */
gboolean
virFslMcDriverCheckAbove(virFslMcBus *bus,
                         virFslMcObject *container,
                         GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcObjectRef(container);
    g_autofree char *outermost = NULL;
    const char *above;

    while ((above = virFslMcObjectGetParent(object))) {
        virFslMcObject *parent = virFslMcBusLookup(bus, above, error);

        if (!parent)
            return FALSE;

        if (virFslMcObjectIsDetached(parent)) {
            g_free(outermost);
            outermost = g_strdup(above);
        }
        virFslMcObjectUnref(object);
        object = parent;
    }

    if (!outermost)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                _("container '%1$s' is in container '%2$s', which is detached; reattach that one"),
                virFslMcObjectGetName(container), outermost);
    return FALSE;
}

/* A detach that was cut short has left its override with @container, which is on a
 * driver of the host. Where the host has a driver for each device, what names that one
 * is not ours. */
static gboolean
virFslMcDriverForgetOverride(virFslMcBus *bus,
                             const virFslMcObject *container,
                             GError **error)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(container);
    g_autofree char *override = NULL;

    if (!virFslMcDriverReadOverride(container, &override, error))
        return FALSE;

    if (!kind->hostDriver && g_strcmp0(override, kind->vfioDriver) != 0)
        return TRUE;

    return virFslMcDriverSetOverride(bus, virFslMcObjectGetName(container), NULL, error);
}

gboolean
virFslMcDriverReattach(virFslMcBus *bus, const char *name, GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookupTakeable(bus, name, error);
    g_auto(virFslMcDriverState) wanted = { NULL, NULL, FALSE, FALSE };
    const virFslMcKind *kind;
    const char *driver;

    if (!container)
        return FALSE;

    kind = virFslMcObjectGetKind(container);
    driver = virFslMcObjectGetDriver(container);

    if (driver && !virFslMcObjectIsDetached(container) &&
        (!kind->hostDriver || strcmp(driver, kind->hostDriver) == 0))
        return virFslMcDriverForgetOverride(bus, container, error);

    if (driver && !virFslMcObjectIsDetached(container)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_VFIO,
                    _("container '%1$s' is bound to '%2$s', which is neither '%3$s' nor '%4$s'"),
                    name, driver, kind->vfioDriver, kind->hostDriver);
        return FALSE;
    }

    wanted.driver = g_strdup(kind->hostDriver);
    wanted.orNone = kind->hostDriver != NULL;
    wanted.probe = !kind->hostDriver;
    return (!kind->checkReattach || kind->checkReattach(bus, container, error)) &&
           virFslMcDriverMove(bus, container, &wanted, error);
}
