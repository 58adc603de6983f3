/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_object.h: one object on the fsl-mc bus, as sysfs showed it
 *
 * An object is a snapshot and never changes: to see a new state, look it up
 * again. So it can be handed from thread to thread without a lock.
 */

#pragma once

#include <glib.h>

typedef struct _virFslMcObject virFslMcObject;

/* Whether the MC has the object plugged. sysfs has no attribute for it: what
 * the host driver holds is plugged, and a container that the bus never probed
 * is not, unless drivers_autoprobe was off. About the rest sysfs does not tell. */
typedef enum {
    VIR_FSLMC_PLUGGED_UNKNOWN,
    VIR_FSLMC_PLUGGED_NO,
    VIR_FSLMC_PLUGGED_YES,
} virFslMcPlugged;

/**
 * virFslMcNameParse:
 * @name: kernel name, as "dprc.2"
 * @type: (out) (optional): "dprc", to be freed with g_free()
 * @id: (out) (optional): 2
 *
 * Accepts exactly what the kernel produces: "dp" and one or more lower-case
 * letters, a dot, and a number that fits 32 bits, without sign or leading
 * zero. Type names come from the MC and new ones appear, so any is accepted.
 *
 * Returns: whether @name is such a name
 * Since: 0.1.0
 */
gboolean virFslMcNameParse(const char *name, char **type, guint32 *id);

/**
 * virFslMcObjectRef / virFslMcObjectUnref:
 *
 * Atomic. Unref accepts NULL.
 *
 * Since: 0.1.0
 */
virFslMcObject *virFslMcObjectRef(virFslMcObject *object);
void virFslMcObjectUnref(virFslMcObject *object);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcObject, virFslMcObjectUnref)

/* What kind of device it is: fslmc_kind.h. Since: 0.1.0 */
typedef struct _virFslMcKind virFslMcKind;
const virFslMcKind *virFslMcObjectGetKind(const virFslMcObject *object);
/* For messages: "container", "object" or "device", translated. Since: 0.1.0 */
const char *virFslMcObjectGetNoun(const virFslMcObject *object);

/* What it is. The strings belong to the object. Since: 0.1.0 */
const char *virFslMcObjectGetName(const virFslMcObject *object);   /* "dprc.2" */
const char *virFslMcObjectGetType(const virFslMcObject *object);   /* "dprc" */
guint32 virFslMcObjectGetId(const virFslMcObject *object);         /* 2 */
gboolean virFslMcObjectIsContainer(const virFslMcObject *object);
/* container without a container above it */
gboolean virFslMcObjectIsRoot(const virFslMcObject *object);
/* real path in sysfs, below the bus's sysfs root */
const char *virFslMcObjectGetPath(const virFslMcObject *object);
/* inode of that folder, which no later device of this name has */
guint64 virFslMcObjectGetInode(const virFslMcObject *object);
/* kernel name of the container that it is in; NULL for a root container */
const char *virFslMcObjectGetParent(const virFslMcObject *object);

/* of what kind that is; NULL without one */
const virFslMcKind *virFslMcObjectGetParentKind(const virFslMcObject *object);

/* What state it was in. Since: 0.1.0 */
/* NULL when no driver is bound */
const char *virFslMcObjectGetDriver(const virFslMcObject *object);
/* number of the IOMMU group, -1 without one */
int virFslMcObjectGetIommuGroup(const virFslMcObject *object);
/* vendor from modalias, 0x1957 for NXP; 0 when it could not be read */
guint16 virFslMcObjectGetVendor(const virFslMcObject *object);
virFslMcPlugged virFslMcObjectGetPlugged(const virFslMcObject *object);
/* on the VFIO driver of its kind */
gboolean virFslMcObjectIsDetached(const virFslMcObject *object);

/* What its node in the device tree says it is compatible with, the most exact
 * first, NULL at the end. NULL for an fsl-mc object, and without such a node.
 * Since: 0.1.0 */
const char *const *virFslMcObjectGetCompatible(const virFslMcObject *object);
/* the peripheral id of an AMBA device, as "00141031"; NULL for others.
 * Since: 0.1.0 */
const char *virFslMcObjectGetPeriphid(const virFslMcObject *object);

/* Whether @object is in the container @above, at any depth. Since: 0.1.0 */
gboolean virFslMcObjectIsBelow(const virFslMcObject *object,
                               const virFslMcObject *above);

/* Whether two snapshots are of the same device and say the same. Since: 0.1.0 */
gboolean virFslMcObjectEqual(const virFslMcObject *a, const virFslMcObject *b);
/* Order for lists: by type, then by id, then by name. Since: 0.1.0 */
int virFslMcObjectCompare(const virFslMcObject *a, const virFslMcObject *b);
