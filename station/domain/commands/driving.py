"""Commands on what a driver photographed and measured on the way.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.commands.roles import LOADING, OFFICE, STATION, Roles
from station.domain.words import TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographDelivery:
    """Keep a picture that a driver took at a stop (the station itself sends this).

    `about`: crates left unsigned, a refused crate, or damaged goods. `jpeg` is base64 text of a
    picture that was already drawn anew.
    """

    round: str
    customer: str
    about: Literal["unsigned", "refused", "damaged"]
    jpeg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseDeliveryPhotograph:
    """Erase a driver's picture for good; the ledger keeps only that there was one."""

    photo: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteStopTemperature:
    """Note what a customer's goods of one temperature class measured at the stop.

    A later word replaces an earlier one; what nobody measured has no value.
    """

    round: str
    customer: str
    temperature_class: TemperatureClass
    celsius_tenths: int


ROLES: Roles = (
    (LOADING, (NoteStopTemperature,)),
    (STATION, (PhotographDelivery,)),
    (OFFICE, (EraseDeliveryPhotograph,)),
)
"""Who may send which of these."""
