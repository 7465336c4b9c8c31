"""Events of pick-up rounds: collected at farms, received at the hangar, compared.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedCrates:
    """Crates alike in the van, as the driver said; one crate where it carries a code."""

    product: str
    crates: int
    count: int | None
    code: str
    crate_type: str
    celsius_tenths: int | None
    no_celsius: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftAtFarm:
    """Crates that the driver did not take, with the reason."""

    product: str
    crates: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FarmCollected:
    """A driver called at a farm: what is in the van, and what was refused. No stock yet."""

    round: str
    producer: str
    crates: tuple[CollectedCrates, ...]
    refused: tuple[LeftAtFarm, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupArrived:
    """A crate that was received is one that a driver had collected (`pickup`)."""

    pickup: str
    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PickupClosed:
    """What was collected at a farm was compared with what came in: crates `short` and `over`."""

    round: str
    producer: str
    short: int
    over: int


EVENTS: tuple[type, ...] = (
    FarmCollected,
    PickupArrived,
    PickupClosed,
)
