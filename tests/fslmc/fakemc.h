/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakemc.h: a Management Complex for unit tests
 *
 * A test that is linked with --wrap for virFslMcMcDeviceOpen and
 * virFslMcMcDeviceSend talks to this one. It knows the objects that it is told,
 * creates, connects and destroys others, and keeps a record of what is open. That
 * the real one is like this is for the tests on a real bus to show.
 */

#pragma once

#include <glib.h>

typedef struct {
    const char *container;  /* as "dprc.1" */
    const char *name;       /* as "dpni.1"; NULL ends an array of them */
    const char *label;
    gboolean plugged;
} FakeMcObject;

typedef struct {
    guint16 failing;        /* number of a command, as 0x15a; 0 for any */
    guint nth;              /* the how-manieth of them fails, from 1; 0: none */
    int number;             /* the errno that it fails with */
    gboolean done;          /* it is carried out nevertheless */
    gint silent;            /* it does not answer as long as this is not 0 */
    gboolean taken;         /* the device node cannot be opened */
    GRand *chance;          /* when there is one, bytes of some answers are others */

    guint commands;         /* how many came */
    guint opens;            /* of the device node */
    GPtrArray *objects;     /* all that there are */
    GHashTable *tokens;     /* what is open now */
    guint16 lastToken;
} FakeMc;

void fakeMcStart(FakeMc *mc, const FakeMcObject *objects);
/* Nothing may be open any more. */
void fakeMcStop(FakeMc *mc);

/* From now on there are these. */
void fakeMcSet(FakeMc *mc, const FakeMcObject *objects);

/* Connects two objects, as "dpmac.1" and "dpni.0". */
void fakeMcConnect(FakeMc *mc, const char *first, const char *second);

/* Returns: a line for each object, with all that the MC knows of it */
char *fakeMcDescribe(const FakeMc *mc);
