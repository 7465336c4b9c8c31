"""Commands of pick-up rounds: what a driver did at a farm, and the end of unloading.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, LOADING, Roles
from station.domain.commands.rounds import EmptiesCount


@dataclass(frozen=True, slots=True, kw_only=True)
class CratesTaken:
    """Crates alike that were put into the van; with `code` it is the one crate that carries it.

    `code`: a ready-made, emergency or other hub's label, a GRAI. `count`: units in each, where the
    driver counted them. `no_celsius`: why nobody measured goods whose class asks for it.
    """

    product: str
    crates: int = 1
    count: int | None = None
    code: str = ""
    crate_type: str = ""
    celsius_tenths: int | None = None
    no_celsius: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CratesRefused:
    """Crates that the driver left at the farm, with the reason."""

    product: str
    crates: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectAtFarm:
    """Say what a driver took along at a farm, what was refused, and which empties moved.

    `more`: on top of what the same hand told before; else a second telling counts nothing twice.
    """

    round: str
    producer: str
    crates: tuple[CratesTaken, ...] = ()
    refused: tuple[CratesRefused, ...] = ()
    empties: tuple[EmptiesCount, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosePickup:
    """Say that all a van brought from a farm is in; what differs becomes an exception."""

    round: str
    producer: str


ROLES: Roles = (
    (LOADING, (CollectAtFarm,)),
    (FLOOR, (ClosePickup,)),
)
"""Who may send which of these."""
