"""Commands on order lines whose goods are prepared already, or are too short for all.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, OFFICE, Roles


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


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteShort:
    """Serve what a line lacks of a short product with another of its family, as far as it is free.

    The line asks for that much less; the rest of it stays asked for.
    """

    order_line: str
    product: str


ROLES: Roles = (
    (OFFICE, (KeepPrepared, ReleasePrepared, SubstitutePrepared)),
    (FLOOR, (SubstituteShort,)),
)
"""Who may send which of these."""
