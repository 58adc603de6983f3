/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc.c: transactions with the Management Complex
 */

#include "fslmc-config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_mc.h"
#include "fslmc_mc_device.h"
#include "fslmc_mcerror.h"
#include "fslmc_names.h"

/* The container that has what no other one has */
#define GLOBAL_CONTAINER 0

/* How often a token is closed that the MC does not close */
#define CLOSE_TRIES 3

/* How often the objects of a container that changes are listed again */
#define LIST_TRIES 5

struct _virFslMcMc {
    char *root;
    int fd;
    GArray *tokens;     /* what is open in the MC */
    GArray *left;       /* what could not be closed, but can be later */
    char *journal;      /* (nullable): file that has these tokens */
};


static void
virFslMcMcJournalAdd(GString *text, const GArray *tokens)
{
    guint i;

    for (i = 0; i < tokens->len; i++)
        g_string_append_printf(text, "%u\n", g_array_index(tokens, virFslMcMcToken, i));
}


/* When it cannot be written, only somebody who comes after the death of this process
 * has less to go by. */
static void
virFslMcMcWriteJournal(const virFslMcMc *mc)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!mc->journal)
        return;

    virFslMcMcJournalAdd(text, mc->tokens);
    virFslMcMcJournalAdd(text, mc->left);
    g_file_set_contents_full(mc->journal, text->str, text->len, G_FILE_SET_CONTENTS_NONE,
                             0600, NULL);
}


virFslMcMc *
virFslMcMcNew(const virFslMcBus *bus, const char *root, GError **error)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetDevRoot(bus), root, NULL);
    int fd = virFslMcMcDeviceOpen(path, error);
    virFslMcMc *mc;

    if (fd < 0)
        return NULL;

    mc = g_new0(virFslMcMc, 1);
    mc->root = g_strdup(root);
    mc->fd = fd;
    mc->tokens = g_array_new(FALSE, FALSE, sizeof(virFslMcMcToken));
    mc->left = g_array_new(FALSE, FALSE, sizeof(virFslMcMcToken));
    return mc;
}

void
virFslMcMcFree(virFslMcMc *mc)
{
    if (!mc)
        return;

    while (mc->tokens->len > 0)
        virFslMcMcClose(mc, g_array_index(mc->tokens, virFslMcMcToken, mc->tokens->len - 1));

    if (mc->journal && mc->left->len == 0)
        g_unlink(mc->journal);
    g_free(mc->journal);
    g_array_unref(mc->left);
    g_array_unref(mc->tokens);
    virFslMcFdClose(&mc->fd);
    g_free(mc->root);
    g_free(mc);
}

gboolean
virFslMcMcSend(virFslMcMc *mc,
               virFslMcMcCommand *command,
               GError **error,
               const char *format,
               ...)
{
    g_autofree char *attempt = NULL;
    g_autofree char *text = NULL;
    virFslMcError code;
    va_list args;
    int number;

    if (virFslMcMcDeviceSend(mc->fd, command) == 0)
        return TRUE;

    number = errno;
    code = virFslMcMcErrorFromErrno(number, &text);
    va_start(args, format);
    attempt = g_strdup_vprintf(format, args);
    va_end(args);

    g_set_error(error, VIR_FSLMC_ERROR, code, "%s: %s", attempt, text);
    errno = number;
    return FALSE;
}

gboolean
virFslMcMcOpen(virFslMcMc *mc,
               const char *type,
               guint32 id,
               virFslMcMcToken *token,
               GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeOpen(&command, type, id);
    if (!virFslMcMcSend(mc, &command, error, _("cannot open '%1$s.%2$u' in the MC"), type, id))
        return FALSE;

    *token = virFslMcMcDecodeToken(&command);
    g_array_append_val(mc->tokens, *token);
    virFslMcMcWriteJournal(mc);
    return TRUE;
}

/* What stays open cannot be destroyed: so try again when the MC refuses. About an
 * object that went away there is nothing to do.
 *
 * Returns: FALSE with errno set when there is no answer */
static gboolean
virFslMcMcSendClose(virFslMcMc *mc, virFslMcMcToken token)
{
    virFslMcMcCommand command;
    guint i;

    for (i = 0; i < CLOSE_TRIES; i++) {
        virFslMcMcEncodeClose(&command, token);
        if (virFslMcMcDeviceSend(mc->fd, &command) == 0)
            return TRUE;
        if (errno == ETIMEDOUT || errno == ESTALE)
            return FALSE;
    }

    return TRUE;
}

void
virFslMcMcClose(virFslMcMc *mc, virFslMcMcToken token)
{
    guint i;

    for (i = 0; i < mc->tokens->len; i++) {
        if (g_array_index(mc->tokens, virFslMcMcToken, i) == token) {
            g_array_remove_index_fast(mc->tokens, i);
            break;
        }
    }

    /* before it is closed: afterwards the MC may give the token to somebody else */
    virFslMcMcWriteJournal(mc);
    /* A silent MC may have closed it. Without its driver, the root container was not asked:
     * whoever comes when that is back closes it. */
    if (!virFslMcMcSendClose(mc, token) && errno == ESTALE) {
        g_array_append_val(mc->left, token);
        virFslMcMcWriteJournal(mc);
    }
}

void
virFslMcMcSetJournal(virFslMcMc *mc, const char *path)
{
    mc->journal = g_strdup(path);
}

gboolean
virFslMcMcRecover(const virFslMcBus *bus, const char *root, const char *path, GError **error)
{
    g_autoptr(virFslMcMc) mc = NULL;
    g_autofree char *text = NULL;
    g_autofree char *reason = NULL;
    g_auto(GStrv) lines = NULL;
    virFslMcError code;
    char **line;

    if (!g_file_get_contents(path, &text, NULL, NULL))
        return TRUE;

    if (!(mc = virFslMcMcNew(bus, root, error)))
        return FALSE;

    lines = g_strsplit(text, "\n", -1);
    for (line = lines; *line; line++) {
        virFslMcMcToken token = strtoul(*line, NULL, 10);

        if (token && !virFslMcMcSendClose(mc, token)) {
            code = virFslMcMcErrorFromErrno(errno, &reason);
            g_set_error(error, VIR_FSLMC_ERROR, code,
                        _("cannot close in the MC what was left open: %1$s"), reason);
            return FALSE;
        }
    }

    g_unlink(path);
    return TRUE;
}

static gboolean
virFslMcMcCountEntries(virFslMcMc *mc,
                       virFslMcMcToken token,
                       guint32 container,
                       guint32 *count,
                       GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeGetCount(&command, token);
    if (!virFslMcMcSend(mc, &command, error, _("cannot count the objects in 'dprc.%1$u'"),
                        container))
        return FALSE;

    *count = virFslMcMcDecodeCount(&command);
    return TRUE;
}

/* Lists @count entries. FALSE without an error: one of them is not there. */
static gboolean
virFslMcMcReadEntries(virFslMcMc *mc,
                      virFslMcMcToken token,
                      guint32 container,
                      guint32 count,
                      GArray *entries,
                      GError **error)
{
    guint32 i;

    g_array_set_size(entries, 0);
    for (i = 0; i < count; i++) {
        g_autoptr(GError) reason = NULL;
        virFslMcMcCommand command;
        virFslMcMcEntry entry;

        virFslMcMcEncodeGetEntry(&command, token, i);
        if (!virFslMcMcSend(mc, &command, &reason,
                            _("cannot read object %1$u of 'dprc.%2$u'"), i, container)) {
            /* a silent MC is not asked again */
            if (reason->code == VIR_FSLMC_ERROR_TIMEOUT)
                g_propagate_error(error, g_steal_pointer(&reason));
            return FALSE;
        }

        virFslMcMcDecodeEntry(&command, &entry);
        g_array_append_val(entries, entry);
    }

    return TRUE;
}

GArray *
virFslMcMcListEntries(virFslMcMc *mc,
                      virFslMcMcToken token,
                      guint32 container,
                      GError **error)
{
    g_autoptr(GArray) entries = g_array_new(FALSE, FALSE, sizeof(virFslMcMcEntry));
    guint32 before, after;
    int i;

    for (i = 0; i < LIST_TRIES; i++) {
        g_autoptr(GError) reason = NULL;
        gboolean complete;

        if (!virFslMcMcCountEntries(mc, token, container, &before, error))
            return NULL;
        complete = virFslMcMcReadEntries(mc, token, container, before, entries, &reason);
        if (reason) {
            g_propagate_error(error, g_steal_pointer(&reason));
            return NULL;
        }
        if (!virFslMcMcCountEntries(mc, token, container, &after, error))
            return NULL;
        if (complete && before == after)
            return g_steal_pointer(&entries);
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FIRMWARE,
                _("cannot list the objects in 'dprc.%1$u': the MC counts %2$u and does "
                  "not show all of them"), container, after);
    return NULL;
}

/* Returns: (transfer full): name of the root container that @object is in, which
 * is the first one in its path */
static char *
virFslMcMcFindRoot(const virFslMcObject *object)
{
    g_auto(GStrv) parts = g_strsplit(virFslMcObjectGetPath(object), "/", -1);
    char **part = parts;

    while (!g_str_has_prefix(*part, VIR_FSLMC_TYPE_DPRC ".") ||
           !virFslMcNameParse(*part, NULL, NULL))
        part++;

    return g_strdup(*part);
}

/* Returns: (transfer full): entries of the container that @object is in */
static GArray *
virFslMcMcListBeside(const virFslMcBus *bus,
                     const virFslMcObject *object,
                     GError **error)
{
    g_autofree char *root = virFslMcMcFindRoot(object);
    g_autoptr(virFslMcMc) mc = virFslMcMcNew(bus, root, error);
    virFslMcMcToken token;
    guint32 parent;

    if (!mc)
        return NULL;

    g_return_val_if_fail(virFslMcNameParse(virFslMcObjectGetParent(object), NULL, &parent),
                         NULL);
    if (!virFslMcMcOpen(mc, VIR_FSLMC_TYPE_DPRC, parent, &token, error))
        return NULL;

    return virFslMcMcListEntries(mc, token, parent, error);
}

gboolean
virFslMcMcReadPlugged(const virFslMcBus *bus,
                      const virFslMcObject *object,
                      gboolean *plugged,
                      GError **error)
{
    g_autoptr(GArray) entries = NULL;
    guint i;

    if (virFslMcObjectIsRoot(object)) {
        *plugged = TRUE;
        return TRUE;
    }

    if (!(entries = virFslMcMcListBeside(bus, object, error)))
        return FALSE;

    for (i = 0; i < entries->len; i++) {
        const virFslMcMcEntry *entry = &g_array_index(entries, virFslMcMcEntry, i);

        if (entry->id == virFslMcObjectGetId(object) &&
            strcmp(entry->type, virFslMcObjectGetType(object)) == 0) {
            *plugged = entry->plugged;
            return TRUE;
        }
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                _("the MC has no '%1$s' in '%2$s'"),
                virFslMcObjectGetName(object), virFslMcObjectGetParent(object));
    return FALSE;
}

/* Returns: (transfer full): as virFslMcMcListFree(), of the container that @token is of */
static GHashTable *
virFslMcMcListPools(virFslMcMc *mc, virFslMcMcToken token, GError **error)
{
    g_autoptr(GHashTable) pools = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    virFslMcMcCommand command;
    guint32 i, count;

    virFslMcMcEncodeGetPoolCount(&command, token);
    if (!virFslMcMcSend(mc, &command, error, _("cannot count the resource pools")))
        return NULL;

    count = virFslMcMcDecodePoolCount(&command);
    for (i = 0; i < count; i++) {
        char pool[VIR_FSLMC_MC_STRING_SIZE];

        virFslMcMcEncodeGetPool(&command, token, i);
        if (!virFslMcMcSend(mc, &command, error, _("cannot read resource pool %1$u"), i))
            return NULL;
        virFslMcMcDecodePool(&command, pool);

        virFslMcMcEncodeGetFree(&command, token, pool);
        if (!virFslMcMcSend(mc, &command, error, _("cannot read resource pool '%1$s'"), pool))
            return NULL;
        g_hash_table_replace(pools, g_strdup(pool),
                             GUINT_TO_POINTER(virFslMcMcDecodeFree(&command)));
    }

    return g_steal_pointer(&pools);
}

GHashTable *
virFslMcMcListFree(virFslMcMc *mc, GError **error)
{
    virFslMcMcToken token;
    GHashTable *pools;

    if (!virFslMcMcOpen(mc, VIR_FSLMC_TYPE_DPRC, GLOBAL_CONTAINER, &token, error))
        return NULL;

    pools = virFslMcMcListPools(mc, token, error);
    virFslMcMcClose(mc, token);
    return pools;
}

gboolean
virFslMcMcGetApi(virFslMcMc *mc, const char *type, virFslMcMcApi *api, GError **error)
{
    virFslMcMcCommand command;

    virFslMcMcEncodeGetApi(&command, type);
    if (!virFslMcMcSend(mc, &command, error,
                        _("cannot ask the MC for its version of type '%1$s'"), type))
        return FALSE;

    *api = virFslMcMcDecodeApi(&command);
    return TRUE;
}

char *
virFslMcMcGetVersion(const virFslMcBus *bus, const char *root, GError **error)
{
    g_autoptr(virFslMcMc) mc = virFslMcMcNew(bus, root, error);
    guint32 major, minor, revision;
    virFslMcMcCommand command;

    if (!mc)
        return NULL;

    virFslMcMcEncodeGetVersion(&command);
    if (!virFslMcMcSend(mc, &command, error,
                        _("cannot ask the Management Complex of '%1$s' for its version"),
                        root))
        return NULL;

    virFslMcMcDecodeVersion(&command, &major, &minor, &revision);
    return g_strdup_printf("%u.%u.%u", major, minor, revision);
}
