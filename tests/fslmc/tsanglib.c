/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * tsanglib.c: tells ThreadSanitizer of GLib's locks
 *
 * GLib locks with futexes of its own, in code that ThreadSanitizer has not
 * instrumented: it would take each access under such a lock for a race. Linked
 * into a program, these stand before GLib's functions and say what they mean.
 */

#include <dlfcn.h>
#include <glib.h>

void __tsan_acquire(void *address);
void __tsan_release(void *address);

#define REAL(function) \
    static __typeof__(function) *real; \
    if (!g_atomic_pointer_get(&real)) \
        g_atomic_pointer_set(&real, dlsym(RTLD_NEXT, #function))

#undef g_mutex_lock
#undef g_mutex_unlock

void
g_mutex_lock(GMutex *mutex)
{
    REAL(g_mutex_lock);

    real(mutex);
    __tsan_acquire(mutex);
}

void
g_mutex_unlock(GMutex *mutex)
{
    REAL(g_mutex_unlock);

    __tsan_release(mutex);
    real(mutex);
}

void
g_cond_wait(GCond *cond, GMutex *mutex)
{
    REAL(g_cond_wait);

    __tsan_release(mutex);
    real(cond, mutex);
    __tsan_acquire(mutex);
}

gboolean
g_cond_wait_until(GCond *cond, GMutex *mutex, gint64 end)
{
    gboolean signalled;
    REAL(g_cond_wait_until);

    __tsan_release(mutex);
    signalled = real(cond, mutex, end);
    __tsan_acquire(mutex);
    return signalled;
}
