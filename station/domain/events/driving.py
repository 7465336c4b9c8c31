"""Events of what a driver photographed and measured on the way.

Must hold no rule; the pictures stand in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.words import TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPhotographed:
    """A driver took a picture at a stop; it is sealed in the vault under `photo`."""

    photo: str
    round: str
    customer: str
    about: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPhotographErased:
    """A driver's picture was erased from the vault, with the reason."""

    photo: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTemperatureNoted:
    """A customer's goods of a class were measured at the stop; `alarm`: warmer than the limit."""

    round: str
    customer: str
    temperature_class: TemperatureClass
    celsius_tenths: int
    limit_tenths: int | None
    alarm: bool


EVENTS: tuple[type, ...] = (
    DeliveryPhotographed,
    DeliveryPhotographErased,
    StopTemperatureNoted,
)
