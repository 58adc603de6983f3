/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * portal_test.c: what a guest writes into a portal, and what it reads there
 */

#include "fakemc.h"

#include <errno.h>
#include <string.h>

typedef struct {
    FakeMc mc;
    FslMcPortal *portal;        /* the root container's */
    FslMcPortal *other;         /* dpmcp.5's */
} Fixture;

#define COMMAND(id, version) ((id) << 4 | (version))

static const uint8_t none[FSLMC_PORTAL_SIZE - 8];


static void
setup(Fixture *f, const void *data)
{
    fake_mc_init(&f->mc);
    f->portal = fslmc_portal_new(&f->mc.guest, FAKE_ROOT);
    f->other = fslmc_portal_new(&f->mc.guest, FAKE_DPMCP);
}


static void
teardown(Fixture *f, const void *data)
{
    fslmc_portal_free(f->portal);
    fslmc_portal_free(f->other);
}


static uint64_t
header(unsigned int command, uint16_t token)
{
    return (uint64_t) command << 48 | (uint64_t) token << 32 | FSLMC_STATUS_READY << 16;
}


/* As Linux writes a command: the header last. Returns: the status of the answer. */
static unsigned int
run(FslMcPortal *portal, unsigned int command, uint16_t token, const uint8_t *params)
{
    int i;

    for (i = FSLMC_PORTAL_WORDS - 1; i > 0; i--) {
        uint64_t word;

        memcpy(&word, params + (i - 1) * 8, 8);
        fslmc_portal_write(portal, i * 8, GUINT64_FROM_LE(word), 8);
    }
    fslmc_portal_write(portal, 0, header(command, token), 8);

    return fslmc_portal_read(portal, 0, 8) >> 16 & 0xff;
}


static unsigned int
open_object(Fixture *f, FslMcPortal *portal, unsigned int module, uint8_t id, uint16_t token)
{
    uint8_t params[FSLMC_PORTAL_SIZE - 8] = { id };

    f->mc.token = token;
    return run(portal, COMMAND(0x800 + module, 1), 0, params);
}


static void
test_forward(Fixture *f, const void *data)
{
    uint8_t params[FSLMC_PORTAL_SIZE - 8];
    uint8_t shown[FSLMC_PORTAL_SIZE];
    uint64_t first;
    unsigned int i;

    for (i = 0; i < sizeof(params); i++) {
        params[i] = i + 1;
        f->mc.answer[8 + i] = 0x80 + i;
    }
    g_assert_cmpuint(run(f->portal, COMMAND(0x831, 1), 0, params), ==, FSLMC_STATUS_OK);
    g_assert_cmpuint(f->mc.sent, ==, 1);
    g_assert_cmpmem(f->mc.command + 8, sizeof(params), params, sizeof(params));
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 4), ==, 0x83828180);
    g_assert_cmphex(fslmc_portal_read(f->portal, 56, 8), ==, 0xb7b6b5b4b3b2b1b0);

    /* what a guest reads */
    fslmc_portal_copy(f->portal, shown);
    memcpy(&first, shown, sizeof(first));
    g_assert_cmphex(GUINT64_FROM_LE(first), ==, fslmc_portal_read(f->portal, 0, 8));
    g_assert_cmpmem(shown + 8, sizeof(params), f->mc.answer + 8, sizeof(params));

    /* whatever the MC says is passed on, to the guest's own portal alone */
    f->mc.answer[2] = 0x9;
    g_assert_cmpuint(run(f->portal, COMMAND(0x901, 1), 7, params), ==, 0x9);
    g_assert_cmphex(fslmc_portal_read(f->other, 0, 8), ==, 0);
}


static void
test_no_answer(Fixture *f, const void *data)
{
    f->mc.error = -ETIMEDOUT;
    g_assert_cmpuint(run(f->portal, COMMAND(0x831, 1), 0, none), ==, FSLMC_STATUS_TIMEOUT);
    f->mc.error = 0;
    f->mc.answer[2] = FSLMC_STATUS_READY;
    g_assert_cmpuint(run(f->portal, COMMAND(0x831, 1), 0, none), ==, FSLMC_STATUS_TIMEOUT);
    f->mc.answer[2] = FSLMC_STATUS_OK;
    g_assert_cmpuint(run(f->portal, COMMAND(0x831, 1), 0, none), ==, FSLMC_STATUS_OK);
}


/* A command begins when all of its header is there, in whatever order the halves come. */
static void
test_halves(Fixture *f, const void *data)
{
    uint64_t word = header(COMMAND(0x831, 1), 0);

    fslmc_portal_write(f->portal, 0, (uint32_t) word, 4);
    g_assert_cmpuint(f->mc.sent, ==, 0);
    fslmc_portal_write(f->portal, 4, word >> 32, 4);
    g_assert_cmpuint(f->mc.sent, ==, 1);

    fslmc_portal_write(f->portal, 4, word >> 32, 4);
    g_assert_cmpuint(f->mc.sent, ==, 1);
    fslmc_portal_write(f->portal, 0, (uint32_t) word, 4);
    g_assert_cmpuint(f->mc.sent, ==, 2);

    /* not "ready" */
    fslmc_portal_write(f->portal, 0, word & ~UINT64_C(0xff0000), 8);
    g_assert_cmpuint(f->mc.sent, ==, 2);
    fslmc_portal_write(f->portal, 8, word, 8);
    g_assert_cmpuint(f->mc.sent, ==, 2);
}


static void
test_outside(Fixture *f, const void *data)
{
    static const uint64_t offsets[] = { 60, 64, 0xfff8, UINT64_MAX - 7, UINT64_MAX };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(offsets); i++) {
        fslmc_portal_write(f->portal, offsets[i], header(COMMAND(0x831, 1), 0), 8);
        g_assert_cmphex(fslmc_portal_read(f->portal, offsets[i], 8), ==, UINT64_MAX);
    }
    g_assert_cmpuint(f->mc.sent, ==, 0);
    fslmc_portal_write(f->portal, 60, 0x12345678, 4);
    g_assert_cmphex(fslmc_portal_read(f->portal, 56, 8), ==, 0x1234567800000000);
}


static void
test_open(Fixture *f, const void *data)
{
    g_assert_cmpuint(open_object(f, f->portal, 5, 2, 0x77), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 4, 4) & 0xffff, ==, 0x77);

    /* a container that is not the guest's is not even asked for */
    g_assert_cmpuint(open_object(f, f->portal, 5, 1, 0x78), ==, FSLMC_STATUS_NO_PRIVILEGE);
    g_assert_cmpuint(f->mc.sent, ==, 1);

    /* what the MC refused has no token */
    f->mc.answer[2] = FSLMC_STATUS_NO_PRIVILEGE;
    g_assert_cmpuint(open_object(f, f->portal, 1, 1, 0x79), ==, FSLMC_STATUS_NO_PRIVILEGE);
    f->mc.answer[2] = FSLMC_STATUS_OK;
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x79, none), ==, FSLMC_STATUS_AUTH_ERR);
}


static void
test_get_attributes(Fixture *f, const void *data)
{
    open_object(f, f->portal, 5, 2, 0x77);
    open_object(f, f->portal, 5, 4, 0x78);
    open_object(f, f->portal, 1, 1, 0x79);

    /* the host's icid never gets out, but in what is no icid */
    memset(f->mc.answer + 8, 0x5a, FSLMC_PORTAL_SIZE - 8);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x77, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x5a5a00ff5a5a5a5a);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x78, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x5a5a00fe5a5a5a5a);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 6), 0x79, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x5a5a5a5a5a5a5a5a);

    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 2), 0x77, none), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0);

    /* a token of another portal's, and one that was closed */
    g_assert_cmpuint(run(f->other, COMMAND(0x004, 1), 0x77, none), ==, FSLMC_STATUS_AUTH_ERR);
    g_assert_cmpuint(run(f->portal, COMMAND(0x800, 1), 0x77, none), ==, FSLMC_STATUS_OK);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x77, none), ==, FSLMC_STATUS_AUTH_ERR);
}


/* Addresses of the host's portals, or what firmware has in their place. */
static void
test_portals_of_the_host(Fixture *f, const void *data)
{
    open_object(f, f->portal, 3, 3, 0x77);
    open_object(f, f->portal, 3, 99, 0x78);
    open_object(f, f->portal, 5, 2, 0x79);
    memset(f->mc.answer + 8, 0x5a, FSLMC_PORTAL_SIZE - 8);

    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x77, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x5a5a5a5a5a5a5a5a);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0);
    g_assert_cmphex(fslmc_portal_read(f->portal, 24, 8), ==, 0x10000);
    g_assert_cmphex(fslmc_portal_read(f->portal, 32, 8), ==, 0x5a5a5a5a5a5a5a5a);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x78, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0);
    g_assert_cmphex(fslmc_portal_read(f->portal, 24, 8), ==, 0);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 2), 0x77, none), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);

    /* a register of the host's, which a dpni alone has */
    open_object(f, f->portal, 1, 1, 0x7a);
    memset(f->mc.answer + 8, 0x5a, FSLMC_PORTAL_SIZE - 8);
    g_assert_cmpuint(run(f->portal, COMMAND(0x27a, 2), 0x7a, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x5a5a5a5a5a5a5a5a);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0x5a5a5a5a00000000);
    g_assert_cmpuint(run(f->portal, COMMAND(0x27a, 3), 0x7a, none), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
    g_assert_cmpuint(run(f->portal, COMMAND(0x27a, 2), 0x7b, none), ==, FSLMC_STATUS_AUTH_ERR);
    g_assert_cmpuint(run(f->portal, COMMAND(0x27a, 2), 0x77, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0x5a5a5a5a5a5a5a5a);

    g_assert_cmpuint(run(f->portal, COMMAND(0x151, 2), 0x79, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0x5a5a5a5a5a5a5a5a);
    g_assert_cmphex(fslmc_portal_read(f->portal, 24, 8), ==, 0);
    g_assert_cmpuint(run(f->portal, COMMAND(0x151, 3), 0x79, none), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
}


static void
get_obj_region(Fixture *f, uint16_t token, unsigned int version, const char *type, uint8_t id,
               uint8_t index, unsigned int status, uint64_t offset, uint32_t size,
               uint64_t base)
{
    uint8_t params[FSLMC_PORTAL_SIZE - 8] = { id, 0, 0, 0, 0, 0, index };

    memcpy(params + 24, type, strlen(type));
    memset(f->mc.answer + 8, 0x5a, FSLMC_PORTAL_SIZE - 8);
    g_assert_cmphex(run(f->portal, COMMAND(0x15e, version), token, params), ==, status);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, offset);
    g_assert_cmphex(fslmc_portal_read(f->portal, 24, 4), ==, size);
    g_assert_cmphex(fslmc_portal_read(f->portal, 40, 8), ==, base);
    /* type and flags are as the MC has them */
    if (status == FSLMC_STATUS_OK) {
        g_assert_cmphex(fslmc_portal_read(f->portal, 28, 4), ==, 0x5a5a5a5a);
        g_assert_cmphex(fslmc_portal_read(f->portal, 32, 4), ==, 0x5a5a5a5a);
    }
}


static void
test_get_obj_region(Fixture *f, const void *data)
{
    unsigned int sent;
    unsigned int version;

    open_object(f, f->portal, 5, 2, 0x77);
    open_object(f, f->portal, 5, 4, 0x78);
    open_object(f, f->portal, 1, 1, 0x79);
    for (version = 1; version <= 3; version++) {
        uint64_t mc = version == 1 ? 0 : 0x2000000000;
        uint64_t qbman = version == 1 ? 0 : 0x2100000000;

        get_obj_region(f, 0x77, version, "dprc", 2, 0, 0, 0, 0x10000, mc);
        get_obj_region(f, 0x77, version, "dpmcp", 5, 0, 0, 0x10000, 0x10000, mc);
        get_obj_region(f, 0x77, version, "dprc", 4, 0, 0, 0x20000, 0x10000, mc);
        get_obj_region(f, 0x77, version, "dpio", 3, 0, 0, 0, 0x10000, qbman);
        get_obj_region(f, 0x77, version, "dpio", 3, 1, 0, 0x10000, 0x1000, qbman);
    }

    sent = f->mc.sent;
    get_obj_region(f, 0x77, 0, "dpio", 3, 0, FSLMC_STATUS_UNSUPPORTED_OP, 0, 0, 0);
    get_obj_region(f, 0x77, 4, "dpio", 3, 0, FSLMC_STATUS_UNSUPPORTED_OP, 0, 0, 0);
    get_obj_region(f, 0x77, 3, "dpio", 3, 2, FSLMC_STATUS_CONFIG_ERR, 0, 0, 0);
    get_obj_region(f, 0x77, 3, "dpio", 4, 0, FSLMC_STATUS_CONFIG_ERR, 0, 0, 0);
    get_obj_region(f, 0x77, 3, "0123456789abcdef", 3, 0, FSLMC_STATUS_CONFIG_ERR, 0, 0, 0);
    get_obj_region(f, 0x78, 3, "dpio", 3, 0, FSLMC_STATUS_CONFIG_ERR, 0, 0, 0);
    get_obj_region(f, 0x79, 3, "dpio", 3, 0, FSLMC_STATUS_AUTH_ERR, 0, 0, 0);
    get_obj_region(f, 0, 3, "dpio", 3, 0, FSLMC_STATUS_AUTH_ERR, 0, 0, 0);
    g_assert_cmpuint(f->mc.sent, ==, sent);

    f->mc.answer[2] = FSLMC_STATUS_NO_PRIVILEGE;
    get_obj_region(f, 0x77, 3, "dpio", 3, 0, FSLMC_STATUS_NO_PRIVILEGE,
                   0x5a5a5a5a5a5a5a5a, 0x5a5a5a5a, 0x5a5a5a5a5a5a5a5a);
}


static void
test_get_mem(Fixture *f, const void *data)
{
    open_object(f, f->portal, 5, 2, 0x77);
    g_assert_cmpuint(run(f->portal, COMMAND(0x16d, 1), 0x77, none), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
    g_assert_cmpuint(f->mc.sent, ==, 1);
}


/* Interrupts never reach the MC: their addresses are the guest's. */
static void
test_irq(Fixture *f, const void *data)
{
    static const uint8_t set[FSLMC_PORTAL_SIZE - 8] = {
        0x11, 0x22, 0, 0, 0, 0, 0, 0,           /* data 0x2211, index 0 */
        0x40, 0, 0x09, 0x08, 0, 0, 0, 0,        /* address 0x8090040 */
        0x17, 0, 0, 0,                          /* number 0x17 */
    };
    uint8_t obj[FSLMC_PORTAL_SIZE - 8];
    uint8_t get[FSLMC_PORTAL_SIZE - 8] = { 1, 0, 0, 0, 1, 0, 0, 0, 'd', 'p', 'n', 'i' };
    unsigned int sent;

    open_object(f, f->portal, 5, 2, 0x77);
    open_object(f, f->portal, 5, 4, 0x78);
    sent = f->mc.sent;

    g_assert_cmpuint(run(f->portal, COMMAND(0x010, 1), 0x77, set), ==, FSLMC_STATUS_OK);
    g_assert_cmpuint(f->mc.irq_object, ==, FAKE_ROOT);
    g_assert_cmphex(f->mc.objects[FAKE_ROOT].irqs[0].address, ==, 0x8090040);
    g_assert_cmpuint(run(f->portal, COMMAND(0x011, 1), 0x77, none), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 8, 8), ==, 0x2211);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0x8090040);
    g_assert_cmphex(fslmc_portal_read(f->portal, 24, 8), ==, 0x17);

    memcpy(obj, set, sizeof(obj));
    obj[4] = 1;
    obj[20] = 1;
    memcpy(obj + 24, "dpni", 4);
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 1), 0x77, obj), ==, FSLMC_STATUS_OK);
    g_assert_cmpuint(f->mc.irq_object, ==, FAKE_DPNI);
    g_assert_cmpuint(f->mc.irq_index, ==, 1);
    g_assert_cmpuint(run(f->portal, COMMAND(0x160, 1), 0x77, get), ==, FSLMC_STATUS_OK);
    g_assert_cmphex(fslmc_portal_read(f->portal, 16, 8), ==, 0x8090040);
    g_assert_cmpuint(f->mc.irqs_set, ==, 2);

    /* not in this container, no such interrupt, no such version, no such token */
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 1), 0x78, obj), ==, FSLMC_STATUS_CONFIG_ERR);
    obj[4] = 2;
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 1), 0x77, obj), ==, FSLMC_STATUS_CONFIG_ERR);
    obj[4] = 1;
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 2), 0x77, obj), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
    g_assert_cmpuint(run(f->portal, COMMAND(0x010, 2), 0x77, set), ==,
                     FSLMC_STATUS_UNSUPPORTED_OP);
    g_assert_cmpuint(run(f->portal, COMMAND(0x160, 1), 0x99, get), ==, FSLMC_STATUS_AUTH_ERR);
    g_assert_cmpuint(run(f->portal, COMMAND(0x010, 1), 0x99, set), ==, FSLMC_STATUS_AUTH_ERR);
    g_assert_cmpuint(f->mc.irqs_set, ==, 2);

    /* what the host could not do stays as it was */
    f->mc.irq_error = -ENOSPC;
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 1), 0x77, none), ==, FSLMC_STATUS_CONFIG_ERR);
    memset(obj + 8, 0, 8);
    g_assert_cmpuint(run(f->portal, COMMAND(0x15f, 1), 0x77, obj), ==, FSLMC_STATUS_NO_RESOURCE);
    g_assert_cmphex(f->mc.objects[FAKE_DPNI].irqs[1].address, ==, 0x8090040);
    g_assert_cmpuint(f->mc.sent, ==, sent);
}


static void
test_reset(Fixture *f, const void *data)
{
    open_object(f, f->portal, 5, 2, 0x77);
    fslmc_portal_write(f->portal, 4, 0, 4);
    fslmc_portal_reset(f->portal);
    g_assert_cmphex(fslmc_portal_read(f->portal, 0, 8), ==, 0);
    g_assert_cmpuint(run(f->portal, COMMAND(0x004, 1), 0x77, none), ==, FSLMC_STATUS_AUTH_ERR);
    /* no half of a header was left */
    fslmc_portal_reset(f->portal);
    fslmc_portal_write(f->portal, 0, 1 << 16, 4);
    g_assert_cmpuint(f->mc.sent, ==, 1);
}


int
main(int argc, char **argv)
{
    static const struct {
        const char *path;
        void (*function)(Fixture *f, const void *data);
    } tests[] = {
        { "/portal/forward", test_forward },
        { "/portal/no-answer", test_no_answer },
        { "/portal/halves", test_halves },
        { "/portal/outside", test_outside },
        { "/portal/open", test_open },
        { "/portal/get-attributes", test_get_attributes },
        { "/portal/portals-of-the-host", test_portals_of_the_host },
        { "/portal/get-obj-region", test_get_obj_region },
        { "/portal/get-mem", test_get_mem },
        { "/portal/irq", test_irq },
        { "/portal/reset", test_reset },
    };
    size_t i;

    g_test_init(&argc, &argv, NULL);
    for (i = 0; i < G_N_ELEMENTS(tests); i++)
        g_test_add(tests[i].path, Fixture, NULL, setup, tests[i].function, teardown);

    return g_test_run();
}
