"""Commands of the cold room: crates stored, split, merged, counted, thrown away.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, LOADING, Roles
from station.domain.commands.weights import Weigh
from station.domain.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCrate:
    """Check a crate into a zone."""

    crate: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCrate:
    """Move a crate to another zone."""

    crate: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside:
    """Say that a stopped crate was put down in quarantine, out of the van or its room.

    A hub without such a zone notes nothing.
    """

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCrate:
    """Take one part of a crate into a new crate with its own label."""

    crate: str
    crate_type: str
    weigh: Weigh = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCrates:
    """Put all of one stock crate into another."""

    source: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardCrate:
    """Throw away what a crate holds, with a reason."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCrate:
    """Say that a stock crate is empty: grams that the ledger still sees in it are « écart »."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountZone:
    """Say which crates were found in a zone."""

    zone: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTemperature:
    """Record a zone's temperature in tenths of a degree."""

    zone: str
    celsius_tenths: int


ROLES: Roles = (
    (FLOOR, (StoreCrate, MoveCrate, SplitCrate, MergeCrates, DiscardCrate, EmptyCrate, CountZone)),
    (LOADING, (SetAside,)),
    (LOADING | {Role.PRODUCER}, (RecordTemperature,)),
)
"""Who may send which of these."""
