"""Commands on orders and what is promised to them.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles
from station.domain.words import Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """An order line as an import found it; `quantity_milli` in thousandths of `unit`."""

    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """A known order line with what an import found for it now."""

    order_line: str
    quantity_milli: int
    delivery_date: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrders:
    """Apply the difference between an order file and what is known; late lines are held."""

    source: str
    cycle: str = ""
    added: tuple[NewLine, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    cancelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateCrate:
    """Promise a crate, or part of it, to an order line."""

    crate: str
    order_line: str
    net_g: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateDay:
    """Promise the stock to all open lines of a delivery date, first-expired first-out."""

    delivery_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAllocation:
    """Take back a promise of a crate to an order line."""

    crate: str
    order_line: str


ROLES: Roles = ((OFFICE, (ImportOrders, AllocateCrate, AllocateDay, ReleaseAllocation)),)
"""Who may send which of these."""
