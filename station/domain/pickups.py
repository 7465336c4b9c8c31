"""Pick-up rounds as frozen values: farms where a van calls, and the crates that it collected there.

Must hold no rule. A collected crate is aboard a van: it is no stock before reception weighs or
counts it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


def farm_key(round: str, producer: str) -> str:
    """Return the key of a farm's place in a round."""
    return f"{round}|{producer}"


class PickupState(StrEnum):
    """Where collected crates stand: aboard, all received, or compared and not all found."""

    ABOARD = "aboard"
    IN = "in"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class FarmStop:
    """A farm's place in a round; 1 is collected first. `closed`: compared with what came in.

    `collected_seq`: the event that told it first; what came in before it was no van's.
    """

    key: str
    round: str
    date: str
    rank: int
    producer: str
    collected_at: str | None = None
    collected_seq: int = 0
    closed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """Crates alike that a driver took along from a farm; one crate where it carries a `code`.

    `count`: units in each as the driver said; `celsius_tenths` was measured at loading, and
    `no_celsius` is the reason why it was not. `arrived`: the crates they became, by id, with the
    grams then known of each (counted goods by their product's typical unit).
    """

    id: str
    round: str
    date: str
    producer: str
    product: str
    crates: int
    count: int | None = None
    code: str = ""
    crate_type: str = ""
    celsius_tenths: int | None = None
    no_celsius: str = ""
    arrived: dict[str, int] = field(default_factory=dict)
    state: PickupState = PickupState.ABOARD
    at: str = ""
    by: str | None = None

    @property
    def awaited(self) -> int:
        """How many of them nobody has received yet."""
        return self.crates - len(self.arrived)
