"""Gathers what a week is played with: one demonstration, its days, the books, the effort.

Must not act: the scenes do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from station.day.bench import Paper
from station.day.calls import Calls
from station.day.cast import Day, Tally, meet
from station.day.story import Story
from station.week.books import Books
from station.week.effort import Effort


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is known of a day beforehand: its name and the farms that are ordered from.

    `dropped`: its orders come as a file in the watched folder, not by a page.
    """

    name: str
    farms: tuple[str, ...]
    dropped: bool = False


@dataclass(slots=True, kw_only=True)
class Week:
    """One week in one demonstration; `day` is the one that is played now."""

    calls: Calls
    story: Story
    seed: int
    paper: Paper
    kill: Callable[[], bool] | None
    first: str
    plans: list[Plan]
    inbox: Path
    """The folder that the station watches for order files."""
    books: Books
    effort: Effort
    put_in_g: list[int] = field(default_factory=list)
    ready: dict[str, str] = field(default_factory=dict)
    """Ready-made labels by crate type of goods: `date/customer/product/nth` to the SSCC on it."""
    closings: int = 0
    drops: set[str] = field(default_factory=set)
    """Drops with nobody there, whose receipts are among the paper."""
    voted: bool = False
    planned: bool = False

    def date(self, place: int) -> str:
        """Return the date of a day by its place in the week."""
        return (date.fromisoformat(self.first) + timedelta(days=place)).isoformat()

    def begin(self, place: int) -> Day:
        """Begin a day: the demonstration's clock is moved to it, and its hub met anew."""
        today = self.date(place)
        self.calls.next_day(place)
        shown = self.calls.get("/demo/clock")["today"]
        self.story.expect(shown == today, f"la station est au {today}", shown)
        return Day(
            calls=self.calls,
            story=self.story,
            seed=self.seed + place,
            hub=meet(self.calls, today),
            paper=self.paper,
            tally=Tally(put_in_g=self.put_in_g),
        )

    def hour(self, day: Day, what: str) -> None:
        """Balance the books now: after each part of a day nothing may be unaccounted for."""
        self.books.balance(day, what)


def settle(day: Day, kind: str, note: str) -> int:
    """Let the coordinator settle the open exceptions of a kind; return how many there were."""
    found = [each for each in day.calls.all("/api/v1/exceptions") if each["kind"] == kind]
    for each in found:
        data = {"exception": each["id"], "note": note}
        day.calls.command("SettleException", data, role="coordinator")
    return len(found)
