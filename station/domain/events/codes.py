"""Events of codes that exist before, or beside, the crate's own.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeBound:
    """One more code finds a crate now (kind: emergency, sscc, grai)."""

    crate: str
    code: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyLabelsMade:
    """Codes were given out for labels that wait, blank, to be bound to a crate."""

    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateTagsMade:
    """Codes were given out for crates that come back; `asset_type` is their type's number."""

    crate_type: str
    asset_type: int
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateLabelMade:
    """A producer's label was made before its crate: identity and lot are allotted.

    It is the `nth` of `of` crates for its order line; what is expected in it is in grams or
    units. What is printed is sealed in the vault; the crate exists when it is received.
    """

    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    producer: str
    product: str
    lot: str
    customer: str
    order_line: str
    deliver_on: str
    nth: int
    of: int
    expect_g: int | None
    expect_count: int | None
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateLabelReplaced:
    """A ready-made label is no longer expected: newer ones were made for its order line."""

    crate: str


EVENTS: tuple[type, ...] = (
    CodeBound,
    EmergencyLabelsMade,
    CrateTagsMade,
    CrateLabelMade,
    CrateLabelReplaced,
)
