"""When the carré-vente is open: spans of each weekday, and days that are otherwise.

Must know no time zone: it is asked by the clock on the wall, so that a day of 23 or 25 hours opens
and closes when the clock says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise

WEEK = "week"
"""The key of the one week."""
LOOK_AHEAD_DAYS = 60
"""Days looked through for the next opening; a shop shut for longer has none to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """From `opens` to `closes`, HH:MM on the wall; one that closes no later goes past midnight."""

    opens: str
    closes: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekSpan:
    """A span of one weekday, 1 is Monday."""

    weekday: int
    opens: str
    closes: str

    @property
    def span(self) -> Span:
        """The hours alone."""
        return Span(opens=self.opens, closes=self.closes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopWeek:
    """The hours of every week; there is one."""

    key: str
    spans: tuple[WeekSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDay:
    """A day that is not like its weekday; without spans it is shut. `note` is for everybody."""

    date: str
    spans: tuple[Span, ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What holds at one moment: open `until`, or shut until `next`; both on the wall, or None."""

    open: bool
    until: str | None = None
    next: str | None = None


class Calendar:
    """The week and the days that differ from it."""

    def __init__(self, week: Iterable[WeekSpan], days: Iterable[ShopDay]) -> None:
        self._week = tuple(week)
        self._days = {day.date: day for day in days}

    def spans_on(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the spans that begin on a day, each as two moments on the wall."""
        other = self._days.get(day.isoformat())
        weekly = [one.span for one in self._week if one.weekday == day.isoweekday()]
        return sorted(_moments(day, span) for span in (other.spans if other else weekly))

    def at(self, wall: datetime) -> Opening:
        """Return what holds at a moment on the wall."""
        until = self._until(wall)
        if until is not None:
            return Opening(open=True, until=_text(until))
        ahead = (wall.date() + timedelta(days=more) for more in range(LOOK_AHEAD_DAYS + 1))
        starts = (opens for day in ahead for opens, _ in self.spans_on(day) if opens > wall)
        opens = next(starts, None)
        return Opening(open=False, next=_text(opens) if opens else None)

    def _until(self, wall: datetime) -> datetime | None:
        """Return when the span that holds ends; one that begins as it ends goes on from it."""
        until = None
        for day in (wall.date() - timedelta(days=1), wall.date(), wall.date() + timedelta(days=1)):
            for opens, closes in self.spans_on(day):
                if opens <= (until or wall) < closes:
                    until = closes
        return until


def _moments(day: date, span: Span) -> tuple[datetime, datetime]:
    opens = datetime.fromisoformat(f"{day.isoformat()}T{span.opens}")
    closes = datetime.fromisoformat(f"{day.isoformat()}T{span.closes}")
    return opens, closes + timedelta(days=closes <= opens)


def overlaps(spans: Sequence[Span]) -> bool:
    """Tell whether two spans of one day have a minute in common, past midnight included."""
    moments = sorted(_moments(date(2026, 1, 5), span) for span in spans)
    return any(one[1] > other[0] for one, other in pairwise(moments))


def _text(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
