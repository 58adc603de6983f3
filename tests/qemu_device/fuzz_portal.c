/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_portal.c: whatever a guest writes into its portals
 *
 * The input is a sequence of steps of 10 bytes: portal, kind and width; offset;
 * and the value. Steps are also whole commands, which random writes seldom are.
 */

#include "fakemc.h"

#include <string.h>

#define STEP 10

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    FakeMc mc;
    FslMcPortal *portals[2];
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
        default:
            fslmc_portal_write(portal, data[1] & 0x7c, value, width);
            fslmc_portal_read(portal, data[1] & 0x7c, width);
        }
    }

    for (i = 0; i < G_N_ELEMENTS(portals); i++)
        fslmc_portal_free(portals[i]);

    return 0;
}
