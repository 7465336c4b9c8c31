"""Events of the hub's tablets and phones.

Must hold no rule, and no secret.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicePaired:
    """A tablet or phone belongs to a post from now on."""

    device: str
    name: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceRevoked:
    """A paired device may do nothing any more."""

    device: str
    reason: str


EVENTS: tuple[type, ...] = (DevicePaired, DeviceRevoked)
