/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_portal.c: whatever a guest writes into its portals
 *
 * The input is a sequence of steps of 10 bytes: portal, kind and width; offset;
 * and the value. Steps are also whole headers and names of objects, which random writes
 * seldom are.
 */

#include "fakemc.h"

#include <string.h>

#define STEP 10

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Those that are not passed on as they are. */
static const uint16_t commands[] = {
    0x800, 0x801, 0x803, 0x805, 0x80b, 0x004, 0x010, 0x011, 0x151, 0x15e, 0x15f, 0x160, 0x16d,
    0x27a,
};

static const char names[][FSLMC_TYPE_LENGTH] = { "dprc", "dpmcp", "dpio", "dpni" };


/* The name and id of an object that there may be, where commands have them. */
static void
write_name(FslMcPortal *portal, uint8_t which)
{
    const char *name = names[which & 3];
    uint64_t words[2];

    memcpy(words, name, sizeof(words));
    fslmc_portal_write(portal, which & 4 ? 16 : 32, GUINT64_FROM_LE(words[0]), 8);
    fslmc_portal_write(portal, which & 4 ? 24 : 40, GUINT64_FROM_LE(words[1]), 8);
    fslmc_portal_write(portal, which & 8 ? 28 : 8, which >> 4, 4);
}


static void
write_header(FslMcPortal *portal, uint8_t which, unsigned int version, uint16_t token)
{
    uint64_t command = commands[which % G_N_ELEMENTS(commands)] << 4 | (version & 0xf);

    fslmc_portal_write(portal, 0, command << 48 | (uint64_t) token << 32 | 0x10000, 8);
}


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FakeMc mc;
    FslMcPortal *portals[2];
    uint8_t shown[FSLMC_PORTAL_SIZE];
    size_t i;

    fake_mc_init(&mc);
    portals[0] = fslmc_portal_new(&mc.guest, FAKE_ROOT);
    portals[1] = fslmc_portal_new(&mc.guest, FAKE_DPMCP);

    for (; size >= STEP; data += STEP, size -= STEP) {
        FslMcPortal *portal = portals[data[0] & 1];
        unsigned int width = data[0] & 2 ? 8 : 4;
        uint64_t value;

        memcpy(&value, data + 2, sizeof(value));
        switch (data[0] >> 2 & 7) {
        case 0:
            fslmc_portal_reset(portal);
            break;
        case 1:
            /* what the MC will answer */
            mc.answer[2] = data[1];
            mc.token = value;
            mc.error = (int) (data[2] & 1) * -5;
            mc.irq_error = (int) (data[2] >> 1 & 1) * -5;
            memset(mc.answer + 8, data[3], FSLMC_PORTAL_SIZE - 8);
            break;
        case 2:
            /* a header that is ready */
            fslmc_portal_write(portal, 0, (value & ~UINT64_C(0xff0000)) | 0x10000, 8);
            break;
        case 3:
            /* offsets are not only in the portal */
            fslmc_portal_write(portal, value, value, width);
            fslmc_portal_read(portal, value, width);
            break;
        case 4:
            write_name(portal, data[1]);
            break;
        case 5:
            write_header(portal, data[1], data[2], data[3] & 1 ? mc.token : value >> 16);
            break;
        default:
            fslmc_portal_write(portal, data[1] & 0x7c, value, width);
            fslmc_portal_read(portal, data[1] & 0x7c, width);
        }
        fslmc_portal_copy(portal, shown);
    }

    for (i = 0; i < G_N_ELEMENTS(portals); i++)
        fslmc_portal_free(portals[i]);

    return 0;
}
