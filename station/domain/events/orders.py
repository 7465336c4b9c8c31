"""Events of orders and promises.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced:
    """A line of a customer's order came in from `source`; `digest` seals its comment, if any."""

    order_line: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    digest: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged:
    """An order line has another quantity, date or comment than before."""

    order_line: str
    quantity_milli: int
    delivery_date: str
    digest: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled:
    """An order line was cancelled by a person who confirmed it."""

    order_line: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateAllocated:
    """A crate, or part of it, is promised to an order line; `whole` gives it to the customer."""

    crate: str
    order_line: str
    net_g: int | None
    count: int | None
    whole: bool
    customer: str
    deliver_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationReleased:
    """A promise of a crate to an order line was taken back."""

    crate: str
    order_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineShare:
    """What one line was given of a short product, picked before or promised now, and its want."""

    order_line: str
    wanted: int
    given: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StockShared:
    """A product was too short for a day's lines and was shared by the hub's rule.

    Amounts are grams for lines by weight, else units. No lines: nothing is short any more.
    """

    product: str
    delivery_date: str
    rule: str
    by_weight: bool
    lines: tuple[LineShare, ...]


EVENTS: tuple[type, ...] = (
    OrderPlaced,
    OrderChanged,
    OrderCancelled,
    CrateAllocated,
    AllocationReleased,
    StockShared,
)
