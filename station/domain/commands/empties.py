"""Commands on returnable crates: empties moved, and what people agreed on after a count.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import LOADING, OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEmpties:
    """Record empty crates given to or taken from a party (a customer's or producer's code)."""

    party: str
    crate_type: str
    given: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectEmpties:
    """Set what a party owes to what people counted; `was` is what they saw before, with a reason.

    Both may be negative: then the hub owes the party.
    """

    party: str
    crate_type: str
    was: int
    owed: int
    reason: str


ROLES: Roles = (
    (LOADING, (MoveEmpties,)),
    (OFFICE, (CorrectEmpties,)),
)
"""Who may send which of these."""
