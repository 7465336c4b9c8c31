"""Commands of the carré-vente.

Must hold no rule; payloads have the contract's shapes.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import FLOOR, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCrate:
    """Give a crate to a customer at the hangar."""

    crate: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToProducer:
    """Give an unsold stock crate back to its producer, with the reason."""

    crate: str
    reason: str


ROLES: Roles = ((FLOOR, (HandOverCrate, ReturnToProducer)),)
"""Who may send which of these."""
