"""Commands that hold lots back or call them back.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, OFFICE, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLot:
    """Let nothing of a lot leave."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLot:
    """Let a blocked lot leave again."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallLot:
    """Call a lot back from customers, and block what is here."""

    lot: str
    reason: str


ROLES: Roles = (
    (FLOOR, (BlockLot,)),
    (OFFICE, (ReleaseLot, RecallLot)),
)
"""Who may send which of these."""
