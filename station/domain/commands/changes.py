"""Commands on order lines that were changed or cancelled after their goods were prepared.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepPrepared:
    """Let a customer have what was prepared before the line was changed or cancelled."""

    exception: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePrepared:
    """Put what was prepared for a changed or cancelled line back into stock."""

    exception: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstitutePrepared:
    """Serve a changed or cancelled line, or its missing rest, with another product of its family.

    `quantity_milli`: thousandths of that product's unit.
    """

    exception: str
    product: str
    quantity_milli: int


ROLES: Roles = ((OFFICE, (KeepPrepared, ReleasePrepared, SubstitutePrepared)),)
"""Who may send which of these."""
