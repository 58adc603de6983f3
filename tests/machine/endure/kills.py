# SPDX-License-Identifier: LGPL-2.1-or-later
"""kills.py PATTERN TRACE THREADS: of a trace of strace, prints each call of these threads,
and of those that they make, that names a path of the pattern: the path, the call, and
which one of the thread it is among those that have the same path and name."""

import collections
import re
import sys

# a name that is another one each time; the file gets its own by a call that is in the trace
TEMPORARY = re.compile(r"\.[A-Za-z0-9]{6}$")


def threads_of(lines, threads):
    """Returns these, and the threads, not processes, that they and those make."""
    begun, made = {}, []
    for line in lines:
        words = re.match(r"(\d+) +(<\.\.\. )?(clone3?)\b(.*)", line)
        if not words:
            continue
        # a call that another line interrupts has its flags in the first part
        flags = begun.pop(words[1], "") + words[4]
        result = re.search(r"= (\d+)$", line)
        if not result:
            begun[words[1]] = flags
        elif "CLONE_THREAD" in flags:
            made.append((words[1], result[1]))
    for maker, thread in made:
        if maker in threads:
            threads.add(thread)
    return threads


def main(pattern, trace, threads):
    """Prints them."""
    with open(threads, encoding="utf-8") as file:
        own = set(file.read().split())
    with open(trace, encoding="utf-8", errors="replace") as file:
        lines = file.read().splitlines()
    own = threads_of(lines, own)
    counts = collections.Counter()
    for line in lines:
        call = re.match(r"(\d+) +([a-z0-9_]+)\(", line)
        path = re.search(f'[<"]({pattern})[<>"]', line)
        if not call or call[2].startswith("clone") or call[1] not in own or \
                not path or TEMPORARY.search(path[1]):
            continue
        counts[call.groups(), path[1]] += 1
        # what was in vain has changed nothing
        if " = -1 " not in line:
            print(path[1], call[2], counts[call.groups(), path[1]])


main(*sys.argv[1:])
