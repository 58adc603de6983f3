/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_server.c: the control socket, for any number of clients at a time
 */

#include "mc_server.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <string.h>

/* A client that sends more without an end of line is not one of ours. */
#define MC_SERVER_LINE 4096

typedef struct {
    GSocket *socket;
    GString *input;
} McClient;

struct _McServer {
    char *path;
    GSocket *listener;
    McServerFunc answer;
    void *data;
    GPtrArray *clients;     /* McClient */
    GArray *polls;          /* struct pollfd: the listener, then the clients */
};

static McClient *
mcClientNew(GSocket *socket)
{
    McClient *client = g_new0(McClient, 1);

    client->socket = socket;
    client->input = g_string_new(NULL);
    return client;
}

static void
mcClientFree(McClient *client)
{
    g_object_unref(client->socket);
    g_string_free(client->input, TRUE);
    g_free(client);
}

static void
mcServerAddPoll(McServer *server,
                GSocket *socket)
{
    struct pollfd poll = { g_socket_get_fd(socket), POLLIN, 0 };

    g_array_append_val(server->polls, poll);
}

McServer *
mcServerNew(const char *path,
            McServerFunc answer,
            void *data,
            GError **error)
{
    g_autoptr(GSocketAddress) address = g_unix_socket_address_new(path);
    g_autoptr(GSocket) listener = g_socket_new(G_SOCKET_FAMILY_UNIX,
                                               G_SOCKET_TYPE_STREAM,
                                               G_SOCKET_PROTOCOL_DEFAULT,
                                               error);
    McServer *server;

    if (!listener)
        return NULL;

    /* of a model that was killed */
    g_unlink(path);
    if (!g_socket_bind(listener, address, FALSE, error) ||
        !g_socket_listen(listener, error)) {
        g_prefix_error(error, "cannot listen on '%s': ", path);
        return NULL;
    }

    server = g_new0(McServer, 1);
    server->path = g_strdup(path);
    server->listener = g_steal_pointer(&listener);
    server->answer = answer;
    server->data = data;
    server->clients = g_ptr_array_new_with_free_func((GDestroyNotify)
                                                     mcClientFree);
    server->polls = g_array_new(FALSE, FALSE, sizeof(struct pollfd));
    mcServerAddPoll(server, server->listener);

    return server;
}

void
mcServerFree(McServer *server)
{
    g_unlink(server->path);
    g_ptr_array_unref(server->clients);
    g_array_unref(server->polls);
    g_object_unref(server->listener);
    g_free(server->path);
    g_free(server);
}

static void
mcServerAccept(McServer *server)
{
    GSocket *socket = g_socket_accept(server->listener, NULL, NULL);

    if (!socket)
        return;

    /* one who does not read what it asked for is dropped: to wait for it
     * would stop the machine */
    g_socket_set_blocking(socket, FALSE);
    mcServerAddPoll(server, socket);
    g_ptr_array_add(server->clients, mcClientNew(socket));
}

static gboolean
mcClientSay(McClient *client,
            const char *answer)
{
    g_autofree char *line = g_strconcat(answer, "\n", NULL);
    gsize length = strlen(line);
    gsize sent = 0;

    while (sent < length) {
        gssize n = g_socket_send(client->socket, line + sent, length - sent,
                                 NULL, NULL);
        if (n <= 0)
            return FALSE;
        sent += n;
    }

    return TRUE;
}

/* Returns: whether the client is still there. */
static gboolean
mcServerHear(McServer *server,
             McClient *client)
{
    char buffer[1024];
    gssize n = g_socket_receive(client->socket, buffer, sizeof(buffer),
                                NULL, NULL);
    char *end;

    if (n <= 0)
        return FALSE;

    g_string_append_len(client->input, buffer, n);
    while ((end = memchr(client->input->str, '\n', client->input->len))) {
        g_autofree char *line = g_strndup(client->input->str,
                                          end - client->input->str);
        g_autofree char *answer = NULL;

        g_string_erase(client->input, 0, end + 1 - client->input->str);
        answer = server->answer(g_strchomp(line), server->data);
        if (!mcClientSay(client, answer))
            return FALSE;
    }

    return client->input->len <= MC_SERVER_LINE;
}

void
mcServerWait(McServer *server,
             long nanoseconds)
{
    const struct timespec limit = { 0, nanoseconds };
    struct pollfd *polls = (struct pollfd *) (void *) server->polls->data;
    guint i;

    if (ppoll(polls, server->polls->len, &limit, NULL) <= 0)
        return;

    /* from the end, as an entry goes when its client does */
    for (i = server->clients->len; i > 0; i--) {
        if (!polls[i].revents ||
            mcServerHear(server, g_ptr_array_index(server->clients, i - 1)))
            continue;
        g_ptr_array_remove_index(server->clients, i - 1);
        g_array_remove_index(server->polls, i);
    }

    /* last: it may move the array */
    if (polls[0].revents)
        mcServerAccept(server);
}
