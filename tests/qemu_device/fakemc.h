/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fakemc.h: a guest for tests, with an MC that answers as it is told
 */

#pragma once

#include "fslmc_portal.h"

/* Objects of the guest, by index. */
enum {
    FAKE_ROOT,          /* dprc.2 */
    FAKE_DPMCP,         /* dpmcp.5, in dprc.2 */
    FAKE_DPIO,          /* dpio.3, in dprc.2 */
    FAKE_DPNI,          /* dpni.1, in dprc.2 */
    FAKE_NESTED,        /* dprc.4, in dprc.2 */
    FAKE_NESTED_DPNI,   /* dpni.9, in dprc.4 */
    FAKE_LAST
};

typedef struct {
    FslMcGuest guest;
    FslMcObject objects[FAKE_LAST];

    unsigned int sent;                          /* commands that the MC was given */
    uint8_t command[FSLMC_PORTAL_SIZE];         /* the last one */
    uint8_t answer[FSLMC_PORTAL_SIZE];          /* what the MC answers, but for command and token */
    uint16_t token;                             /* what it answers to open */
    int error;                                  /* negative errno: it does not answer */

    unsigned int irqs_set;
    unsigned int irq_object;
    unsigned int irq_index;
    int irq_error;
} FakeMc;

void fake_mc_init(FakeMc *mc);
