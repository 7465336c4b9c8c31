"""Events of what rounds are planned with: vehicles and the ways between places.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class VehicleRegistered:
    """A vehicle is known, or what it can take has changed; None: no limit."""

    code: str
    name: str
    max_crates: int | None
    max_g: int | None
    ambiant_crates: int | None
    frais_crates: int | None
    froid_crates: int | None
    surgele_crates: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DistanceEntered:
    """The way from one place to another was entered, in minutes, metres, or both."""

    origin: str
    destination: str
    minutes: int | None
    metres: int | None


EVENTS: tuple[type, ...] = (VehicleRegistered, DistanceEntered)
