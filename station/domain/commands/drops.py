"""Commands on crates that a farm leaves with nobody there, until somebody weighs or counts them.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.commands.roles import FLOOR, Roles
from station.domain.commands.weights import Weigh
from station.domain.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class DropOffCrate:
    """Leave a crate in a zone with nobody there; it waits to be weighed or counted.

    `code` is what it carries already: a ready-made, emergency or other hub's label, a GRAI.
    `declared_g` or `declared_count` is what the farm says is in it; a ready-made label says it too.
    """

    producer: str
    product: str
    zone: str
    declared_g: int | None = None
    declared_count: int | None = None
    crate_type: str | None = None
    producer_lot: str | None = None
    use_by: str | None = None
    best_before: str | None = None
    celsius_tenths: int | None = None
    customer: str | None = None
    order_line: str | None = None
    code: str | None = None
    mentions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCrate:
    """Weigh or count a crate that was dropped off; from then on it is like any other.

    `crate_type` where nobody said it yet, or it is another; a temperature where it still lacks.
    """

    crate: str
    weigh: Weigh = None
    count: int | None = None
    crate_type: str | None = None
    celsius_tenths: int | None = None


ROLES: Roles = (
    (FLOOR | {Role.PRODUCER}, (DropOffCrate,)),
    (FLOOR, (MeasureCrate,)),
)
"""Who may send which of these."""
