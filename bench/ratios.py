# SPDX-License-Identifier: LGPL-2.1-or-later
"""Prints ratios of what a benchmark measured.

Each line of standard input is "ROUND STATE CALL NANOSECONDS", and STATE is "with" or
"without".
"""

import collections
import statistics
import sys

measured = collections.defaultdict(list)
for line in sys.stdin:
    number, state, call, time = line.split()
    measured[call, number, state].append(int(time))

print(f"{'call':14} {'with':>10} {'without':>10} {'ratio':>6} {'spread':>11} {'rounds':>6}")
for name in dict.fromkeys(call for call, _, _ in measured):
    rounds = list(dict.fromkeys(number for call, number, _ in measured if call == name))
    medians = {
        state: [statistics.median(measured[name, number, state]) for number in rounds]
        for state in ("with", "without")
    }
    ratios = [a / b for a, b in zip(medians["with"], medians["without"])]
    low, _, high = statistics.quantiles(ratios, n=4, method="inclusive") if len(ratios) > 1 else ratios * 3
    print(
        f"{name:14} {statistics.median(medians['with']) / 1000:7.0f} us "
        f"{statistics.median(medians['without']) / 1000:7.0f} us "
        f"{statistics.median(ratios):6.2f} {low:5.2f}-{high:5.2f} {len(rounds):6}"
    )
