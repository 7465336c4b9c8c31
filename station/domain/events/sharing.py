"""Events of what rounds cost and how the members share it.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCostRecorded:
    """What a round cost was entered, or entered anew; `carrier` is a farm, empty for others."""

    round: str
    date: str
    kilometres: int
    minutes: int
    fixed_cents: int
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingVoted:
    """The members voted how rounds are shared from a day on."""

    since: str
    stops_percent: int
    kilograms_percent: int
    crates_percent: int
    km_cents: int
    hour_cents: int
    warn_percent: int
    decision: str


EVENTS: tuple[type, ...] = (
    RoundCostRecorded,
    SharingVoted,
)
