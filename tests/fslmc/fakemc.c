/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakemc.c: a Management Complex for unit tests
 */

#include <errno.h>
#include <string.h>

#include "fakemc.h"
#include "fslmc_error.h"
#include "fslmc_mc_device.h"
#include "fslmc_object.h"

#define FAKE_FD 1000000

int __wrap_virFslMcMcDeviceOpen(const char *path, GError **error);
int __wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command);

static FakeMc *current;

void
fakeMcStart(FakeMc *mc, const FakeMcObject *objects)
{
    memset(mc, 0, sizeof(*mc));
    mc->objects = objects;
    mc->tokens = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    current = mc;
}

void
fakeMcStop(FakeMc *mc)
{
    current = NULL;
    g_assert_cmpuint(g_hash_table_size(mc->tokens), ==, 0);
    g_hash_table_unref(mc->tokens);
}

int
__wrap_virFslMcMcDeviceOpen(const char *path, GError **error)
{
    if (current->taken) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY, "%s is taken", path);
        return -1;
    }

    current->opens++;
    /* closing it fails, and does no harm */
    return FAKE_FD;
}

static guint32
get32(const virFslMcMcCommand *command, gsize offset)
{
    guint32 value;

    memcpy(&value, (const guint8 *) command->params + offset, sizeof(value));
    return GUINT32_FROM_LE(value);
}

static void
put32(virFslMcMcCommand *command, gsize offset, guint32 value)
{
    value = GUINT32_TO_LE(value);
    memcpy((guint8 *) command->params + offset, &value, sizeof(value));
}

static const FakeMcObject *
findEntry(const char *container, guint32 wanted, guint32 *count)
{
    const FakeMcObject *object, *found = NULL;

    *count = 0;
    for (object = current->objects; object->name; object++) {
        if (strcmp(object->container, container) != 0)
            continue;
        if (*count == wanted)
            found = object;
        (*count)++;
    }

    return found;
}

static int
answerEntry(virFslMcMcCommand *command, const char *container)
{
    guint32 count;
    const FakeMcObject *object = findEntry(container, get32(command, 0), &count);
    g_autofree char *type = NULL;
    guint32 id;

    if (!object)
        return ENAVAIL;

    g_assert_true(virFslMcNameParse(object->name, &type, &id));
    put32(command, 4, id);
    put32(command, 8, 0x1957);
    put32(command, 12, object->plugged ? 2 : 0);
    strncpy((char *) command->params + 24, type, 16);
    strncpy((char *) command->params + 40, object->label ? object->label : "", 16);
    return 0;
}

static int
answer(virFslMcMcCommand *command)
{
    guint16 id = GUINT64_FROM_LE(command->header) >> 52;
    gpointer token = GUINT_TO_POINTER(virFslMcMcDecodeToken(command));
    const char *container = g_hash_table_lookup(current->tokens, token);
    guint32 count;

    if (id == 0x805) {
        guint16 fresh = ++current->lastToken;

        g_hash_table_insert(current->tokens, GUINT_TO_POINTER(fresh),
                            g_strdup_printf("dprc.%u", get32(command, 0)));
        command->header = GUINT64_TO_LE((guint64) fresh << 32);
        return 0;
    }
    if (id == 0x831) {
        put32(command, 4, 10);
        put32(command, 8, 39);
        return 0;
    }

    g_assert_nonnull(container);
    if (id == 0x800) {
        g_hash_table_remove(current->tokens, token);
        return 0;
    }
    if (id == 0x159) {
        findEntry(container, 0, &count);
        put32(command, 4, count);
        return 0;
    }
    if (id == 0x15a)
        return answerEntry(command, container);

    g_error("command 0x%x", id);
}

int
__wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command)
{
    guint16 id = GUINT64_FROM_LE(command->header) >> 52;
    int number;

    g_assert_cmpint(fd, ==, FAKE_FD);
    while (g_atomic_int_get(&current->silent))
        g_usleep(1000);
    current->commands++;

    if (current->failing == id && --current->nth == 0) {
        current->failing = 0;
        number = current->number;
    } else {
        number = answer(command);
    }

    errno = number;
    return number ? -1 : 0;
}
