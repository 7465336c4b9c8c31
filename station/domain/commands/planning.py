"""Commands on what rounds are planned with: vehicles and the ways between places.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterVehicle:
    """Make a vehicle known, or change what it can take; None: no limit.

    `max_g`: goods and crates together. `ambiant_crates` …: most crates of a
    temperature class, 0 where it cannot carry the class.
    """

    code: str
    name: str
    max_crates: int | None = None
    max_g: int | None = None
    ambiant_crates: int | None = None
    frais_crates: int | None = None
    froid_crates: int | None = None
    surgele_crates: int | None = None
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """From one place to another, customers' codes or `hub`; minutes, metres, or both."""

    origin: str
    destination: str
    minutes: int | None = None
    metres: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EnterDistances:
    """Enter ways between places, or enter them anew; a measure that is None stays as known."""

    ways: tuple[Way, ...]


ROLES: Roles = ((OFFICE, (RegisterVehicle, EnterDistances)),)
"""Who may send which of these."""
