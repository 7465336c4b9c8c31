"""Events of crates in the hangar: stored, picked, split, merged, thrown away.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.model import Content, Weighing
from station.domain.words import TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateStored:
    """A crate was checked into a zone, or moved to another."""

    crate: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPicked:
    """Part of a stock crate went into a customer's crate.

    `left` are the contents that stay behind; `taken` what was added to `into`.
    """

    source: str
    into: str
    taken: tuple[Content, ...]
    left: tuple[Content, ...]
    weighing: Weighing | None
    order_line: str | None
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCrateOpened:
    """An empty crate was given an identity, to be filled for one customer."""

    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    crate_type: str
    tare_g: int
    customer: str
    deliver_on: str
    temperature_class: TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateClosed:
    """A customer's crate is full: its label with the list of contents is due."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateSplit:
    """One part of a crate went into a new crate; lineage runs from `source` to `crate`.

    `other_g`: grams by lot that neither part holds (negative: nobody knew of them before).
    """

    source: str
    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    crate_type: str
    tare_g: int
    gross_g: int | None
    taken: tuple[Content, ...]
    left: tuple[Content, ...]
    weighing: Weighing | None
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CratesMerged:
    """All of `source` went into `into`; `source` is empty, lineage kept."""

    source: str
    into: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateDiscarded:
    """What a crate held was thrown away, with a reason."""

    crate: str
    contents: tuple[Content, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateEmptied:
    """A stock crate was found empty; the grams it should have held, by lot, go to « écart »."""

    crate: str
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCounted:
    """A zone was counted by scanning: what was found, what was not, what was too much."""

    zone: str
    found: tuple[str, ...]
    absent: tuple[str, ...]
    unexpected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureRecorded:
    """A zone's temperature was read; `alarm` when above the zone's limit."""

    zone: str
    celsius_tenths: int
    alarm: bool


EVENTS: tuple[type, ...] = (
    CrateStored,
    PartPicked,
    CustomerCrateOpened,
    CrateClosed,
    CrateSplit,
    CratesMerged,
    CrateDiscarded,
    CrateEmptied,
    ZoneCounted,
    TemperatureRecorded,
)
