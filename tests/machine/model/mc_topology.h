/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_topology.h: the objects that the MC has, and the tree that they make
 *
 * A topology is written as text, an object a line, what is in a container
 * indented below it:
 *
 *     # comment
 *     dprc.1
 *         dpmcp.1-8
 *         dprc.2 plugged label="first guest"
 *             dpni.1
 *         dprc.3 unplugged
 *
 * The one line without indentation is the root container. A container is plugged
 * when the firmware's layout file (DPL) made it at boot; what is made at run time
 * is not, and nothing plugs it later.
 */

#pragma once

#include <gio/gio.h>

/* Limits of the machine's device tree: the MC portals and the halves of a
 * QBMan portal lie 64 KiB apart in windows of 64 MiB, and msi-map and
 * iommu-map cover 64 isolation contexts. */
#define MC_PORTALS 1024
#define MC_ICIDS 64
#define MC_LABEL_SIZE 16

/* What is the same for all objects of a type. */
typedef struct {
    const char *name;
    guint module;       /* number of the type within command ids */
    guint16 major;      /* version of its interface, as MC firmware 10 has it */
    guint16 minor;
    guint8 irqs;
    guint8 regions;     /* the kernel takes regions of dprc, dpmcp, dpio only */
} McType;

/* The interrupt of a container, as the kernel programmed it. */
typedef struct {
    guint64 address;
    guint32 value;
    guint32 mask;
    guint32 status;
    gboolean enabled;
} McIrq;

typedef struct _McObject McObject;

struct _McObject {
    int refs;
    const McType *type;
    guint32 id;
    char *name;
    char label[MC_LABEL_SIZE];
    gboolean plugged;
    gboolean removed;       /* out of the topology, but somebody has a ref */
    McObject *parent;       /* NULL for the root container */
    GPtrArray *children;    /* in the MC's order; NULL but for containers */
    guint portal;           /* dprc, dpmcp: its MC portal; dpio: QBMan portal */
    guint icid;             /* dprc: its isolation context, from 0 */
    McIrq irq;              /* dprc */
};

typedef struct {
    McObject *root;
    GHashTable *objects;                    /* all of them, by name */
    McObject *portals[MC_PORTALS];          /* whose MC portal it is, or NULL */
    McObject *qbman[MC_PORTALS];            /* whose QBMan portal it is */
    McObject *icids[MC_ICIDS];
    guint portalsSeen;                      /* all in use now or before are
                                             * below this number */
} McTopology;

McObject *mcObjectRef(McObject *object);
void mcObjectUnref(McObject *object);
gboolean mcObjectIsContainer(const McObject *object);

/* The type with that name or module number, NULL when there is none. */
const McType *mcTypeByName(const char *name);
const McType *mcTypeByModule(guint module);

/* A topology with a root container of that name, and nothing in it. */
McTopology *mcTopologyNew(const char *root,
                          GError **error);

/**
 * mcTopologyParse:
 * @text: a topology
 * @source: name of the text in errors
 * @plugged: whether containers of which the text does not say it are plugged
 *
 * Returns: the topology, NULL with @error ("SOURCE:LINE: …") set
 */
McTopology *mcTopologyParse(const char *text,
                            const char *source,
                            gboolean plugged,
                            GError **error);
McTopology *mcTopologyLoad(const char *path,
                           gboolean plugged,
                           GError **error);
void mcTopologyFree(McTopology *topology);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McTopology, mcTopologyFree)

/* The topology as text that mcTopologyParse() takes. */
char *mcTopologyFormat(const McTopology *topology);

/* NULL with @error set when there is none of that name. */
McObject *mcTopologyFind(const McTopology *topology,
                         const char *name,
                         GError **error);

/* The object's own change of life. A container goes with all that is in it;
 * the root container stays. @name may be a range ("dpni.1-8") in add. What is
 * added is plugged, but for containers: those are made at run time. */
gboolean mcTopologyAdd(McTopology *topology,
                       const char *name,
                       const char *container,
                       GError **error);
gboolean mcTopologyRemove(McTopology *topology,
                          const char *name,
                          GError **error);
gboolean mcTopologyMove(McTopology *topology,
                        const char *name,
                        const char *container,
                        GError **error);
gboolean mcTopologySetPlugged(McTopology *topology,
                              const char *name,
                              gboolean plugged,
                              GError **error);
gboolean mcTopologySetLabel(McTopology *topology,
                            const char *name,
                            const char *label,
                            GError **error);

/**
 * mcTopologyBecome:
 * @topology: what the MC has
 * @wanted: what it should have
 *
 * Adds, removes and moves until both have the same objects. Those that stay
 * keep their portals, contexts and open sessions: the kernel that knows them
 * can go on.
 */
gboolean mcTopologyBecome(McTopology *topology,
                          const McTopology *wanted,
                          GError **error);
