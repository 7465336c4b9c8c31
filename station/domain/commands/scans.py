"""The command that judges one scan at a post.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.commands.roles import LOADING, Roles
from station.domain.words import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class HandContext:
    """What the sender of a scan has in hand; what is given wins over what the reader has."""

    producer: str | None = None
    product: str | None = None
    crate_type: str | None = None
    zone: str | None = None
    round: str | None = None
    customer: str | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeScan:
    """Judge one scan at a post (sent through the scans call).

    `kind` and `code` are what the symbol said once read: internal, sscc, gtin, gs1 or text.
    `told` is what a producer's own GS1 label says of the goods: fields and mentions by name.
    """

    kind: str
    code: str
    context: HandContext = HandContext()
    told: dict[str, str] = field(default_factory=dict)


ROLES: Roles = ((LOADING | {Role.PRODUCER}, (TakeScan,)),)
"""Who may send which of these."""
