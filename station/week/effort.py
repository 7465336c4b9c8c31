"""Counts what a day asks of people: the coordinator's actions, the scans and taps of a crate.

Must make nothing look smaller: mishaps, refusals and repeats count like everything else.

A tap is a touch of the screen. Each worker's or driver's command is one, but for a weighed crate,
whose label prints by itself; what stays chosen at a post (farm, product, crate type, customer) is
touched only when it changes, and not at all when a label or card that was scanned says it; a
number that is typed is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from station.day.calls import Acknowledged, Answer
from station.day.cast import Day

COMMANDS = "/api/v1/commands"
CHOSEN = ("producer", "product", "crate_type", "customer")
"""What is touched at reception and then stays."""
SAID_BY_LABEL = frozenset({"producer", "product", "customer"})
"""What a ready-made label says by its scan."""
TYPED = ("count", "celsius_tenths")
"""Numbers; a temperature stays with its product."""
DECLARED = ("declared_g", "declared_count", "celsius_tenths")
"""Numbers that a farm types of a crate that it leaves alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """What one day asked of people."""

    name: str
    crates: int
    coordinator_actions: int
    scans: int
    taps: int
    open_exceptions: int

    def each(self, much: int) -> float:
        """Return so much a crate, two decimals."""
        return round(much / self.crates, 2) if self.crates else 0

    def as_json(self) -> Answer:
        """Return the day's figures under the names of `hangar week --json`."""
        return {
            "day": self.name,
            "crates": self.crates,
            "coordinator_actions": self.coordinator_actions,
            "worker_scans_per_crate": self.each(self.scans),
            "worker_taps_per_crate": self.each(self.taps),
            "open_exceptions": self.open_exceptions,
        }


@dataclass(slots=True, kw_only=True)
class Effort:
    """Counts from where the last day ended."""

    actions: int = 0
    scans: int = 0
    known: int = 0
    days: list[Spent] = field(default_factory=list)

    def end(self, name: str, day: Day, open_exceptions: int) -> Spent:
        """End a day and return what it asked."""
        calls = day.calls
        wired = day.scans - calls.scans
        spent = Spent(
            name=name,
            crates=len(day.tally.crates),
            coordinator_actions=calls.coordinator_actions - self.actions,
            scans=wired + calls.scans - self.scans,
            taps=taps(calls.acknowledged[self.known :]),
            open_exceptions=open_exceptions,
        )
        self.actions, self.scans = calls.coordinator_actions, calls.scans
        self.known = len(calls.acknowledged)
        self.days.append(spent)
        return spent


def taps(known: Iterable[Acknowledged]) -> int:
    """Return the touches of the screen that these changes took."""
    in_hand: dict[str, Answer] = {}
    total = 0
    for each in known:
        if each.path != COMMANDS or each.role == "coordinator":
            continue
        data = each.body["data"]
        post = in_hand.setdefault(str(each.body.get("post")), {})
        if each.body["type"] == "ReceiveCrate":
            total += _received(post, data)
        elif each.body["type"] == "DropOffCrate":
            total += _left_alone(post, data)
        else:
            total += 1
    return total


def _left_alone(in_hand: Answer, data: Answer) -> int:
    """Return the touches of one crate that a farm leaves alone; the zone stays in hand.

    Without a label: that there is none, and the product. A number that is typed is one.
    """
    zone = data.get("zone") != in_hand.get("zone")
    in_hand["zone"] = data.get("zone")
    typed = sum(data.get(name) is not None for name in DECLARED)
    return zone + typed + (0 if data.get("code") else 2)


def _received(in_hand: Answer, data: Answer) -> int:
    """Return the touches of one reception; what is chosen stays in hand for the next."""
    by_label = SAID_BY_LABEL if data.get("code") else frozenset()
    changed = [name for name in CHOSEN if data.get(name) != in_hand.get(name)]
    touched = sum(name not in by_label for name in changed)
    typed = sum(data.get(name) is not None for name in TYPED if name == "count" or changed)
    in_hand.update({name: data.get(name) for name in CHOSEN})
    confirmed = 0 if data.get("weigh") else 1
    more = 1 if data.get("crates", 1) > 1 else 0
    return touched + typed + confirmed + more
