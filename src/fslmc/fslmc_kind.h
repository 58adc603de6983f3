/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_kind.h: what one kind of VFIO device has of its own
 *
 * The devices of one subsystem of the kernel are a kind. How a device is found,
 * moved between drivers, claimed and reset is the same for all of them; where
 * they differ, there is an entry in this table, and nobody else asks which kind
 * a device is of.
 */

#pragma once

#include "fslmc_error.h"
#include "fslmc_object.h"

typedef struct _virFslMcBus virFslMcBus;

typedef struct _virFslMcKind virFslMcKind;
struct _virFslMcKind {
    const char *subsystem;      /* and the name of its directory below bus/ */
    const char *capability;     /* type of the node device's capability */
    const char *vfioDriver;     /* and the name of its module */
    gboolean hasMc;             /* firmware has it, and knows more of it than the kernel */
    const char *hostDriver;     /* NULL: whichever the kernel has for a device */
    const char *noun;           /* for messages: what is moved; translatable */
    const char *part;           /* and what is in that */
    const char *absent;         /* that the host has no such bus; translatable */
    const char *missing;        /* that there is no '%1$s' on it; translatable */
    const char *unassignable;   /* (nullable) why no guest can have one; translatable */

    gboolean (*nameIsValid)(const char *name);

    /* Returns: (transfer full) (nullable): the device at @path; NULL when it is
     *   none that could be given to a guest */
    virFslMcObject *(*read)(const virFslMcBus *bus,
                            const virFslMcKind *kind,
                            const char *path,
                            guint64 inode);

    /* Returns: (transfer full) (nullable): kernel name of what stands for all that can
     *   be moved only one after the other, @name among it; NULL when that is not there */
    char *(*outermost)(virFslMcBus *bus, const char *name);

    /* (nullable) Whether it can be taken from the host at all. */
    gboolean (*checkTakeable)(const virFslMcObject *object, GError **error);

    /* Whether there is anything that is known to make a detach fail. */
    gboolean (*checkDetach)(virFslMcBus *bus,
                            const virFslMcObject *object,
                            GError **error);

    /* (nullable) Whether @object, on the VFIO driver, is there as a whole.
     * @objects: everything on the bus */
    gboolean (*checkDetached)(const virFslMcObject *object,
                              GPtrArray *objects,
                              GError **error);

    /* (nullable) What there is to do when it is on the VFIO driver. */
    gboolean (*finishDetach)(virFslMcBus *bus, const char *name, GError **error);

    /* (nullable) Whether it may be given back to the host as it is. */
    gboolean (*checkReattach)(virFslMcBus *bus,
                              virFslMcObject *object,
                              GError **error);

    /* Why a bind of @object to @driver gave errno @number. */
    virFslMcError (*explainBind)(virFslMcBus *bus,
                                 const virFslMcObject *object,
                                 const char *driver,
                                 int number,
                                 char **cause);

    /* (nullable) Whether user space could have @object, which is on the VFIO driver, as
     * the whole of its IOMMU group. */
    gboolean (*checkIommu)(virFslMcBus *bus,
                           const virFslMcObject *object,
                           GError **error);

    /* (nullable) Why step @what on the way to an open device gave errno @number;
     * *@cause is NULL where errno says it all. */
    void (*explainVfio)(const virFslMcObject *object,
                        const char *what,
                        int number,
                        char **cause);

    /* Why the reset itself gave errno @number. */
    virFslMcError (*explainReset)(const virFslMcObject *object,
                                  int number,
                                  char **cause);
};

/* Objects on the fsl-mc bus, of which containers are moved. */
extern const virFslMcKind virFslMcKindFslMc;
