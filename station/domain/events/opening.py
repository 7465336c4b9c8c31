"""Events of the carré-vente's hours.

Must hold no rule.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.opening import Span, WeekSpan


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopHoursSet:
    """The carré-vente has these hours every week from now on."""

    spans: tuple[WeekSpan, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDaySet:
    """A day has hours of its own; without spans the carré-vente is shut on it."""

    date: str
    spans: tuple[Span, ...]
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopDayDropped:
    """A day is like its weekday again."""

    date: str


EVENTS: tuple[type, ...] = (ShopHoursSet, ShopDaySet, ShopDayDropped)
