"""Ways between places as the hub entered them, and what a round lacks of them.

Must not guess a distance: a way that nobody entered is named.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

HUB = "hub"
"""The hub's own place among customers' codes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distance:
    """The way from one place to another: a customer's code, or `hub`.

    It counts for the way back too, until that one is entered by itself. At least one of `minutes`
    and `metres` is known.
    """

    key: str
    origin: str
    destination: str
    minutes: int | None = None
    metres: int | None = None


def distance_key(origin: str, destination: str) -> str:
    """Return the key of one way; the way back has its own."""
    return f"{origin}|{destination}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Every way between some places, in one measure; or the ways that are `missing`.

    `measure` is minutes where every way has them, else metres where every way has those. Where
    neither is whole, `legs` is empty and `missing` names the ways that lack the better of the two.
    """

    measure: str
    legs: tuple[tuple[int, ...], ...]
    missing: tuple[tuple[str, str], ...]


def matrix(distances: Mapping[str, Distance], places: Sequence[str]) -> Matrix:
    """Return the ways between all places, the hub first among them."""
    tried = [_in(measure, distances, places) for measure in ("minutes", "metres")]
    whole = next((one for one in tried if not one.missing), None)
    return whole or min(tried, key=lambda one: len(one.missing))


def _in(measure: str, distances: Mapping[str, Distance], places: Sequence[str]) -> Matrix:
    missing: dict[tuple[str, str], None] = {}
    legs = []
    for one in places:
        row = []
        for other in places:
            amount = 0 if one == other else _way(measure, distances, one, other)
            if amount is None and (other, one) not in missing:
                missing[one, other] = None
            row.append(amount or 0)
        legs.append(tuple(row))
    return Matrix(measure=measure, legs=() if missing else tuple(legs), missing=tuple(missing))


def _way(measure: str, distances: Mapping[str, Distance], one: str, other: str) -> int | None:
    """Return the way as entered, else the way back."""
    for key in (distance_key(one, other), distance_key(other, one)):
        known = distances.get(key)
        amount: int | None = getattr(known, measure) if known else None
        if amount is not None:
            return amount
    return None
