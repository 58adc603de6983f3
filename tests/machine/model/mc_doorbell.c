/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_doorbell.c: interrupts, as QEMU writes them for us
 */

#include "mc_doorbell.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

struct _McDoorbell {
    char *path;
    GSocket *socket;    /* NULL until it is needed */
};

McDoorbell *
mcDoorbellNew(const char *path)
{
    McDoorbell *doorbell = g_new0(McDoorbell, 1);

    doorbell->path = g_strdup(path);
    return doorbell;
}

void
mcDoorbellFree(McDoorbell *doorbell)
{
    g_clear_object(&doorbell->socket);
    g_free(doorbell->path);
    g_free(doorbell);
}

static gboolean
mcDoorbellConnect(McDoorbell *doorbell,
                  GError **error)
{
    g_autoptr(GSocketAddress) address =
        g_unix_socket_address_new(doorbell->path);
    g_autoptr(GSocket) socket = NULL;

    if (doorbell->socket)
        return TRUE;

    socket = g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_DEFAULT, error);
    if (!socket || !g_socket_connect(socket, address, NULL, error))
        return FALSE;

    g_socket_set_blocking(socket, FALSE);
    doorbell->socket = g_steal_pointer(&socket);
    return TRUE;
}

void
mcDoorbellRing(McDoorbell *doorbell,
               guint32 value)
{
    g_autofree char *line =
        g_strdup_printf("writel 0x%" G_GINT64_MODIFIER "x 0x%x\n",
                        MC_DOORBELL_ADDRESS, value);
    g_autoptr(GError) error = NULL;
    char answers[256];

    if (!mcDoorbellConnect(doorbell, &error) ||
        g_socket_send(doorbell->socket, line, strlen(line), NULL, &error) < 0) {
        g_printerr("fslmc-mc-model: no interrupt: %s\n", error->message);
        return;
    }

    /* what QEMU says to it is "OK", and nobody waits for that */
    while (g_socket_receive(doorbell->socket, answers, sizeof(answers), NULL,
                            NULL) > 0)
        continue;
}
