"""Which old copies stay: the newest of each of the last days, weeks and months that have one.

Must not look at the clock: a wrong one would make every copy look old.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

DAYS, WEEKS, MONTHS = 7, 8, 12
"""How many of each stay; a copy older than a year goes, and with it what was erased since."""
NEWEST = 3
"""The last ones stay in any case."""


def kept(made_at: Iterable[str]) -> set[str]:
    """Return which of the copies made at these instants (ISO 8601) stay."""
    newest_first = sorted(set(made_at), reverse=True)
    stay = set(newest_first[:NEWEST])
    for most, part in ((DAYS, _day), (WEEKS, _week), (MONTHS, _month)):
        stay |= _newest_of_each(newest_first, part, most)
    return stay


def _newest_of_each(newest_first: list[str], part: Callable[[str], str], most: int) -> set[str]:
    firsts: dict[str, str] = {}
    for instant in newest_first:
        firsts.setdefault(part(instant), instant)
    return set(list(firsts.values())[:most])


def _day(instant: str) -> str:
    return instant[:10]


def _week(instant: str) -> str:
    year, week, _ = datetime.fromisoformat(instant).isocalendar()
    return f"{year}-{week:02}"


def _month(instant: str) -> str:
    return instant[:7]
