"""Balances a hub's books from its public events, hour by hour: grams, units, crates, empties.

Must not use the station's own folding, nor put anything right: it compares.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.day.calls import Answer
from station.day.cast import Day
from station.day.counting import Count, go_on

GONE = ("left", "delivered", "handed_over")
"""States of crates that are with customers."""


@dataclass(slots=True, kw_only=True)
class Books:
    """The count so far, and how often it was balanced."""

    counted: Count = field(default_factory=Count)
    seq: int = 0
    balanced: int = 0

    def balance(self, day: Day, what: str) -> None:
        """Fold what happened since and compare it with what the station shows."""
        events = day.calls.events(self.seq)
        go_on(self.counted, events)
        self.seq = events[-1]["seq"] if events else self.seq
        self.balanced += 1
        faults = [*self._kilograms(day), *self._crates(day), *self._empties(day)]
        day.story.expect(
            not faults,
            f"comptes justes après {what} : {self.counted.in_stock_g} g et"
            f" {self.counted.in_stock_units} unités en stock",
            faults[:5],
        )

    def _kilograms(self, day: Day) -> list[object]:
        """Received = delivered + in stock + discarded + differences, to the gram and the unit."""
        counted, said = self.counted, day.calls.get("/api/v1/balance")
        own = {
            "received_g": counted.received_g,
            "delivered_g": counted.delivered_g,
            "in_stock_g": counted.in_stock_g,
            "discarded_g": counted.discarded_g,
            "returned_g": counted.returned_g,
            "other_g": counted.other_g,
            "unexplained_g": 0,
        }
        faults: list[object] = [
            (name, own[name], said.get(name)) for name in own if said.get(name) != own[name]
        ]
        left = (counted.unexplained_g, counted.unexplained_units)
        return faults if left == (0, 0) else [*faults, ("inexpliqué", *left)]

    def _crates(self, day: Day) -> list[object]:
        """Every crate that the station shows holds what the events say, here or gone."""
        shown = day.calls.all("/api/v1/crates")
        faults: list[object] = [crate["id"] for crate in shown if not self._agrees(crate)]
        holding = {id for id in self.counted.grams if self._holds(id)}
        lost = sorted(holding - {crate["id"] for crate in shown})
        return [*faults, *(("absente", id) for id in lost)]

    def _holds(self, id: str) -> bool:
        return bool(self.counted.grams[id] or self.counted.units[id])

    def _agrees(self, crate: Answer) -> bool:
        id = crate["id"]
        held = (self.counted.grams.get(id, 0), self.counted.units.get(id, 0))
        gone = crate["state"] in GONE
        return held == (crate["net_g"] or 0, crate["count"] or 0) and (
            gone == (id in self.counted.gone)
        )

    def _empties(self, day: Day) -> list[object]:
        """What each party owes of each crate type is what went to it less what came back."""
        shown = {
            (row["party"], row["crate_type"]): row["owed"]
            for row in day.calls.all("/api/v1/empties")
        }
        own = dict(self.counted.empties)
        return [
            (key, own.get(key, 0), shown.get(key, 0))
            for key in sorted({*own, *shown})
            if own.get(key, 0) != shown.get(key, 0)
        ]
