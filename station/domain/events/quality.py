"""Events of lots held back or called back.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBlocked:
    """Nothing of this lot may leave."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReleased:
    """The lot may leave again."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecalled:
    """The lot is called back from customers too; it is blocked as well."""

    lot: str
    reason: str


EVENTS: tuple[type, ...] = (
    LotBlocked,
    LotReleased,
    LotRecalled,
)
