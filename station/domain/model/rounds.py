"""Rounds, their stops and notes, their cost, the returnable crates they move.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import Basis, RoundState, TemperatureClass, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A customer's place in a round; 1 is delivered first, and so loaded last."""

    key: str
    round: str
    date: str
    stop: int
    customer: str
    delivered_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A delivery round of one day and vehicle; the driver is named by code or free text."""

    id: str
    card: str
    date: str
    name: str
    vehicle: str
    depart_at: str
    state: RoundState = RoundState.PLANNED
    departed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPhoto:
    """A picture that a driver took at a stop; the picture itself is in the vault."""

    id: str
    round: str
    customer: str
    about: str
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTemperature:
    """What a customer's goods of one temperature class measured at the stop, told last."""

    key: str
    round: str
    customer: str
    temperature_class: TemperatureClass
    celsius_tenths: int
    alarm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCost:
    """What a round cost, as entered on return; `carrier` is the farm that drove, if one did."""

    round: str
    date: str
    kilometres: int
    minutes: int
    fixed_cents: int
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingKey:
    """How the members share rounds from a day on: weights in percent, rates in cents."""

    since: str
    stops_percent: int
    kilograms_percent: int
    crates_percent: int
    km_cents: int
    hour_cents: int
    warn_percent: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One line of a delivery note: what left, of which producer and lots, as weighed or counted.

    `price_cents` is the product's price for one unit before tax on the day the note was issued.
    `farm_word`: some of it was neither weighed nor counted here, its farm declared it.
    """

    order_line: str | None
    product: str
    producer: str
    lots: tuple[str, ...]
    ordered_milli: int | None
    unit: Unit
    net_g: int | None
    count: int | None
    basis: Basis | None
    crates: tuple[str, ...]
    price_cents: int | None = None
    vat_permille: int | None = None
    alibis: tuple[str, ...] = ()
    farm_word: bool = False

    @property
    def delivered_milli(self) -> int:
        """What left, in thousandths of the unit; what came back since is not taken off."""
        return self.unit.milli(self.net_g, self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePart:
    """What came back of a note's product, in a crate that was returned."""

    crate: str
    product: str
    net_g: int | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNote:
    """A delivery note (bon de livraison), issued when the round departs."""

    id: str
    round: str | None
    stop: int | None
    customer: str
    date: str
    lines: tuple[NoteLine, ...]
    crates: tuple[str, ...]
    issued_at: str
    delivered_at: str | None = None
    unsigned: bool = False
    returned: tuple[NotePart, ...] = ()
    invoice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Empties:
    """Returnable crates a party owes the hub (negative: the hub owes them)."""

    key: str
    party: str
    crate_type: str
    owed: int
