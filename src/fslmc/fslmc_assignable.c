/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_assignable.c: whether a container can be given to a guest
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_error.h"
#include "fslmc_kind.h"
#include "fslmc_vfio.h"

/* VFIO keeps a group from user space while one of its devices is on a driver of
 * the host. QEMU opens each object in the container, nested ones included, and
 * ends when it cannot, as for one without a driver (vfio_base_device_init). */
static gboolean
virFslMcAssignableCheckObject(const virFslMcObject *container,
                              const virFslMcObject *object,
                              GError **error)
{
    const char *driver = virFslMcObjectGetDriver(object);

    if (virFslMcObjectIsDetached(object))
        return TRUE;

    if (driver)
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_HOST_DRIVER,
                    _("container '%1$s' is not assignable: its object '%2$s' is bound to driver '%3$s'"),
                    virFslMcObjectGetName(container),
                    virFslMcObjectGetName(object), driver);
    else
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_UNBOUND,
                    _("container '%1$s' is not assignable: its object '%2$s' is not bound to a driver"),
                    virFslMcObjectGetName(container),
                    virFslMcObjectGetName(object));
    return FALSE;
}

gboolean
virFslMcAssignableCheckObjects(const virFslMcObject *container,
                               GPtrArray *objects,
                               GError **error)
{
    int group = virFslMcObjectGetIommuGroup(container);
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        gboolean shares = group >= 0 && virFslMcObjectGetIommuGroup(object) == group &&
            virFslMcObjectGetDriver(object);

        if ((shares || virFslMcObjectIsBelow(object, container)) &&
            !virFslMcAssignableCheckObject(container, object, error))
            return FALSE;
    }

    return TRUE;
}

gboolean
virFslMcAssignableCheckGroup(virFslMcBus *bus,
                             const virFslMcObject *container,
                             GError **error)
{
    const char *above = virFslMcObjectGetParent(container);

    if (virFslMcObjectGetIommuGroup(container) >= 0)
        return TRUE;

    if (!virFslMcObjectGetDriver(container) && above) {
        g_autoptr(virFslMcObject) parent = virFslMcBusLookup(bus, above, error);

        if (!parent)
            return FALSE;

        if (virFslMcObjectGetIommuGroup(parent) >= 0)
            return TRUE;
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NO_IOMMU_GROUP,
                _("container '%1$s' has no IOMMU group; is there an IOMMU for the fsl-mc bus?"),
                virFslMcObjectGetName(container));
    return FALSE;
}

gboolean
virFslMcAssignableCheck(virFslMcBus *bus,
                        const virFslMcObject *container,
                        GPtrArray *objects,
                        GError **error)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(container);

    if ((kind->checkTakeable && !kind->checkTakeable(container, error)) ||
        !virFslMcVfioCheckFree(bus, container, objects, error))
        return FALSE;

    if (virFslMcObjectIsDetached(container))
        return !kind->checkDetached || kind->checkDetached(container, objects, error);

    return kind->checkDetach(bus, container, error);
}

gboolean
virFslMcAssignableCheckMates(const virFslMcObject *container,
                             GPtrArray *objects,
                             GError **error)
{
    int group = virFslMcObjectGetIommuGroup(container);
    const virFslMcObject *mate = NULL;

    if (group >= 0)
        mate = virFslMcListFindHostMember(objects, group);
    if (!mate)
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_HOST_DRIVER,
                _("%1$s '%2$s' is not assignable: '%3$s' in its IOMMU group %4$d is bound to driver '%5$s'; give it to the same domain or detach it"),
                virFslMcObjectGetNoun(container), virFslMcObjectGetName(container),
                virFslMcObjectGetName(mate), group, virFslMcObjectGetDriver(mate));
    return FALSE;
}
