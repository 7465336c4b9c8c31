"""Counts grams, units, empties and labels from the public events: the second opinion on the books.

Must not use the station's own folding: that is what it checks.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Event = dict[str, Any]
Contents = list[dict[str, Any]]


@dataclass(slots=True, kw_only=True)
class Count:
    """What the events say: grams and units by crate, where they went, and labels by crate.

    `first` is what a crate held when it was received: its lot, and its grams if it was weighed.
    `empties`: what a party owes of a crate type, given less taken.
    """

    received_g: int = 0
    discarded_g: int = 0
    other_g: int = 0
    received_units: int = 0
    discarded_units: int = 0
    returned_g: int = 0
    returned_units: int = 0
    grams: dict[str, int] = field(default_factory=dict)
    units: dict[str, int] = field(default_factory=dict)
    empties: Counter[tuple[str, str]] = field(default_factory=Counter)
    gone: set[str] = field(default_factory=set)
    sscc: dict[str, str] = field(default_factory=dict)
    first: dict[str, tuple[str, int | None]] = field(default_factory=dict)
    voided: set[str] = field(default_factory=set)
    received: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    sendings: Counter[str] = field(default_factory=Counter)
    proven: Counter[str] = field(default_factory=Counter)
    notes: list[str] = field(default_factory=list)
    refusals: Counter[str] = field(default_factory=Counter)

    @property
    def delivered_g(self) -> int:
        """Grams in crates that left and did not come back."""
        return sum(self.grams[crate] for crate in self.gone)

    @property
    def in_stock_g(self) -> int:
        """Grams in crates that are here."""
        return sum(grams for crate, grams in self.grams.items() if crate not in self.gone)

    @property
    def in_stock_units(self) -> int:
        """Units in crates that are here."""
        return sum(units for crate, units in self.units.items() if crate not in self.gone)

    @property
    def delivered_units(self) -> int:
        """Units in crates that left and did not come back."""
        return sum(self.units[crate] for crate in self.gone)

    @property
    def unexplained_units(self) -> int:
        """Units that are nowhere; nobody books a difference of counted goods."""
        known = self.delivered_units + self.in_stock_units + self.discarded_units
        return self.received_units - known - self.returned_units

    @property
    def unexplained_g(self) -> int:
        """What is left of the received grams when all else is taken away: nothing, or a bug."""
        known_g = self.delivered_g + self.in_stock_g + self.discarded_g + self.other_g
        known_g += self.returned_g
        return self.received_g - known_g


def count(events: list[Event]) -> Count:
    """Fold events into a count."""
    return go_on(Count(), events)


def go_on(counted: Count, events: list[Event]) -> Count:
    """Fold the events that came since into a count."""
    for event in events:
        apply = _APPLIES.get(event["type"])
        if apply:
            apply(counted, event["data"])
    return counted


def _grams(contents: Contents) -> int:
    return sum(content["net_g"] or 0 for content in contents)


def _units(contents: Contents) -> int:
    return sum(content.get("count") or 0 for content in contents)


def _holds(counted: Count, crate: str, contents: Contents) -> None:
    counted.grams[crate], counted.units[crate] = _grams(contents), _units(contents)


def _received(counted: Count, data: Event) -> None:
    _holds(counted, data["crate"], data["contents"])
    counted.received_g += _grams(data["contents"])
    counted.received_units += _units(data["contents"])
    counted.received.append(data["crate"])
    content = data["contents"][0]
    counted.first[data["crate"]] = (content["lot"], content["net_g"])
    _named(counted, data)


def _dropped_off(counted: Count, data: Event) -> None:
    """A crate came in that nobody has weighed or counted: it holds nothing yet."""
    counted.received.append(data["crate"])
    _named(counted, data)


def _measured(counted: Count, data: Event) -> None:
    """What was dropped off is known from now on, by a scale, a count, or its farm's word."""
    _holds(counted, data["crate"], data["contents"])
    counted.received_g += _grams(data["contents"])
    counted.received_units += _units(data["contents"])
    content = data["contents"][0]
    counted.first[data["crate"]] = (content["lot"], content["net_g"])


def _named(counted: Count, data: Event) -> None:
    counted.grams.setdefault(data["crate"], 0)
    counted.units.setdefault(data["crate"], 0)
    counted.sscc[data["crate"]] = data["sscc"]


def _voided(counted: Count, data: Event) -> None:
    counted.received_g -= counted.grams.pop(data["crate"])
    counted.received_units -= counted.units.pop(data["crate"])
    counted.voided.add(data["crate"])


def _corrected(counted: Count, data: Event) -> None:
    _holds(counted, data["crate"], data["contents"])
    counted.other_g += sum(data["other_g"].values())


def _picked(counted: Count, data: Event) -> None:
    _holds(counted, data["source"], data["left"])
    counted.grams[data["into"]] += _grams(data["taken"])
    counted.units[data["into"]] += _units(data["taken"])
    counted.other_g += sum(data["other_g"].values())


def _split(counted: Count, data: Event) -> None:
    _named(counted, data)
    _holds(counted, data["source"], data["left"])
    _holds(counted, data["crate"], data["taken"])
    counted.other_g += sum(data.get("other_g", {}).values())


def _merged(counted: Count, data: Event) -> None:
    counted.grams[data["into"]] += counted.grams.pop(data["source"])
    counted.units[data["into"]] += counted.units.pop(data["source"])


def _discarded(counted: Count, data: Event) -> None:
    counted.discarded_g += counted.grams.pop(data["crate"])
    counted.discarded_units += counted.units.pop(data["crate"])


def _to_producer(counted: Count, data: Event) -> None:
    counted.returned_g += counted.grams.pop(data["crate"])
    counted.returned_units += counted.units.pop(data["crate"])


def _emptied(counted: Count, data: Event) -> None:
    _holds(counted, data["crate"], [])
    counted.other_g += sum(data["other_g"].values())


def _empties(counted: Count, data: Event) -> None:
    counted.empties[data["party"], data["crate_type"]] += data["given"] - data["taken"]


def _departed(counted: Count, data: Event) -> None:
    counted.gone |= set(data["crates"])


def _handed_over(counted: Count, data: Event) -> None:
    counted.gone.add(data["crate"])


def _returned(counted: Count, data: Event) -> None:
    counted.gone.discard(data["crate"])


def _queued(counted: Count, data: Event) -> None:
    counted.labels[data["label"]] = data["crate"]


def _sending(counted: Count, data: Event) -> None:
    counted.sendings[counted.labels[data["label"]]] += 1


def _proven(counted: Count, data: Event) -> None:
    counted.proven[data["label"]] += 1


def _noted(counted: Count, data: Event) -> None:
    """Keep a note that left with a round; one of hand-overs is issued anew with each crate."""
    if data["round"] is not None:
        counted.notes.append(data["note"])


def _refused(counted: Count, data: Event) -> None:
    counted.refusals[data["code"]] += 1


_APPLIES: dict[str, Callable[[Count, Event], None]] = {
    "CrateReceived": _received,
    "CrateDroppedOff": _dropped_off,
    "CrateMeasured": _measured,
    "DeclarationTaken": _measured,
    "CustomerCrateOpened": _named,
    "CrateVoided": _voided,
    "CrateWeightCorrected": _corrected,
    "PartPicked": _picked,
    "CrateSplit": _split,
    "CratesMerged": _merged,
    "CrateDiscarded": _discarded,
    "CrateReturnedToProducer": _to_producer,
    "CrateEmptied": _emptied,
    "EmptiesMoved": _empties,
    "RoundDeparted": _departed,
    "CrateHandedOver": _handed_over,
    "CrateReturned": _returned,
    "LabelQueued": _queued,
    "LabelSending": _sending,
    "LabelSent": _proven,
    "LabelConfirmed": _proven,
    "DeliveryNoteIssued": _noted,
    "CommandRefused": _refused,
}
"""What each event that matters here does to the count."""
