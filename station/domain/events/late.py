"""Events of imports of orders, and of what came after the cut-off.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.late import LateKind, LateState
from station.domain.words import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class LateLineHeld:
    """A line came after its day's cut-off and waits; again under its id when it asks for more."""

    late: str
    kind: LateKind
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
class LateLineSettled:
    """A late line was accepted, postponed, refused or withdrawn; `placed`: the line it made."""

    late: str
    how: LateState
    placed: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdersImported:
    """Orders came in: from where, of which order cycle, for which days, and how many lines."""

    source: str
    cycle: str
    delivery_dates: tuple[str, ...]
    added: int
    changed: int
    cancelled: int
    held: int


EVENTS: tuple[type, ...] = (LateLineHeld, LateLineSettled, OrdersImported)
