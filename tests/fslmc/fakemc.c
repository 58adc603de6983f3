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

/* The MC's errors, as errnos */
#define NO_PRIVILEGE EPERM
#define CONFIG ENXIO
#define NO_RESOURCES ENAVAIL

/* The container that has what no container has */
#define GLOBAL "dprc.0"

int __wrap_virFslMcMcDeviceOpen(const char *path, GError **error);
int __wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command);

typedef struct {
    char *container;
    char *name;
    char label[16];
    gboolean plugged;
    gboolean locked;
    guint32 options;
    char *peer;
    guint8 mac[6];
    guint8 queues;          /* of a dpni that was created */
} Object;

static FakeMc *current;
static GMutex lock;     /* of one command at a time */

static void
objectFree(gpointer opaque)
{
    Object *object = opaque;

    g_free(object->container);
    g_free(object->name);
    g_free(object->peer);
    g_free(object);
}

static Object *
objectAdd(FakeMc *mc, const char *container, const char *name, const char *label)
{
    Object *object = g_new0(Object, 1);

    object->container = g_strdup(container);
    object->name = g_strdup(name);
    g_strlcpy(object->label, label ? label : "", sizeof(object->label));
    g_ptr_array_add(mc->objects, object);
    return object;
}

static Object *
objectFind(FakeMc *mc, const char *name)
{
    guint i;

    for (i = 0; i < mc->objects->len; i++) {
        Object *object = mc->objects->pdata[i];

        if (strcmp(object->name, name) == 0)
            return object;
    }

    return NULL;
}

void
fakeMcSet(FakeMc *mc, const FakeMcObject *objects)
{
    g_ptr_array_set_size(mc->objects, 0);
    for (; objects->name; objects++) {
        objectAdd(mc, objects->container, objects->name, objects->label)->plugged =
            objects->plugged;
    }
}

void
fakeMcStart(FakeMc *mc, const FakeMcObject *objects)
{
    memset(mc, 0, sizeof(*mc));
    mc->objects = g_ptr_array_new_with_free_func(objectFree);
    mc->tokens = g_hash_table_new_full(NULL, NULL, NULL, g_free);
    fakeMcSet(mc, objects);
    current = mc;
}

void
fakeMcStop(FakeMc *mc)
{
    current = NULL;
    g_assert_cmpuint(g_hash_table_size(mc->tokens), ==, 0);
    g_hash_table_unref(mc->tokens);
    g_ptr_array_unref(mc->objects);
}

void
fakeMcConnect(FakeMc *mc, const char *first, const char *second)
{
    objectFind(mc, first)->peer = g_strdup(second);
    objectFind(mc, second)->peer = g_strdup(first);
}

char *
fakeMcDescribe(const FakeMc *mc)
{
    GString *text = g_string_new(NULL);
    guint i;

    for (i = 0; i < mc->objects->len; i++) {
        const Object *object = mc->objects->pdata[i];

        g_string_append_printf(text, "%s %s", object->container, object->name);
        if (*object->label)
            g_string_append_printf(text, " '%s'", object->label);
        if (object->plugged)
            g_string_append(text, " plugged");
        if (object->options)
            g_string_append_printf(text, " options 0x%x", object->options);
        if (object->locked)
            g_string_append(text, " locked");
        if (object->mac[0])
            g_string_append_printf(text, " mac %02x…%02x", object->mac[0], object->mac[5]);
        if (object->peer)
            g_string_append_printf(text, " to %s", object->peer);
        g_string_append_c(text, '\n');
    }

    return g_string_free(text, FALSE);
}

int
__wrap_virFslMcMcDeviceOpen(const char *path, GError **error)
{
    if (current->taken) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY, "%s is taken", path);
        return -1;
    }

    g_mutex_lock(&lock);
    current->opens++;
    g_mutex_unlock(&lock);
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

static const char *
text(const virFslMcMcCommand *command, gsize offset)
{
    return (const char *) command->params + offset;
}

/* The object whose id and type name are there */
static char *
nameAt(const virFslMcMcCommand *command, gsize idOffset, gsize typeOffset)
{
    return g_strdup_printf("%s.%u", text(command, typeOffset), get32(command, idOffset));
}

static Object *
findEntry(const char *container, guint32 wanted, guint32 *count)
{
    Object *found = NULL;
    guint i;

    *count = 0;
    for (i = 0; i < current->objects->len; i++) {
        Object *object = current->objects->pdata[i];

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
    const Object *object = findEntry(container, get32(command, 0), &count);
    g_autofree char *type = NULL;
    guint32 id;

    if (!object)
        return NO_RESOURCES;

    g_assert_true(virFslMcNameParse(object->name, &type, &id));
    put32(command, 4, id);
    put32(command, 8, 0x1957);
    put32(command, 12, object->plugged ? 2 : 0);
    memset((char *) command->params + 24, 0, 32);
    strncpy((char *) command->params + 24, type, 16);
    strncpy((char *) command->params + 40, object->label, 16);
    return 0;
}

static int
answerOpen(virFslMcMcCommand *command, const char *type)
{
    g_autofree char *name = g_strdup_printf("%s.%u", type, get32(command, 0));
    guint16 token = ++current->lastToken;

    if (!objectFind(current, name) && strcmp(name, GLOBAL) != 0 && strcmp(name, "dprc.1") != 0)
        return CONFIG;

    g_hash_table_insert(current->tokens, GUINT_TO_POINTER(token), g_steal_pointer(&name));
    command->header = GUINT64_TO_LE((guint64) token << 32);
    return 0;
}

/* Ids are the lowest free one. */
static Object *
create(const char *container, const char *type, const char *label, guint32 *id)
{
    for (*id = 1; ; (*id)++) {
        g_autofree char *name = g_strdup_printf("%s.%u", type, *id);

        if (strcmp(name, "dprc.1") != 0 && !objectFind(current, name))
            return objectAdd(current, container, name, label);
    }
}

static void
destroy(Object *object)
{
    Object *peer = object->peer ? objectFind(current, object->peer) : NULL;

    if (peer)
        g_clear_pointer(&peer->peer, g_free);
    g_ptr_array_remove(current->objects, object);
}

static gboolean
isOpen(const char *name)
{
    GHashTableIter iter;
    gpointer opened;

    g_hash_table_iter_init(&iter, current->tokens);
    while (g_hash_table_iter_next(&iter, NULL, &opened)) {
        if (strcmp(opened, name) == 0)
            return TRUE;
    }

    return FALSE;
}

static int
answerDestroyContainer(virFslMcMcCommand *command)
{
    g_autofree char *name = g_strdup_printf("dprc.%u", get32(command, 0));
    Object *container = objectFind(current, name);
    Object *object;
    guint32 count;

    if (!container)
        return CONFIG;
    if (isOpen(name))
        return EBUSY;
    if (container->locked)
        return NO_PRIVILEGE;

    while ((object = findEntry(name, 0, &count)))
        destroy(object);
    destroy(container);
    return 0;
}

static int
answerConnection(virFslMcMcCommand *command)
{
    g_autofree char *name = nameAt(command, 0, 8);
    Object *object = objectFind(current, name);
    g_autofree char *type = NULL;
    guint32 id;

    if (!object)
        return CONFIG;

    memset((char *) command->params + 24, 0, 32);
    put32(command, 48, object->peer ? 0 : 0xffffffff);
    if (object->peer) {
        g_assert_true(virFslMcNameParse(object->peer, &type, &id));
        put32(command, 24, id);
        strncpy((char *) command->params + 32, type, 16);
    }
    return 0;
}

static int
answerConnect(virFslMcMcCommand *command)
{
    g_autofree char *first = nameAt(command, 0, 16);
    g_autofree char *second = nameAt(command, 8, 40);
    Object *a = objectFind(current, first);
    Object *b = objectFind(current, second);

    if (!a || !b || a->peer || b->peer)
        return CONFIG;

    fakeMcConnect(current, first, second);
    return 0;
}

static int
answerDisconnect(virFslMcMcCommand *command)
{
    g_autofree char *name = nameAt(command, 0, 8);
    Object *object = objectFind(current, name);

    if (!object || !object->peer)
        return CONFIG;

    g_clear_pointer(&objectFind(current, object->peer)->peer, g_free);
    g_clear_pointer(&object->peer, g_free);
    return 0;
}

/* Commands about the container @name, which is open */
static int
answerContainer(virFslMcMcCommand *command, guint16 id, const char *name)
{
    Object *container = objectFind(current, name);
    Object *object;
    guint32 value;

    switch (id) {
    case 0x004:
        put32(command, 8, container ? container->options : 0);
        return 0;
    case 0x151:
        object = create(name, "dprc", text(command, 16), &value);
        object->options = get32(command, 0);
        put32(command, 8, value);
        return 0;
    case 0x152:
        return answerDestroyContainer(command);
    case 0x157: {
        g_autofree char *which = nameAt(command, 12, 16);

        if (container->locked)
            return NO_PRIVILEGE;
        if (!(object = objectFind(current, which)) || strcmp(object->container, name) != 0)
            return CONFIG;
        object->plugged = (get32(command, 4) & 4) != 0;
        return 0;
    }
    case 0x159:
        findEntry(name, 0, &value);
        put32(command, 4, value);
        return 0;
    case 0x15a:
        return answerEntry(command, name);
    case 0x15b:
        put32(command, 0, strcmp(text(command, 8), "mcp") == 0 ? 3 : 0);
        return 0;
    case 0x161: {
        g_autofree char *which = nameAt(command, 0, 24);

        if (!(object = objectFind(current, which)))
            return CONFIG;
        g_strlcpy(object->label, text(command, 8), sizeof(object->label));
        return 0;
    }
    case 0x167:
        return answerConnect(command);
    case 0x168:
        return answerDisconnect(command);
    case 0x169:
        strcpy((char *) command->params + 8, get32(command, 0) == 0 ? "bp" : "mcp");
        return 0;
    case 0x16a:
        put32(command, 0, 2);
        return 0;
    case 0x16b: {
        g_autofree char *which = g_strdup_printf("dprc.%u", get32(command, 4));

        if (!(object = objectFind(current, which)))
            return CONFIG;
        object->locked = (get32(command, 0) & 1) != 0;
        return 0;
    }
    case 0x16c:
        return answerConnection(command);
    default:
        g_error("command 0x%x", id);
    }
}

static const char *const types[] = {
    [0x1] = "dpni", [0x3] = "dpio", [0x4] = "dpbp", [0x5] = "dprc", [0x7] = "dpci",
    [0x8] = "dpcon", [0xc] = "dpmac", [0x9] = "dpseci", [0xb] = "dpmcp", [0xe] = "dpdmai",
};

static int
answer(virFslMcMcCommand *command)
{
    guint16 id = GUINT64_FROM_LE(command->header) >> 52;
    gpointer token = GUINT_TO_POINTER(virFslMcMcDecodeToken(command));
    const char *opened;
    Object *object;
    guint32 fresh;
    guint i;

    switch (id) {
    case 0x831:
        put32(command, 4, 10);
        put32(command, 8, 39);
        return 0;
    case 0x800:
        g_assert_true(g_hash_table_remove(current->tokens, token));
        return 0;
    default:
        break;
    }
    if ((id & 0xff0) == 0x800)
        return answerOpen(command, types[id & 0xf]);
    if ((id & 0xff0) == 0xa00) {
        put32(command, 0, 8 | 5 << 16);
        return 0;
    }

    opened = g_hash_table_lookup(current->tokens, token);
    g_assert_nonnull(opened);
    if (id == 0x225) {
        memset(command->params, 0, 8);
        for (i = 0; i < 6; i++)
            ((guint8 *) command->params)[7 - i] = objectFind(current, opened)->mac[i];
        return 0;
    }
    if (id == 0x004 && g_str_has_prefix(opened, "dpni.")) {
        memset(command->params, 0, sizeof(command->params));
        ((guint8 *) command->params)[4] = objectFind(current, opened)->queues;
        return 0;
    }
    if (id == 0x224) {
        for (i = 0; i < 6; i++)
            objectFind(current, opened)->mac[i] = ((guint8 *) command->params)[7 - i];
        return 0;
    }
    if ((id & 0xff0) == 0x900) {
        if (objectFind(current, opened)->locked)
            return NO_PRIVILEGE;
        object = create(opened, types[id & 0xf], NULL, &fresh);
        object->queues = ((guint8 *) command->params)[4];
        put32(command, 0, fresh);
        return 0;
    }

    return answerContainer(command, id, opened);
}

int
__wrap_virFslMcMcDeviceSend(int fd, virFslMcMcCommand *command)
{
    guint16 id = GUINT64_FROM_LE(command->header) >> 52;
    virFslMcMcCommand asked = *command;
    gboolean fails;
    int number;

    g_assert_cmpint(fd, ==, FAKE_FD);
    while (g_atomic_int_get(&current->silent))
        g_usleep(1000);
    g_mutex_lock(&lock);
    current->commands++;

    fails = current->nth > 0 && (!current->failing || current->failing == id) &&
            --current->nth == 0;
    number = fails && !current->done ? 0 : answer(command);
    if (fails) {
        /* a token that nobody was told of, and nobody can close, is not counted */
        if (current->done && (id & 0xff0) == 0x800 && id != 0x800)
            g_hash_table_remove(current->tokens, GUINT_TO_POINTER(current->lastToken));
        number = current->number;
        *command = asked;
    }
    /* of those that ask; what is opened and created has the number that it was given */
    if (current->chance && (id & 0xf00) != 0x800 && (id & 0xf00) != 0x900 &&
        g_rand_int_range(current->chance, 0, 8) == 0) {
        ((guint8 *) command)[g_rand_int_range(current->chance, 0, sizeof(*command))] =
            g_rand_int(current->chance);
    }
    g_mutex_unlock(&lock);

    errno = number;
    return number ? -1 : 0;
}
