/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_answer.h: the commands that the MC knows, and what it answers to each
 */

#pragma once

#include "mc_command.h"
#include "mc_fault.h"
#include "mc_session.h"
#include "mc_topology.h"

/* One command while it is answered. */
typedef struct {
    McTopology *topology;
    McSessions *sessions;
    guint64 portalBase;     /* guest physical address of MC portal 0 */
    guint portal;
    const McCommand *request;
    McCommand *answer;      /* its parameters are zero before */
    McObject *container;    /* whose portal it is */
    McObject *opened;       /* whose session it is, NULL without token */
    McObject *asked;        /* which it asks about, NULL when no other */
    McObject *changed;      /* container whose objects were changed, or NULL */
    guint token;            /* to be answered */
} McCall;

typedef struct {
    const char *name;
    McPattern pattern;
    const char *type;       /* only for sessions of this type, NULL for all */
    gboolean session;       /* has to have a token */
    McObject *(*ask)(const McCall *call);   /* finds asked; NULL: no other */
    McStatus (*answer)(McCall *call);       /* NULL: unknown */
} McCommandInfo;

/* The number of a container's isolation context. */
guint mcContainerIcid(const McObject *container);

/**
 * mcCommandInfoFind:
 * @id: of the command
 * @opened: whose session it is, or NULL
 *
 * What a number means depends on the type of the object that is open.
 *
 * Returns: never NULL; an entry without an answer for an unknown command
 */
const McCommandInfo *mcCommandInfoFind(guint16 id,
                                       const McObject *opened);
/* Where a region of the object is, from the first MC portal on. */
guint64 mcRegionOffset(const McObject *object,
                       guint region);

/* NULL when there is none of that name. */
const McCommandInfo *mcCommandInfoByName(const char *name);
