/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fakemc.c: a guest for tests, with an MC that answers as it is told
 */

#include "fakemc.h"

#include <string.h>


static int
fake_mc_send(void *opaque, unsigned int object, uint8_t *command)
{
    FakeMc *mc = opaque;
    unsigned int id = (command[6] | command[7] << 8) >> 4;

    g_assert_cmpuint(object, <, FAKE_LAST);
    mc->sent++;
    memcpy(mc->command, command, FSLMC_PORTAL_SIZE);
    if (mc->error)
        return mc->error;

    command[2] = mc->answer[2];
    memcpy(command + 8, mc->answer + 8, FSLMC_PORTAL_SIZE - 8);
    if (id > 0x800 && id < 0x840) {
        command[4] = mc->token & 0xff;
        command[5] = mc->token >> 8;
    }

    return 0;
}


static int
fake_mc_set_irq(void *opaque, unsigned int object, unsigned int index)
{
    FakeMc *mc = opaque;

    g_assert_cmpuint(object, <, FAKE_LAST);
    g_assert_cmpuint(index, <, mc->objects[object].nirqs);
    mc->irqs_set++;
    mc->irq_object = object;
    mc->irq_index = index;

    return mc->irq_error;
}


static const FslMcGuestOps ops = {
    .send = fake_mc_send,
    .setIrq = fake_mc_set_irq,
};


void
fake_mc_init(FakeMc *mc)
{
    static const FslMcObject objects[FAKE_LAST] = {
        [FAKE_ROOT] = {
            .type = "dprc", .id = 2, .container = 2, .icid = 0xff,
            .nregions = 1, .regions = { { .window = FSLMC_WINDOW_MC, .size = 0x10000 } },
            .nirqs = 1,
        },
        [FAKE_DPMCP] = {
            .type = "dpmcp", .id = 5, .container = 2,
            .nregions = 1, .regions = { { .window = FSLMC_WINDOW_MC, .size = 0x10000 } },
            .nirqs = 1,
        },
        [FAKE_DPIO] = {
            .type = "dpio", .id = 3, .container = 2,
            .nregions = 2, .regions = {
                { .window = FSLMC_WINDOW_QBMAN, .size = 0x10000 },
                { .window = FSLMC_WINDOW_QBMAN, .size = 0x1000 },
            },
            .nirqs = 1,
        },
        [FAKE_DPNI] = { .type = "dpni", .id = 1, .container = 2, .nirqs = 2 },
        [FAKE_NESTED] = {
            .type = "dprc", .id = 4, .container = 2, .icid = 0xfe,
            .nregions = 1, .regions = { { .window = FSLMC_WINDOW_MC, .size = 0x10000 } },
            .nirqs = 1,
        },
        [FAKE_NESTED_DPNI] = { .type = "dpni", .id = 9, .container = 4, .nirqs = 2 },
    };

    memset(mc, 0, sizeof(*mc));
    memcpy(mc->objects, objects, sizeof(objects));
    mc->guest.ops = &ops;
    mc->guest.opaque = mc;
    mc->guest.objects = mc->objects;
    mc->guest.nobjects = FAKE_LAST;
    mc->guest.windows[FSLMC_WINDOW_MC] = 0x2000000000;
    mc->guest.windows[FSLMC_WINDOW_QBMAN] = 0x2100000000;
    fslmc_guest_layout(&mc->guest);
}
