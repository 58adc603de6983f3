/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_reservation.c: a device that is kept for one purpose
 */

#include "fslmc-config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_reservation.h"

/* Hidden: who lists the folder sees the loans that there are. */
#define PREFIX ".lock-"

struct _virFslMcReservation {
    int fd;
};


static void
virFslMcReservationSetBusy(const char *path,
                           const char *noun,
                           const char *name,
                           GError **error)
{
    g_autofree char *user = NULL;

    if (g_file_get_contents(path, &user, NULL, NULL) && *user) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("%1$s %2$s is in use by %3$s"), noun, name, user);
    } else {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("%1$s %2$s is being made, moved or destroyed; try again"), noun, name);
    }
}

virFslMcReservation *
virFslMcReservationNew(const char *dir,
                       const char *noun,
                       const char *name,
                       const char *user,
                       GError **error)
{
    g_autofree char *file = g_strconcat(PREFIX, name, NULL);
    g_autofree char *path = g_build_filename(dir, file, NULL);
    gsize length = user ? strlen(user) : 0;
    virFslMcReservation *reservation;
    VIR_FSLMC_AUTOCLOSE fd = -1;

    if (g_mkdir_with_parents(dir, 0700) == 0)
        fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

    /* The lock is the open file's, so it keeps others of the same process out, too.
     * The user is for messages only, but a reservation that says nothing of its
     * user would be taken for one that ends soon. */
    if (fd < 0 || flock(fd, LOCK_EX | LOCK_NB) < 0 || ftruncate(fd, 0) < 0 ||
        (length > 0 && write(fd, user, length) != (gssize) length)) {
        if (fd >= 0 && errno == EWOULDBLOCK) {
            virFslMcReservationSetBusy(path, noun, name, error);
        } else {
            g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                        _("cannot lock '%1$s': %2$s"), path, g_strerror(errno));
        }
        return NULL;
    }

    reservation = g_new0(virFslMcReservation, 1);
    reservation->fd = fd;
    fd = -1;
    return reservation;
}

void
virFslMcReservationFree(virFslMcReservation *reservation)
{
    if (!reservation)
        return;

    /* Unlocked explicitly: a child of the daemon may have the file open until its
     * exec. When it cannot be emptied, only a message to others suffers. */
    if (ftruncate(reservation->fd, 0) == 0)
        errno = 0;
    flock(reservation->fd, LOCK_UN);
    virFslMcFdClose(&reservation->fd);
    g_free(reservation);
}
