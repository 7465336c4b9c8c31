"""Commands on what was ordered after the cut-off.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptLate:
    """Take a late line as it was asked for."""

    late: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeLate:
    """Take what a late line asks beyond what is ordered for another day instead."""

    late: str
    delivery_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefuseLate:
    """Leave the orders as they are, with the reason that the customer is told."""

    late: str
    reason: str


ROLES: Roles = ((OFFICE, (AcceptLate, PostponeLate, RefuseLate)),)
"""Who may send which of these."""
