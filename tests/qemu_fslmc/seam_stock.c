/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * seam_stock.c: a module that calls functions of its own
 */

#define EXPORT __attribute__((visibility("default"), noinline))

int seamCalled(void);
int seamReferred(void);
int seamUnused(void);
int seamStart(void);

EXPORT int
seamCalled(void)
{
    return 1;
}


EXPORT int
seamReferred(void)
{
    return 2;
}


EXPORT int
seamUnused(void)
{
    return 4;
}


EXPORT int
seamStart(void)
{
    int (*volatile referred)(void) = seamReferred;

    return seamCalled() + referred();
}
