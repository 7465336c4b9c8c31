"""Events of crates that a farm left with nobody there.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.model import Content, Weighing
from station.domain.words import DeclaredBy, TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateDroppedOff:
    """A farm left a crate in a zone with nobody there: neither weighed nor counted yet.

    `contents` name its lot without grams or units: what the farm `declared` is its word (None:
    it does not say). `cold_enough`: no temperature is asked, or a good one was given.
    """

    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    intake: str
    zone: str
    crate_type: str
    tare_g: int
    contents: tuple[Content, ...]
    temperature_class: TemperatureClass
    use_by: str | None
    best_before: str | None
    celsius_tenths: int | None
    cold_enough: bool
    customer: str | None
    deliver_on: str | None
    order_line: str | None
    declared_g: int | None
    declared_count: int | None
    declared_by: DeclaredBy


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateMeasured:
    """A crate that was dropped off was weighed or counted; `weighing` is None where counted."""

    crate: str
    crate_type: str
    tare_g: int
    gross_g: int | None
    contents: tuple[Content, ...]
    weighing: Weighing | None
    celsius_tenths: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclarationTaken:
    """A crate that was dropped off leaves on what its farm declared; nobody weighed it."""

    crate: str
    contents: tuple[Content, ...]


EVENTS: tuple[type, ...] = (CrateDroppedOff, CrateMeasured, DeclarationTaken)
