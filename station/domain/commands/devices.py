"""Commands on the hub's tablets and phones: paired once to a post, revoked alone.

Must hold no rule, and no secret: the cookie's digest lies with tokens and PINs.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.commands.roles import OFFICE, STATION, Roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterDevice:
    """Make a device known that was paired to a post; the station sends it after the QR."""

    device: str
    name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RevokeDevice:
    """Take a paired device out of service at once: lost, broken, or given away."""

    device: str
    reason: str


ROLES: Roles = (
    (STATION, (RegisterDevice,)),
    (OFFICE, (RevokeDevice,)),
)
"""Who may send which of these."""
