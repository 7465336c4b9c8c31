"""What a claim is, how far along, and what claims took back.

Must not look anything up.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

KIND_WORDS = {"short": "manque", "damaged": "abîmé", "quality": "qualité"}
"""What a claim says of the goods, in a word for people."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One claim on one product of a delivery note; what was said is in the vault under its id.

    `source`: the note's link, the driver, or the telephone. `seen_by`: who of the hub looked first.
    """

    id: str
    note: str
    customer: str
    product: str
    kind: str
    quantity_milli: int
    source: str
    opened_at: str
    opened_seq: int
    state: str = "open"
    settled_milli: int = 0
    bears: str = ""
    reason: str = ""
    credit: str | None = None
    seen_by: str | None = None
    seen_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPhoto:
    """A picture that a customer sent with a claim; the picture itself is in the vault."""

    id: str
    claim: str
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """One revision of a note: what no longer counts as delivered, after which claim."""

    key: str
    note: str
    revision: int
    product: str
    taken_back_milli: int
    claim: str


def taken_back_milli(revisions: Iterable[Revision], product: str) -> int:
    """Return what a note's revisions took back of a product, in thousandths of its unit."""
    return sum(one.taken_back_milli for one in revisions if one.product == product)
