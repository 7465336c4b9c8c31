"""Commands of the carré-vente.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, OFFICE, Roles
from station.domain.opening import Span, WeekSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCrate:
    """Give a crate to a customer at the hangar."""

    crate: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToProducer:
    """Give an unsold stock crate back to its producer, with the reason."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetShopHours:
    """Set the carré-vente's hours of every week, all of them; `seen` is the version seen."""

    spans: tuple[WeekSpan, ...]
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SetShopDay:
    """Set a day that is not like its weekday; without spans it is shut. `note` is for everybody.

    `seen` is the version of the day that was seen, 0 for one that nobody set: any other is refused.
    """

    date: str
    spans: tuple[Span, ...] = ()
    note: str = ""
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DropShopDay:
    """Let a day be like its weekday again; `seen` is the version seen."""

    date: str
    seen: int | None = None


ROLES: Roles = (
    (FLOOR, (HandOverCrate, ReturnToProducer)),
    (OFFICE, (SetShopHours, SetShopDay, DropShopDay)),
)
"""Who may send which of these."""
