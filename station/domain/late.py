"""What came after a delivery date's cut-off: an order line that waits for a person.

Must hold no rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from station.domain.words import Unit


class LateKind(Enum):
    """What the late line asks for."""

    PLACED = "placed"
    CHANGED = "changed"
    CANCELLED = "cancelled"


class LateState(Enum):
    """How a late line was settled; withdrawn: whoever ordered took it back."""

    OPEN = "open"
    ACCEPTED = "accepted"
    POSTPONED = "postponed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"

    @property
    def answered(self) -> bool:
        """True while the file it came from may still say it: it is not asked a second time."""
        return self in (LateState.OPEN, LateState.POSTPONED, LateState.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLine:
    """One late line: the date and thousandths that are asked for; `order_line` where one is known.

    `placed` is the line that settling it made. A remark beside it is in the vault under `late/ID`.
    """

    id: str
    kind: LateKind
    order_line: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    source: str
    held_at: str
    held_seq: int
    state: LateState = LateState.OPEN
    placed: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderImport:
    """One import of orders: where from, which order cycle, for which days, and what it did."""

    id: str
    source: str
    cycle: str
    delivery_dates: tuple[str, ...]
    added: int
    changed: int
    cancelled: int
    held: int
    at: str
    seq: int
