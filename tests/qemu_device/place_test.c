/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * place_test.c: room in the address maps that guests of QEMU's machine 'virt' have
 */

#include "fslmc_guest.h"
#include "fslmc_place.h"

#define MiB (UINT64_C(1) << 20)
#define GiB (UINT64_C(1) << 30)
#define TiB (UINT64_C(1) << 40)

typedef struct {
    const char *name;
    uint64_t end;               /* of all addresses */
    FslMcRange used[5];
    gboolean room;
    uint64_t place;
} PlaceCase;

/* What is below 1 GiB is not among them: nothing is looked for there. */
static const PlaceCase cases[] = {
    { "64-mib", TiB,
      { { GiB, 64 * MiB }, { 256 * GiB, 64 * MiB }, { 256 * GiB + 256 * MiB, 256 * MiB },
        { 512 * GiB, 512 * GiB } },
      TRUE, GiB + 64 * MiB },
    { "odd", TiB, { { GiB, 65 * MiB } }, TRUE, GiB + 66 * MiB },
    { "hotplug", TiB, { { GiB, 4 * GiB }, { 5 * GiB, 20 * GiB } }, TRUE, 25 * GiB },
    { "255-gib", TiB,
      { { GiB, 255 * GiB }, { 256 * GiB, 64 * MiB }, { 256 * GiB + 256 * MiB, 256 * MiB },
        { 512 * GiB, 512 * GiB } },
      TRUE, 256 * GiB + 64 * MiB },
    { "511-gib", 2 * TiB,
      { { GiB, 511 * GiB }, { 512 * GiB, 64 * MiB }, { 512 * GiB + 256 * MiB, 256 * MiB },
        { 1 * TiB, 512 * GiB } },
      TRUE, 512 * GiB + 64 * MiB },
    { "no-gap", 2 * TiB,
      { { GiB, 1023 * GiB }, { TiB, 512 * GiB } },
      TRUE, TiB + 512 * GiB },
    { "32-bits", 4 * GiB, { { GiB, 2 * GiB } }, TRUE, 3 * GiB },
    { "32-bits-full", 4 * GiB, { { GiB, 3 * GiB } }, FALSE, 0 },
    { "32-bits-nearly-full", 4 * GiB, { { GiB, 3 * GiB - 2 * MiB } }, FALSE, 0 },
    { "40-bits-full", TiB, { { GiB, TiB - GiB } }, FALSE, 0 },
    { "wraps", UINT64_MAX, { { GiB, UINT64_MAX } }, FALSE, 0 },
};


static void
test_place(const void *data)
{
    const PlaceCase *c = data;
    uint64_t place;
    gboolean room;

    room = fslmc_place_find(c->used, G_N_ELEMENTS(c->used), GiB, c->end,
                            3 * MiB, 2 * MiB, &place);
    g_assert_cmpint(room, ==, c->room);
    if (room)
        g_assert_cmphex(place, ==, c->place);
}


static void
test_names(void)
{
    static const char *const bad[] = {
        "", "dprc", "dprc.", ".2", "dprc.02", "dprc.2 ", "dprc.+2", "dprc.2/", "../dprc.2",
        "dprc.4294967296", "pci.1", "dpABC.1", "dp.1", "dpabcdefghijklmnop.1", "dprc.2.3",
    };
    char type[FSLMC_TYPE_LENGTH];
    uint32_t id;
    size_t i;

    g_assert_true(fslmc_guest_parse_name("dprc.2", type, &id));
    g_assert_cmpstr(type, ==, "dprc");
    g_assert_cmpuint(id, ==, 2);
    g_assert_true(fslmc_guest_parse_name("dpseci.0", type, &id));

    for (i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(fslmc_guest_parse_name(bad[i], type, &id));
}


int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);
    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/place/%s", cases[i].name);

        g_test_add_data_func(path, &cases[i], test_place);
    }
    g_test_add_func("/guest/names", test_names);

    return g_test_run();
}
