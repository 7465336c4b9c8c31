"""Events of claims.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimOpened:
    """A customer said that a delivered product was short, damaged or bad; its words are sealed."""

    claim: str
    note: str
    customer: str
    product: str
    kind: str
    quantity_milli: int
    source: str
    party: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPhotographed:
    """A picture came with a claim; it is sealed in the vault under `photo`."""

    photo: str
    claim: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPhotographErased:
    """A claim's picture was erased from the vault, with the reason."""

    photo: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSeen:
    """A person of the hub has read a claim; `by` is their code, empty for a program."""

    claim: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimSettled:
    """A claim was settled: so much is taken back, `bears` loses it; `credit` where one was due."""

    claim: str
    quantity_milli: int
    bears: str
    reason: str
    credit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteRevised:
    """A delivery note was revised after a claim: less of a product counts as delivered."""

    note: str
    revision: int
    product: str
    taken_back_milli: int
    claim: str


EVENTS: tuple[type, ...] = (
    ClaimOpened,
    ClaimPhotographed,
    ClaimPhotographErased,
    ClaimSeen,
    ClaimSettled,
    NoteRevised,
)
