/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_tree.h: all objects as the MC knew them, once read
 *
 * sysfs shows neither labels, nor whether an object is plugged, nor what is in
 * a container that no driver has scanned. A tree is a snapshot that never
 * changes, and so is safe to use from any thread.
 */

#pragma once

#include "fslmc_bus.h"
#include "fslmc_mc_plan.h"

typedef struct _virFslMcMcTree virFslMcMcTree;

/* One object. It belongs to the tree. */
typedef struct {
    const char *name;       /* kernel name, as "dpni.1" */
    const char *type;
    guint32 id;
    const char *parent;     /* kernel name of its container; NULL for a root one */
    const char *label;      /* "" without one */
    gboolean plugged;       /* TRUE for a root container */
    gboolean hasOptions;    /* of a container, when they were read */
    guint32 options;        /* of virFslMcMcContainerOptions */
    virFslMcMcPort port;    /* of a dpni, when it was read; of a dpmac only the peer */
} virFslMcMcObject;

/**
 * virFslMcMcListRoots:
 *
 * Only root containers have a device node, and only while they are bound.
 *
 * Returns: (transfer full): names of the root containers, NULL at the end
 * Since: 0.1.0
 */
char **virFslMcMcListRoots(const virFslMcBus *bus);

/**
 * virFslMcMcTreeRead:
 * @roots: names of the root containers, NULL at the end
 *
 * Opens the device node of each root container for as long as it is read.
 * Blocks up to 15 s when the MC is silent, and VIR_FSLMC_MC_OPEN_TIMEOUT_MS
 * when another process has the node.
 *
 * Returns: (transfer full): the tree; NULL with an error of fslmc_mc.h
 * Since: 0.1.0
 */
virFslMcMcTree *virFslMcMcTreeRead(const virFslMcBus *bus,
                                   const char *const *roots,
                                   GError **error);

/**
 * virFslMcMcTreeReadDetails:
 *
 * The same with the options of containers and with what network interfaces and
 * ports are like, which takes some commands more for each of them. What the MC does
 * not tell of one of them is left out.
 *
 * Since: 0.1.0
 */
virFslMcMcTree *virFslMcMcTreeReadDetails(const virFslMcBus *bus,
                                          const char *const *roots,
                                          GError **error);

virFslMcMcTree *virFslMcMcTreeRef(virFslMcMcTree *tree);
void virFslMcMcTreeUnref(virFslMcMcTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMcTree, virFslMcMcTreeUnref)

/**
 * virFslMcMcTreeFind:
 * @name: kernel name, as "dprc.2"
 *
 * Returns: (transfer none) (nullable): that object
 * Since: 0.1.0
 */
const virFslMcMcObject *virFslMcMcTreeFind(const virFslMcMcTree *tree, const char *name);

/**
 * virFslMcMcTreeList:
 *
 * Returns: (transfer none): array of virFslMcMcObject, every object, in the
 *   order of virFslMcObjectCompare(): by type, then by id
 * Since: 0.1.0
 */
GPtrArray *virFslMcMcTreeList(const virFslMcMcTree *tree);

/**
 * virFslMcMcTreeChildren:
 * @container: kernel name of a container
 *
 * Returns: (transfer container): array of virFslMcMcObject, those directly in
 *   @container, in the same order
 * Since: 0.1.0
 */
GPtrArray *virFslMcMcTreeChildren(const virFslMcMcTree *tree, const char *container);
