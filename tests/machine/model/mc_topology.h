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
#define MC_POOLS 8
#define MC_CONFIG_SIZE 56
#define MC_MAC_SIZE 6

/* What a container may do, from its creation on. */
#define MC_OPTION_SPAWN 0x1             /* make containers in it */
#define MC_OPTION_ALLOC 0x2             /* draw on its parent's pools */
#define MC_OPTION_OBJ_CREATE 0x4        /* make objects through its own portal */
#define MC_OPTION_TOPOLOGY 0x8          /* connect what is in it */
#define MC_OPTION_IRQ_CFG 0x40
#define MC_OPTIONS_ROOT 0xff
/* as restool makes containers when it is not told otherwise */
#define MC_OPTIONS_DEFAULT \
    (MC_OPTION_SPAWN | MC_OPTION_ALLOC | MC_OPTION_OBJ_CREATE | \
     MC_OPTION_IRQ_CFG)

/* What is the same for all objects of a type. */
typedef struct {
    const char *name;
    guint module;       /* number of the type within command ids */
    guint16 major;      /* version of its interface, as MC firmware 10 has it */
    guint16 minor;
    guint8 irqs;
    guint8 regions;     /* the kernel takes regions of dprc, dpmcp, dpio only */
    guint8 create;      /* newest version of its create command, 0: none */
} McType;

/* The interrupt of an object, as the kernel programmed it. */
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
    guint32 options;        /* dprc: MC_OPTION_… */
    gboolean locked;        /* dprc: nothing changes in it and below */
    McIrq irq;
    McObject *creator;      /* container that made it, which may be removed; a
                             * reference. NULL: the MC itself */
    guint sessions;         /* how often it is open */
    gboolean enabled;
    guint8 config[MC_CONFIG_SIZE];  /* parameters of its create command */
    guint8 mac[MC_MAC_SIZE];        /* dpni, dpmac */
};

typedef struct {
    McObject *root;
    GHashTable *objects;                    /* all of them, by name */
    McObject *portals[MC_PORTALS];          /* whose MC portal it is, or NULL */
    McObject *qbman[MC_PORTALS];            /* whose QBMan portal it is */
    McObject *icids[MC_ICIDS];
    guint portalsSeen;                      /* all in use now or before are
                                             * below this number */
    gboolean portalsLost[MC_PORTALS];       /* of a dpmcp that was destroyed */
    McObject *global;                       /* "dprc.0", which has the pools */
    GPtrArray *connections;                 /* see mc_connection.h */
    guint32 queuePortalSize;    /* of each dpio, in bytes; 0: as on hardware */
    guint poolSizes[MC_POOLS];              /* plus one; 0: as usual */
} McTopology;

McObject *mcObjectRef(McObject *object);
void mcObjectUnref(McObject *object);
gboolean mcObjectIsContainer(const McObject *object);
/* Whether it is in the container, at any depth, or is the container. */
gboolean mcObjectIsWithin(const McObject *object,
                          const McObject *container);

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
/* Two dprc or other objects that have interfaces, as "dpni.1", "dpsw.1.2". */
gboolean mcTopologyConnect(McTopology *topology,
                           const char *one,
                           const char *other,
                           GError **error);
gboolean mcTopologyDisconnect(McTopology *topology,
                              const char *one,
                              GError **error);
/* As an attribute of a topology is written: a number, six bytes. */
gboolean mcTopologySetOptions(McTopology *topology,
                              const char *name,
                              const char *options,
                              GError **error);
gboolean mcTopologySetMac(McTopology *topology,
                          const char *name,
                          const char *mac,
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
 * mcTopologyMake:
 *
 * What the create commands do: an object with the lowest id that is free, not
 * plugged. Its creator is @container.
 */
McObject *mcTopologyMake(McTopology *topology,
                         const McType *type,
                         McObject *container,
                         GError **error);
/* What the destroy commands do: what it has is given back, but for the portal
 * of a dpmcp. Of a container's objects, those that it created go with it; others
 * go to its parent. */
void mcTopologyDestroy(McTopology *topology,
                       McObject *object);
/* Into a container, unplugged. */
void mcTopologyPut(McObject *object,
                   McObject *container);

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
