"""The child process that reads one round's legs from its input and writes an order of its stops.

Must not import anything of the station but its limits, which it cannot lift: it lives for one
round.
Input: {"legs": matrix, "windows": [[from, until] or null], "service": n, "start": n or null,
"seconds": n}; place 0 is the hub, the others are the stops. Output: the stops' numbers in order.

PyVRP, of four that were compared: MIT, a wheel of 1.1 MB for aarch64 and each of our Pythons, whole
numbers, delivery hours, 36 MB in memory. OR-tools unpacks to 94 MB and brings pandas and protobuf;
pyvroom has no wheel for Python 3.13 and brings pandas; python-tsp knows no hours.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import redirect_stdout
from typing import Any

from station.limited_child import take_limits

CPU_S = 20
QUIET_ITERATIONS = 400
"""A round this long without a better order is as good as it gets."""
ALL_DAY = (0, 10_000_000)
"""The window of who takes goods at any time: later than any round in minutes or metres."""
SEED = 1
"""The same legs give the same order."""


def main() -> int:
    """Read, solve, write."""
    take_limits(cpu_s=CPU_S)
    os.environ["OPENBLAS_NUM_THREADS"] = "1"  # each thread would reserve memory of its own
    asked = json.load(sys.stdin)
    with redirect_stdout(sys.stderr):
        order = solved(asked)
    print(json.dumps(order))
    return 0


def solved(asked: dict[str, Any]) -> list[int]:
    """Return the stops' numbers in the order that takes least; windows hold, or none is asked."""
    found = _best(asked, asked["windows"])
    if found is None:  # no order keeps all hours: the shortest, and its arrivals say who is late
        found = _best(asked, [None] * len(asked["windows"]))
    return found or []


def _best(asked: dict[str, Any], windows: list[list[int] | None]) -> list[int] | None:
    """Return the best order that keeps the windows, None where none was found."""
    from pyvrp import Model
    from pyvrp.stop import MaxRuntime, MultipleCriteria, NoImprovement

    legs, start = asked["legs"], asked["start"]
    model = Model()
    places = [model.add_location(number, 0) for number in range(len(legs))]
    hub = model.add_depot(places[0])
    model.add_vehicle_type(1, start_depot=hub, end_depot=hub, tw_early=start or 0, start_late=start)
    for place, window in zip(places[1:], windows, strict=True):
        early, late = window or ALL_DAY
        model.add_client(place, service_duration=asked["service"], tw_early=early, tw_late=late)
    for one, row in enumerate(legs):
        for other, amount in enumerate(row):
            model.add_edge(places[one], places[other], distance=amount, duration=amount)
    stop = MultipleCriteria([MaxRuntime(asked["seconds"]), NoImprovement(QUIET_ITERATIONS)])
    result = model.solve(stop, seed=SEED, display=False)
    if not result.is_feasible():
        return None
    return [visit.idx for route in result.best.routes() for visit in route if visit.is_client()]


if __name__ == "__main__":
    raise SystemExit(main())
