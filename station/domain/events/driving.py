"""Events of what a driver photographed on the way.

Must hold no rule; the pictures stand in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


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


EVENTS: tuple[type, ...] = (
    DeliveryPhotographed,
    DeliveryPhotographErased,
)
