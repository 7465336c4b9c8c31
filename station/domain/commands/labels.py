"""Commands on labels and their printers.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.commands.roles import FLOOR, STATION, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLabel:
    """Say that a label is out and readable."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLabel:
    """Say that a label did not come out, or no longer counts."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintLabel:
    """Print a label of the same identity again, marked as a copy."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveQueue:
    """Send the labels that wait for one printer to another; none that had its first byte moves.

    Without `to` each label goes to its own post's other printer: the fallback, or home from there.
    """

    printer: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLabel:
    """Record what the print spool did with a label (the station itself sends this)."""

    label: str
    state: Literal["sending", "sent", "confirmed", "uncertain", "failed", "outdated"]
    evidence: str
    printer: str = ""


ROLES: Roles = (
    (FLOOR, (ConfirmLabel, VoidLabel, ReprintLabel, MoveQueue)),
    (STATION, (MarkLabel,)),
)
"""Who may send which of these."""
