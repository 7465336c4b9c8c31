"""Commands on saved mappings of other programs' order files.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class SaveOrderMapping:
    """Save how another program's order file is read; `hangar import --preset NAME` takes it.

    `columns`: header to field; `decimal`: any, comma, dot; `dates`: iso, day_first, month_first.
    """

    name: str
    columns: dict[str, str]
    decimal: str = "any"
    dates: str = "iso"
    units: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOrderMapping:
    """Forget a saved mapping; what was imported by it stays."""

    name: str


ROLES: Roles = ((OFFICE, (SaveOrderMapping, DropOrderMapping)),)
"""Who may send which of these."""
