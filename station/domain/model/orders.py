"""What is ordered, announced, promised, and what lacks.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import LineState, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of a customer's order; `quantity_milli` in thousandths of `unit`.

    What people wrote beside it is in the vault under `order-line/ID`.
    """

    id: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    source: str = ""
    state: LineState = LineState.OPEN
    missing_reason: str = ""
    placed_seq: int = 0

    @property
    def by_weight(self) -> bool:
        """True for lines served by grams."""
        return self.unit is Unit.KG

    @property
    def need_g(self) -> int | None:
        """Grams wanted; None for counted lines."""
        return self.quantity_milli if self.by_weight else None

    @property
    def need_count(self) -> int | None:
        """Whole units wanted (a broken unit is rounded up); None for weighed lines."""
        return None if self.by_weight else -(-self.quantity_milli // 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a producer expects to bring of a product on a day, in thousandths of its unit."""

    key: str
    product: str
    producer: str
    day: str
    quantity_milli: int
    said_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Part of a crate, or all of it, that serves an order line.

    `picked` is true once the goods lie in a customer's crate (or the crate itself is the
    customer's); before that it is a reservation in a stock crate.
    """

    key: str
    crate: str
    order_line: str
    net_g: int | None
    count: int | None
    picked: bool


def shortage_key(product: str, delivery_date: str) -> str:
    """Return the key of a product's shortage on a day."""
    return f"{product}|{delivery_date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A product too short for a day, as it was shared: grams or units by order line."""

    key: str
    product: str
    delivery_date: str
    rule: str
    by_weight: bool
    given: dict[str, int]
    wanted: dict[str, int]
