"""Commands on claims: what a customer says was short, damaged or bad, and how it was settled.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.commands.roles import LOADING, OFFICE, STATION, Roles

ClaimKind = Literal["short", "damaged", "quality"]
ClaimSource = Literal["note", "driver", "telephone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenClaim:
    """Say what was wrong with one product of a delivery note; `words` are kept out of the chain.

    `quantity_milli`: thousandths of the line's unit, 0 where nobody said how much. `contact`: how
    to reach who said it, kept out of the chain too.
    """

    note: str
    product: str
    kind: ClaimKind
    quantity_milli: int = 0
    words: str = ""
    source: ClaimSource = "telephone"
    contact: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographClaim:
    """Keep a picture that a customer sent with a claim (the station itself sends this).

    `jpeg` is base64 text of a picture that was already drawn anew.
    """

    claim: str
    jpeg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SeeClaim:
    """Say that a person of the hub has read a claim; its customer may read who, and when."""

    claim: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseClaimPhotograph:
    """Erase a claim's picture for good; the ledger keeps only that there was one."""

    photo: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleClaim:
    """Settle a claim: `quantity_milli` is taken back (0: none), and `bears` says who loses it."""

    claim: str
    quantity_milli: int
    reason: str
    bears: str = "hub"


ROLES: Roles = (
    (LOADING, (OpenClaim,)),
    (OFFICE, (SettleClaim, SeeClaim, EraseClaimPhotograph)),
    (STATION, (PhotographClaim,)),
)
"""Who may send which of these."""
