# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints ratios of what a benchmark measured.

Each line of standard input is "ROUND STATE CALL NANOSECONDS", and STATE is "with" or
"without"; "VALUE UNIT" may stand instead of NANOSECONDS. With an argument, what is more
"with" is divided by it, and printed as well. "shortest" is the ratio of the shortest of all:
other work on the machine makes times longer, and some have none beside them.
"""

import collections
import statistics
import sys

measured = collections.defaultdict(list)
units = {}
for line in sys.stdin:
    number, state, call, value, *unit = line.split()
    # nanoseconds are too fine
    measured[call, number, state].append(int(value) / (1 if unit else 1000))
    units[call] = unit[0] if unit else "us"
each = int(sys.argv[1]) if len(sys.argv) > 1 else 0

print(
    f"{'call':15} {'with':>10} {'without':>10} {'ratio':>9} {'spread':>11} {'shortest':>8} {'rounds':>6}"
    + (f" {'for each':>12}" if each else "")
)
for name in dict.fromkeys(call for call, _, _ in measured):
    rounds = list(dict.fromkeys(number for call, number, _ in measured if call == name))
    medians = {
        state: [statistics.median(measured[name, number, state]) for number in rounds]
        for state in ("with", "without")
    }
    ratios = [a / b for a, b in zip(medians["with"], medians["without"])]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    shortest = {state: min(min(measured[name, number, state]) for number in rounds) for state in medians}
    middle = {state: statistics.median(medians[state]) for state in medians}
    digits = 2 if units[name] == "us" else 4
    print(
        f"{name:15} {middle['with']:7.0f} {units[name]:2} {middle['without']:7.0f} {units[name]:2} "
        f"{statistics.median(ratios):6.{digits}f} {low:5.{digits}f}-{high:5.{digits}f} "
        f"{shortest['with'] / shortest['without']:8.{digits}f} {len(rounds):6}"
        + (f" {(middle['with'] - middle['without']) / each:9.1f} {units[name]:2}" if each else "")
    )
