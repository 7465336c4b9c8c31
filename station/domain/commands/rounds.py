"""Commands of rounds: planned, loaded, left, delivered; returns.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, LOADING, OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """One stop of a round to plan; 1 is delivered first."""

    stop: int
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRound:
    """Plan a round of one day, or plan it anew; `round` is its short name, like T1.

    `seen` is the version this plan was made on, 0 for a new round: any other is refused. `farms`:
    producers where it collects, in this order; None leaves them as they are planned.
    """

    date: str
    round: str
    stops: tuple[PlannedStop, ...]
    vehicle: str = ""
    driver: str = ""
    depart_at: str = ""
    seen: int | None = None
    farms: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCrate:
    """Put a crate into the van of a round."""

    crate: str
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadCrate:
    """Take a crate out of the van before departure."""

    crate: str
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareMissing:
    """Declare that an order line cannot be served by this round."""

    order_line: str
    round: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareCrateMissing:
    """Say that a crate was looked for and not found, though the paper has it here or aboard."""

    crate: str
    round: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Why a named person lets a round leave incomplete."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartRound:
    """Let a round leave, and issue its delivery notes."""

    round: str
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesCount:
    """Crates of one type left with a customer, full ones included, and empties taken back."""

    crate_type: str
    given: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverStop:
    """Say that a stop's crates were handed over, and which empties moved.

    `crates`: those that were handed over, by any of their codes; None: all of the stop. `unsigned`:
    left there without a signature.
    """

    round: str
    customer: str
    empties: tuple[EmptiesCount, ...] = ()
    crates: tuple[str, ...] | None = None
    unsigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCrate:
    """Bring back a crate that had left."""

    crate: str
    reason: str


ROLES: Roles = (
    (OFFICE, (PlanRound,)),
    (LOADING, (LoadCrate, UnloadCrate, DeliverStop, ReturnCrate)),
    (FLOOR, (DeclareMissing, DeclareCrateMissing, DepartRound)),
)
"""Who may send which of these."""
