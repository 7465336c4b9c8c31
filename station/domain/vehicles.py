"""Vehicles and what they can take, what a round would load, and where that is too much.

Must not look anything up: loads come in as they were counted.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from station.domain.words import TemperatureClass

EXPECTED_CRATE_G = 8_000
"""Grams counted for one crate of what is not prepared yet: a 60x40 crate holds 4 to 13 kg."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vehicle:
    """A vehicle of the hub; None: no limit was entered. A class with 0 crates cannot go in it.

    `max_g` is the load as weighed: goods and crates together.
    """

    code: str
    name: str
    max_crates: int | None = None
    max_g: int | None = None
    ambiant_crates: int | None = None
    frais_crates: int | None = None
    froid_crates: int | None = None
    surgele_crates: int | None = None

    def crates_of(self, temperature_class: TemperatureClass) -> int | None:
        """Return how many crates of a class go in; None where nobody said."""
        most: int | None = getattr(self, f"{temperature_class.value}_crates")
        return most


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What goes to one stop, or to all of a round.

    `crates` are those of `by_class` added up; `estimated` of them are not made yet. `unweighed`
    order lines have goods whose weight nobody entered: `gross_g` lacks them.
    """

    gross_g: int = 0
    by_class: Mapping[str, int] = field(default_factory=dict)
    estimated: int = 0
    unweighed: int = 0

    @property
    def crates(self) -> int:
        """Crates of all classes."""
        return sum(self.by_class.values())


def added_up(loads: Iterable[Load]) -> Load:
    """Return several loads as one."""
    gross_g = estimated = unweighed = 0
    by_class: dict[str, int] = {}
    for load in loads:
        gross_g += load.gross_g
        estimated += load.estimated
        unweighed += load.unweighed
        for name, count in load.by_class.items():
            by_class[name] = by_class.get(name, 0) + count
    return Load(gross_g=gross_g, by_class=by_class, estimated=estimated, unweighed=unweighed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Excess:
    """One limit that a load is over: `crates`, `grams`, or a temperature class in crates."""

    what: str
    load: int
    most: int


def excesses(load: Load, vehicle: Vehicle) -> list[Excess]:
    """Return every limit of the vehicle that the load is over."""
    limits = [("crates", load.crates, vehicle.max_crates), ("grams", load.gross_g, vehicle.max_g)]
    for one in TemperatureClass:
        limits.append((one.value, load.by_class.get(one.value, 0), vehicle.crates_of(one)))
    return [
        Excess(what=what, load=has, most=most)
        for what, has, most in limits
        if most is not None and has > most
    ]


def vehicle_named(vehicles: Iterable[Vehicle], text: str) -> Vehicle | None:
    """Return the vehicle that a round names by its code or its name, however it is written."""
    wanted = " ".join(text.casefold().split())
    if not wanted:
        return None
    return next(
        (one for one in vehicles if wanted in (one.code.casefold(), one.name.casefold())), None
    )
