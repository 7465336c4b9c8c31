"""The event of a day that was closed.

Must hold no rule; nothing personal stands in it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosed:
    """A day was closed: `head` is the chain's head after event `seq`, as it stands on paper.

    Counts are crates: received and gone that day, in the hangar when it was closed.
    """

    closing: str
    date: str
    epoch: str
    seq: int
    head: str
    received: int
    gone: int
    in_stock: int


EVENTS: tuple[type, ...] = (DayClosed,)
