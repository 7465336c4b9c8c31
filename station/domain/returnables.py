"""Returnable crates and their tares as frozen values: who has how many, by which movement.

Must hold no rule: fields, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from station.domain.world import World


class Occasion(StrEnum):
    """On which occasion crates went to a party or came back."""

    ENTERED = "entered"
    DEPARTED = "departed"
    STOP = "stop"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    ELSEWHERE = "elsewhere"
    RECEIVED = "received"
    VOIDED = "voided"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True, kw_only=True)
class Movement:
    """Crates of one type that went to a party (`given`) or came back (`taken`), by event `seq`.

    `subject` is the round or crate it is about; `owed` is what the party owes from here on.
    """

    key: str
    seq: int
    at: str
    party: str
    crate_type: str
    given: int
    taken: int
    owed: int
    why: Occasion
    subject: str
    reason: str
    operator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tare:
    """What an empty crate weighed from a day on: of a type, or of the one crate that bears `code`.

    `before_g` is what was believed until then, None at first; `count` crates were weighed
    together, 0 where a person entered the figure.
    """

    key: str
    crate_type: str
    code: str
    tare_g: int
    before_g: int | None
    since: str
    count: int
    seq: int
    at: str


def last_tare(world: World, crate_type: str, code: str = "") -> Tare | None:
    """Return the tare that counts now, of a type or of one crate by its code; None when unknown."""
    known = world.tares.where(crate_type=crate_type, code=code)
    return known[-1] if known else None
