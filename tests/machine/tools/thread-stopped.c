/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * thread-stopped THREAD COMMAND…: runs the command while one thread of a process is
 * stopped, and the others run on. Its status is that of the command.
 */

#include <err.h>
#include <stdlib.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>


int
main(int argc, char **argv)
{
    pid_t thread;
    pid_t command;
    int status;

    if (argc < 3)
        errx(2, "usage: thread-stopped THREAD COMMAND…");

    thread = atoi(argv[1]);
    if (ptrace(PTRACE_SEIZE, thread, NULL, NULL) < 0 ||
        ptrace(PTRACE_INTERRUPT, thread, NULL, NULL) < 0 ||
        waitpid(thread, &status, __WALL) != thread || !WIFSTOPPED(status))
        err(1, "thread %d", thread);

    if ((command = fork()) < 0)
        err(1, "fork");
    if (command == 0) {
        execvp(argv[2], argv + 2);
        err(127, "%s", argv[2]);
    }
    if (waitpid(command, &status, 0) != command)
        err(1, "waitpid");

    /* it runs on when we end */
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
