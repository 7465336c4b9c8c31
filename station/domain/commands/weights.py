"""How a command gives a weight.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReceipt:
    """A weight by its weighing receipt of the post's scale."""

    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A weight read off by a person, in grams, with the reason; marked for ever."""

    gross_g: int
    tare_g: int
    reason: str


Weigh = ByReceipt | ByHand | Literal["post"] | None
"""How a weight is given; "post" takes the receipt that is there at arrival."""
