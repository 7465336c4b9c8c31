"""Commands of reception: producers' drops, crates taken in, weights set right.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.commands.roles import FLOOR, OFFICE, STATION, Roles
from station.domain.commands.weights import Weigh
from station.domain.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenIntake:
    """Begin a producer's drop; several stay open at a post."""

    producer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIntake:
    """End a producer's drop with its intake note."""

    intake: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCrate:
    """Take in a crate: weighed by `weigh`, or counted; `crates` identical counted ones at once.

    `code` is what it carries already: a ready-made, emergency or other hub's label, a GRAI.
    """

    producer: str
    product: str
    crate_type: str | None = None
    producer_lot: str | None = None
    use_by: str | None = None
    best_before: str | None = None
    celsius_tenths: int | None = None
    customer: str | None = None
    order_line: str | None = None
    weigh: Weigh = None
    count: int | None = None
    crates: int | None = None
    code: str | None = None
    mentions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteCrate:
    """Say what the law asks of a crate's lot and nobody knew; all its crates get a new label."""

    crate: str
    mentions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectWeight:
    """Weigh a crate again because its recorded weight is wrong."""

    crate: str
    weigh: Weigh
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCrate:
    """Take back a reception that was a mistake; a farm only what it dropped off itself."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographLabel:
    """Keep a picture of the producer's own label on a crate (the station itself sends this).

    `jpeg` is base64 text of a picture that was already drawn anew.
    """

    crate: str
    jpeg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasePhotograph:
    """Erase a photographed label for good; the ledger keeps only that there was one."""

    crate: str
    photo: str
    reason: str


ROLES: Roles = (
    (FLOOR | {Role.PRODUCER}, (OpenIntake, CloseIntake, ReceiveCrate, VoidCrate)),
    (FLOOR, (CorrectWeight, CompleteCrate)),
    (OFFICE, (ErasePhotograph,)),
    (STATION, (PhotographLabel,)),
)
"""Who may send which of these."""
