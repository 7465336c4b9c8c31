"""Commands of preparation: parts of stock crates into customers' crates.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, Roles
from station.domain.commands.weights import Weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class PickToCustomer:
    """Put part of a stock crate into a customer's crate; `into` None opens a new one.

    The portion itself stands on the scale, in an empty crate of `crate_type` where that is given.
    """

    source: str
    customer: str
    round: str | None = None
    into: str | None = None
    weigh: Weigh = None
    count: int | None = None
    order_line: str | None = None
    crate_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCrate:
    """Say that a customer's crate is full; prints the label with the list of its contents."""

    crate: str


ROLES: Roles = ((FLOOR, (PickToCustomer, CloseCrate)),)
"""Who may send which of these."""
