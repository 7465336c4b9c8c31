"""Proposes an order of a round's stops from the ways the hub entered, in a limited child process.

Must not change a plan, nor guess: a way that nobody entered and hours that cannot be read are
named, and a stop that would come too late is said.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from station import limited_child
from station.domain.distances import HUB, Matrix, matrix
from station.domain.windows import read_window
from station.reading import Present

MAX_STOPS = 60
"""Stops of one proposal; a day's round has fifteen."""
STOP_MIN = 10
"""Minutes counted at each stop: unloading, signature, empties."""
SOLVE_S = 3
"""Time to look for a better order; a round of fifteen stops is settled in a tenth of it."""
TIMEOUT_S = 30
"""A child that has not answered by then is killed: loading it takes seconds on a busy Pi."""


class OrderUnknown(Exception):
    """No order was found in the time there is; nothing is wrong with the plan."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """When a stop is reached and until when it takes goods, in minutes of the day."""

    customer: str
    at_min: int
    late_min: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """An order of stops, or what it lacks.

    `amount` and `before_amount`: the whole way in `measure`, back to the hub, as proposed and as
    planned. `arrivals` stand where ways are in minutes and the departure is known. `unread`: who
    has hours that could not be read; `hours_kept`: the others' hours were looked at.
    """

    measure: str
    order: tuple[str, ...] = ()
    amount: int = 0
    before_amount: int = 0
    arrivals: tuple[Arrival, ...] = ()
    missing: tuple[tuple[str, str], ...] = ()
    unread: tuple[str, ...] = ()
    hours_kept: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A round's stops, the ways between them, and when each takes goods, as people wrote it."""

    customers: tuple[str, ...]
    ways: Matrix
    hours: Mapping[str, str]
    start_min: int | None


def question(present: Present, customers: tuple[str, ...], depart_at: str) -> Question:
    """Read what an order of these stops depends on; `depart_at` is HH:MM, or empty."""
    distances = {way.key: way for way in present.world.distances.all()}
    return Question(
        customers=customers,
        ways=matrix(distances, (HUB, *customers)),
        hours={one: _hours(present, one) for one in customers},
        start_min=_clock_min(depart_at),
    )


def propose(question: Question) -> Proposal:
    """Return the order that takes least; with `missing` ways there is none.

    Raises `OrderUnknown`; takes seconds, and so holds no view of the ledger.
    """
    customers, ways = question.customers, question.ways
    if ways.missing:
        return Proposal(measure=ways.measure, missing=ways.missing)
    read = {one: read_window(text) for one, text in question.hours.items()}
    unread = tuple(one for one, text in question.hours.items() if text and read[one] is None)
    timed = ways.measure == "minutes" and question.start_min is not None
    start = question.start_min or 0
    windows = [read[one] if timed else None for one in customers]
    found = _found(ways, windows, start if timed else None)
    order = tuple(customers[number] for number in found)
    arrivals = _arrivals(ways, found, customers, windows, start) if timed else ()
    return Proposal(
        measure=ways.measure,
        order=order,
        amount=_whole_way(ways, found),
        before_amount=_whole_way(ways, range(len(customers))),
        arrivals=arrivals,
        unread=unread,
        hours_kept=timed,
    )


def _found(
    ways: Matrix, windows: Sequence[tuple[int, int] | None], start_min: int | None
) -> Sequence[int]:
    """Return the better of the order found and the one planned, which stays where it is as good."""
    planned = range(len(windows))
    if len(planned) < 2:
        return planned
    found = solve(ways, windows, start_min)

    def cost(order: Sequence[int]) -> tuple[int, int]:
        drive = _arrivals(ways, order, [""] * len(planned), windows, start_min or 0)
        return sum(one.late_min for one in drive), _whole_way(ways, order)

    return planned if cost(planned) <= cost(found) else found


def solve(
    ways: Matrix, windows: Sequence[tuple[int, int] | None], start_min: int | None
) -> list[int]:
    """Return the stops' numbers in the best order found, or raise `OrderUnknown`."""
    asked = {
        "legs": ways.legs, "windows": windows, "start": start_min, "seconds": SOLVE_S,
        "service": STOP_MIN if ways.measure == "minutes" else 0,
    }  # fmt: skip
    try:
        found = limited_child.ask(
            "station.stop_order_child", json.dumps(asked).encode(), timeout_s=TIMEOUT_S
        )
    except (limited_child.ChildrenBusy, limited_child.NoAnswer) as none:
        raise OrderUnknown(f"expected an order of stops: {none}") from none
    answer: list[int] = json.loads(found)
    if sorted(answer) != list(range(len(windows))):
        raise OrderUnknown(f"expected each of {len(windows)} stops once, got {answer!r}")
    return answer


def _hours(present: Present, customer: str) -> str:
    return (present.vault.get(f"customer/{customer}") or {}).get("window", "")


def _clock_min(text: str) -> int | None:
    """Return 06:30 as minutes of the day; None where no departure is planned."""
    if not text:
        return None
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def _whole_way(ways: Matrix, order: Sequence[int]) -> int:
    places = [0, *(number + 1 for number in order), 0]
    return sum(ways.legs[one][other] for one, other in pairwise(places))


def _arrivals(
    ways: Matrix,
    order: Sequence[int],
    customers: Sequence[str],
    windows: Sequence[tuple[int, int] | None],
    start_min: int,
) -> tuple[Arrival, ...]:
    """Drive the order in mind: who comes too early waits, who comes too late is named."""
    found = []
    place, now_min = 0, start_min
    for number in order:
        now_min += ways.legs[place][number + 1]
        window = windows[number]
        if window:
            now_min = max(now_min, window[0])
        late = max(0, now_min - window[1]) if window else 0
        found.append(Arrival(customer=customers[number], at_min=now_min, late_min=late))
        place, now_min = number + 1, now_min + STOP_MIN
    return tuple(found)
