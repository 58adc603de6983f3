/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakekernel.h: what the kernel does when driver files are written
 *
 * A test that is linked with --wrap=virFslMcSysfsWrite gets these writes
 * carried out on a tree (tree.h): override, bind and unbind with the kernel's
 * errnos, what is in a container coming and going with its driver, and faults
 * put in on purpose. That the
 * kernel is like this is for the tests on a real bus to show.
 */

#pragma once

#include "tree.h"

typedef enum {
    FAULT_NOTHING,      /* the write changes nothing */
    FAULT_DONE,         /* the write does its work nevertheless */
    FAULT_OVERRIDDEN,   /* somebody else sets driver_override */
    FAULT_VANISH,       /* the device vanishes */
    FAULT_UNREADABLE,   /* driver_override cannot be read any more */
} FaultEffect;

typedef struct {
    const char *file;   /* "bind DRIVER", "unbind DRIVER", "driver_override" */
    guint nth;          /* which of its writes, from 1 */
    int number;         /* errno that it gives; 0: it says that all is well */
    FaultEffect effect;
} Fault;

typedef struct {
    const Tree *tree;
    const Fault *faults;    /* ends with one without file */
    GString *log;           /* each write, and what it gave */
    GHashTable *writes;     /* file: number of writes */
    GHashTable *contents;   /* container: names of what is in it */

    GMutex lock;            /* for all of this, and for the tree */
    GCond changed;
    char *held;             /* file of which writes do not return */
    guint waiting;          /* how many do not */
} FakeKernel;

void fakeKernelStart(FakeKernel *kernel,
                     const Tree *tree,
                     const Fault *faults,
                     GString *log);
void fakeKernelStop(FakeKernel *kernel);

/* Writes to @file, named as in a Fault, do not begin from now on; those that wait
 * are let go when it is NULL. */
void fakeKernelHold(FakeKernel *kernel, const char *file);

/* Returns when a write waits. */
void fakeKernelAwaitHeld(FakeKernel *kernel);
