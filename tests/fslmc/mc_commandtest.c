/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_commandtest.c: commands to the MC, byte by byte
 *
 * What is expected here is written by hand from the MC's public headers, as
 * bytes: a dot for a zero byte, and no more than the part that is not zero.
 */

#include <string.h>

#include "fslmc_mc_command.h"

/* As "00 00 01 00 34 12 21 90  05 …", what follows being zero */
static void
assertBytes(const virFslMcMcCommand *command, const char *expected)
{
    g_autoptr(GString) text = g_string_new(NULL);
    const guint8 *bytes = (const guint8 *) command;
    gsize i, last = sizeof(*command);

    while (last > 0 && bytes[last - 1] == 0)
        last--;
    for (i = 0; i < last; i++) {
        g_string_append(text, i == 0 ? "" : i % 8 == 0 ? " | " : " ");
        if (bytes[i])
            g_string_append_printf(text, "%02x", bytes[i]);
        else
            g_string_append_c(text, '.');
    }
    g_assert_cmpstr(text->str, ==, expected);
}

static const virFslMcMcApi mc10_10_dpni = { 7, 7 };
static const virFslMcMcApi mc10_39_dpni = { 8, 5 };
static const virFslMcMcApi mc10_40_dpni = { 8, 6 };

static const virFslMcMcNetwork network = {
    .options = 0x110, .queues = 8, .tcs = 2, .macEntries = 16, .channels = 3, .vlanEntries = 4,
    .qosEntries = 5, .fsEntries = 0x140, .rxTcs = 1, .congestionGroups = 9,
    .orderRestorations = 0x0203, .distributionKeySize = 0x18,
};

static void
testNothingOpen(void)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeGetVersion(&command);
    assertBytes(&command, ". . 01 . . . 11 83");
    virFslMcMcEncodeGetApi(&command, "dprc");
    assertBytes(&command, ". . 01 . . . 51 a0");
    virFslMcMcEncodeGetApi(&command, "dprtc");
    assertBytes(&command, ". . 01 . . . 01 a1");
    virFslMcMcEncodeOpen(&command, "dprc", 2);
    assertBytes(&command, ". . 01 . . . 51 80 | 02");
    virFslMcMcEncodeOpen(&command, "dpni", 0x01020304);
    assertBytes(&command, ". . 01 . . . 11 80 | 04 03 02 01");
}

static void
testOpened(void)
{
    static const guint8 mac[] = { 0x52, 0x54, 0x00, 0x6d, 0x90, 0x02 };
    virFslMcMcCommand command;

    virFslMcMcEncodeClose(&command, 0x1234);
    assertBytes(&command, ". . 01 . 34 12 01 80");
    virFslMcMcEncodeGetContainerAttributes(&command, 1);
    assertBytes(&command, ". . 01 . 01 . 41");
    virFslMcMcEncodeGetNetworkAttributes(&command, 1);
    assertBytes(&command, ". . 01 . 01 . 46");
    virFslMcMcEncodeGetNetworkMac(&command, 1);
    assertBytes(&command, ". . 01 . 01 . 51 22");
    virFslMcMcEncodeSetNetworkMac(&command, 1, mac);
    assertBytes(&command, ". . 01 . 01 . 41 22 | . . 02 90 6d . 54 52");
}

static void
testContents(void)
{
    static const virFslMcMcEndpoint dpni = { "dpni", 4, 0 };
    static const virFslMcMcEndpoint dpsw = { "dpsw", 1, 3 };
    virFslMcMcCommand command;

    virFslMcMcEncodeGetCount(&command, 7);
    assertBytes(&command, ". . 01 . 07 . 91 15");
    virFslMcMcEncodeGetEntry(&command, 7, 5);
    assertBytes(&command, ". . 01 . 07 . a1 15 | 05");
    virFslMcMcEncodeGetPoolCount(&command, 7);
    assertBytes(&command, ". . 01 . 07 . a1 16");
    virFslMcMcEncodeGetPool(&command, 7, 2);
    assertBytes(&command, ". . 01 . 07 . 91 16 | 02");
    virFslMcMcEncodeGetFree(&command, 7, "mcp");
    assertBytes(&command, ". . 01 . 07 . b1 15 | . . . . . . . . | 6d 63 70");
    virFslMcMcEncodeGetConnection(&command, 7, &dpsw);
    assertBytes(&command, ". . 01 . 07 . c1 16 | 01 . . . 03 . . . | 64 70 73 77");
    virFslMcMcEncodeConnect(&command, 7, &dpni, &dpsw);
    assertBytes(&command, ". . 01 . 07 . 71 16 | 04 . . . . . . . | 01 . . . 03 . . . | "
                "64 70 6e 69 . . . . | . . . . . . . . | . . . . . . . . | 64 70 73 77");
    virFslMcMcEncodeDisconnect(&command, 7, &dpsw);
    assertBytes(&command, ". . 01 . 07 . 81 16 | 01 . . . 03 . . . | 64 70 73 77");
    virFslMcMcEncodeSetLabel(&command, 7, "dprc", 9, "net");
    assertBytes(&command, ". . 01 . 07 . 11 16 | 09 . . . . . . . | 6e 65 74 . . . . . | "
                ". . . . . . . . | 64 70 72 63");
    /* what is too long is cut, and the NUL stays */
    virFslMcMcEncodeSetLabel(&command, 7, "dprc", 9, "0123456789abcdefgh");
    assertBytes(&command, ". . 01 . 07 . 11 16 | 09 . . . . . . . | 30 31 32 33 34 35 36 37 | "
                "38 39 61 62 63 64 65 . | 64 70 72 63");
}

static void
testContainers(void)
{
    static const virFslMcMcApi older = { 6, 3 }, newer = { 6, 4 };
    virFslMcMcCommand command;

    virFslMcMcEncodeCreateContainer(&command, 7, newer, 0x42, "net-a");
    assertBytes(&command, ". . 01 . 07 . 12 15 | 42 . . . ff ff . . | . . . . ff ff ff ff | "
                "6e 65 74 2d 61");
    virFslMcMcEncodeCreateContainer(&command, 7, older, 0x42, "");
    assertBytes(&command, ". . 01 . 07 . 11 15 | 42 . . . ff ff . . | . . . . ff ff ff ff");
    virFslMcMcEncodeDestroyContainer(&command, 7, 2);
    assertBytes(&command, ". . 01 . 07 . 21 15 | 02");
    virFslMcMcEncodeSetLocked(&command, 7, 2, TRUE);
    assertBytes(&command, ". . 01 . 07 . b1 16 | 01 . . . 02");
    virFslMcMcEncodeSetLocked(&command, 7, 2, FALSE);
    assertBytes(&command, ". . 01 . 07 . b1 16 | . . . . 02");
    virFslMcMcEncodeAssign(&command, 7, 2, VIR_FSLMC_MC_ASSIGN_EXPLICIT |
                           VIR_FSLMC_MC_ASSIGN_PLUGGED, "dpni", 1);
    assertBytes(&command, ". . 01 . 07 . 71 15 | 02 . . . 05 . . . | 01 . . . 01 . . . | "
                "64 70 6e 69");
}

static void
testCreate(void)
{
    static const virFslMcMcApi first = { 1, 0 };
    static const virFslMcMcApi dpmcp = { 4, 1 };
    static const virFslMcMcApi dpseci = { 5, 4 };
    static const virFslMcMcApi dpdmai = { 3, 4 };
    virFslMcMcCommand command;

    virFslMcMcEncodeCreateNetwork(&command, 7, mc10_39_dpni, &network);
    assertBytes(&command, ". . 01 . 07 . 17 90 | 10 01 . . 08 02 10 03 | 04 . 05 . 40 01 01 . | "
                "09 03 02 18");
    virFslMcMcEncodeCreateIo(&command, 7, first, 8);
    assertBytes(&command, ". . 01 . 07 . 31 90 | . . 01 . 08");
    virFslMcMcEncodeCreateBufferPool(&command, 7, first);
    assertBytes(&command, ". . 01 . 07 . 41 90");
    virFslMcMcEncodeCreateConcentrator(&command, 7, first, 2);
    assertBytes(&command, ". . 01 . 07 . 81 90 | 02");
    virFslMcMcEncodeCreatePortal(&command, 7, dpmcp);
    assertBytes(&command, ". . 01 . 07 . b2 90 | ff ff ff ff");
    virFslMcMcEncodeCreateCommunication(&command, 7, first, 2);
    assertBytes(&command, ". . 01 . 07 . 72 90 | 02");
    virFslMcMcEncodeCreateCrypto(&command, 7, dpseci, 2, 2);
    assertBytes(&command, ". . 01 . 07 . 93 90 | 02 02 . . . . . . | 02 02");
    virFslMcMcEncodeCreateDma(&command, 7, dpdmai, 1, 2);
    assertBytes(&command, ". . 01 . 07 . e3 90 | 01 02 02");
}

/* From the version of the API to that of the command; the API versions are
 * those of MC releases. */
static void
testVersions(void)
{
    static const struct {
        const char *type;
        virFslMcMcApi api;
        guint8 version;
    } cases[] = {
        { "dprc", { 6, 3 }, 1 }, { "dprc", { 6, 4 }, 2 }, { "dprc", { 6, 7 }, 2 },
        { "dpni", { 7, 5 }, 1 }, { "dpni", { 7, 8 }, 2 }, { "dpni", { 7, 9 }, 3 },
        { "dpni", { 7, 13 }, 3 }, { "dpni", { 7, 15 }, 4 }, { "dpni", { 7, 17 }, 5 },
        { "dpni", { 8, 0 }, 6 }, { "dpni", { 8, 1 }, 6 }, { "dpni", { 8, 5 }, 7 },
        { "dpni", { 8, 6 }, 8 }, { "dpni", { 9, 0 }, 8 },
        { "dpmcp", { 4, 0 }, 1 }, { "dpmcp", { 4, 1 }, 2 },
        { "dpci", { 3, 4 }, 2 },
        { "dpseci", { 5, 1 }, 2 }, { "dpseci", { 5, 3 }, 3 },
        { "dpdmai", { 3, 2 }, 1 }, { "dpdmai", { 3, 3 }, 2 }, { "dpdmai", { 3, 4 }, 3 },
        { "dpio", { 4, 2 }, 1 }, { "dpbp", { 3, 3 }, 1 }, { "dpcon", { 3, 3 }, 1 },
    };
    virFslMcMcCommand command;
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_cmpuint(virFslMcMcCreateVersion(cases[i].type, cases[i].api), ==,
                         cases[i].version);
    }

    virFslMcMcEncodeCreateNetwork(&command, 0, mc10_10_dpni, &network);
    g_assert_cmphex(GUINT64_FROM_LE(command.header) >> 48, ==, 0x9012);
    virFslMcMcEncodeCreateNetwork(&command, 0, mc10_40_dpni, &network);
    g_assert_cmphex(GUINT64_FROM_LE(command.header) >> 48, ==, 0x9018);
}

/* An answer's bytes: the header, and "OFFSET:BYTE BYTE…" of the parameters */
static void
answer(virFslMcMcCommand *command, guint16 token, gsize offset, const char *bytes, gsize length)
{
    command->header = GUINT64_TO_LE((guint64) token << 32);
    memcpy((guint8 *) command->params + offset, bytes, length);
}

#define ANSWER(offset, bytes) answer(&command, 0x1234, offset, bytes, sizeof(bytes) - 1)

static void
testDecode(void)
{
    virFslMcMcCommand command = { 0 };
    char text[VIR_FSLMC_MC_STRING_SIZE];
    guint32 major, minor, revision;
    virFslMcMcEntry entry;
    virFslMcMcEndpoint peer;
    gboolean up;
    guint8 mac[6];

    ANSWER(0, "\x01\x00\x00\x00\x0a\x00\x00\x00\x27\x00\x00\x00");
    g_assert_cmphex(virFslMcMcDecodeToken(&command), ==, 0x1234);
    virFslMcMcDecodeVersion(&command, &major, &minor, &revision);
    g_assert_cmpuint(major, ==, 10);
    g_assert_cmpuint(minor, ==, 39);
    g_assert_cmpuint(revision, ==, 1);
    g_assert_cmpuint(virFslMcMcDecodeId(&command), ==, 1);
    g_assert_cmpuint(virFslMcMcDecodeCount(&command), ==, 10);
    g_assert_cmpuint(virFslMcMcDecodeContainerId(&command), ==, 39);
    g_assert_cmpuint(virFslMcMcDecodeContainerOptions(&command), ==, 39);

    ANSWER(0, "\x08\x00\x05\x00");
    g_assert_cmpuint(virFslMcMcDecodeApi(&command).major, ==, 8);
    g_assert_cmpuint(virFslMcMcDecodeApi(&command).minor, ==, 5);
    g_assert_cmpuint(virFslMcMcDecodePoolCount(&command), ==, 0x50008);
    g_assert_cmpuint(virFslMcMcDecodeFree(&command), ==, 0x50008);

    ANSWER(0, "\x00\x00\x00\x00\x03\x01\x00\x00\x57\x19\x01\x02\x03\x00\x00\x00");
    ANSWER(24, "dpni\0\0\0\0\0\0\0\0\0\0\0\0" "0123456789abcdef");
    virFslMcMcDecodeEntry(&command, &entry);
    g_assert_cmpstr(entry.type, ==, "dpni");
    g_assert_cmpuint(entry.id, ==, 0x103);
    g_assert_cmphex(entry.vendor, ==, 0x1957);
    g_assert_true(entry.plugged);
    /* a label without a NUL at its end */
    g_assert_cmpstr(entry.label, ==, "0123456789abcde");
    ANSWER(12, "\x01");
    virFslMcMcDecodeEntry(&command, &entry);
    g_assert_false(entry.plugged);

    ANSWER(8, "mcp\0");
    virFslMcMcDecodePool(&command, text);
    g_assert_cmpstr(text, ==, "mcp");

    ANSWER(24, "\x03\x00\x00\x00\x02\x00\x00\x00" "dpmac\0\0\0\0\0\0\0\0\0\0\0" "\x01\x00\x00\x00");
    g_assert_true(virFslMcMcDecodeConnection(&command, &peer, &up));
    g_assert_cmpstr(peer.type, ==, "dpmac");
    g_assert_cmpuint(peer.id, ==, 3);
    g_assert_cmpuint(peer.interface, ==, 2);
    g_assert_true(up);
    ANSWER(48, "\x00\x00\x00\x00");
    g_assert_true(virFslMcMcDecodeConnection(&command, &peer, &up));
    g_assert_false(up);
    ANSWER(48, "\xff\xff\xff\xff");
    g_assert_false(virFslMcMcDecodeConnection(&command, &peer, &up));

    ANSWER(0, "\x00\x00\x02\x90\x6d\x00\x54\x52");
    virFslMcMcDecodeMac(&command, mac);
    g_assert_cmpmem(mac, 6, "\x52\x54\x00\x6d\x90\x02", 6);

    ANSWER(0, "\x00\x00\x00\x00\x08");
    g_assert_cmpuint(virFslMcMcDecodeNetworkQueues(&command), ==, 8);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/mc-command/nothing-open", testNothingOpen);
    g_test_add_func("/mc-command/opened", testOpened);
    g_test_add_func("/mc-command/contents", testContents);
    g_test_add_func("/mc-command/containers", testContainers);
    g_test_add_func("/mc-command/create", testCreate);
    g_test_add_func("/mc-command/versions", testVersions);
    g_test_add_func("/mc-command/decode", testDecode);

    return g_test_run();
}
