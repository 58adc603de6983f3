/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_session.c: which objects are open, through which portal
 */

#include "mc_session.h"

#define MC_TOKENS 0x10000

typedef struct {
    McObject *object;   /* NULL: not in use */
    guint portal;
} McSession;

struct _McSessions {
    McSession table[MC_TOKENS];     /* by token; 0 is none */
    guint last;
};

McSessions *
mcSessionsNew(void)
{
    return g_new0(McSessions, 1);
}

void
mcSessionsFree(McSessions *sessions)
{
    guint token;

    for (token = 0; token < MC_TOKENS; token++)
        mcSessionsClose(sessions, token);
    g_free(sessions);
}

guint
mcSessionsOpen(McSessions *sessions,
               guint portal,
               McObject *object)
{
    guint i;

    /* those given out last are not given out again soon */
    for (i = 1; i < MC_TOKENS; i++) {
        guint token = (sessions->last + i) % MC_TOKENS;
        McSession *session = &sessions->table[token];

        if (token == 0 || session->object)
            continue;
        session->object = mcObjectRef(object);
        object->sessions++;
        session->portal = portal;
        sessions->last = token;
        return token;
    }

    return 0;
}

void
mcSessionsClose(McSessions *sessions,
                guint token)
{
    McObject **object = &sessions->table[token].object;

    if (*object)
        (*object)->sessions--;
    g_clear_pointer(object, mcObjectUnref);
}

void
mcSessionsCloseOthers(McSessions *sessions,
                      const McTopology *topology,
                      const McObject *container,
                      guint token)
{
    guint i;

    for (i = 1; i < MC_TOKENS; i++) {
        const McObject *owner = topology->portals[sessions->table[i].portal];

        if (i == token || !sessions->table[i].object || !owner)
            continue;
        if (owner == container ||
            (!mcObjectIsContainer(owner) && owner->parent == container))
            mcSessionsClose(sessions, i);
    }
}

McObject *
mcSessionsFind(const McSessions *sessions,
               guint portal,
               guint token)
{
    const McSession *session = &sessions->table[token];

    if (!session->object || session->object->removed ||
        session->portal != portal)
        return NULL;

    return session->object;
}
