"""Decides pairing and revoking of the hub's tablets and phones."""

from __future__ import annotations

from typing import Any

from station.domain import commands, events
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, found, reason_given
from station.domain.refusals import Refusal

MAX_NAME = 40
"""Longest name of a device: it stands on a line of a phone's screen."""


def register_device(command: commands.devices.RegisterDevice, desk: Desk) -> Outcome:
    found(desk.settings.posts.get(command.post), f"poste {command.post}")
    name = command.name.strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise Refusal("out_of_bounds", what=f"nom {name!r}")
    if desk.world.devices.get(command.device):
        raise Refusal("out_of_bounds", what=f"appareil {command.device!r}")
    desk.emit(
        f"device/{command.device}",
        events.devices.DevicePaired(device=command.device, name=name, post=command.post),
    )
    return DONE


def revoke_device(command: commands.devices.RevokeDevice, desk: Desk) -> Outcome:
    device = found(desk.world.devices.get(command.device), f"appareil {command.device}")
    if device.revoked_at is None:
        desk.emit(
            f"device/{device.id}",
            events.devices.DeviceRevoked(device=device.id, reason=reason_given(command.reason)),
        )
    return DONE


DECIDES: dict[type, Any] = {
    commands.devices.RegisterDevice: register_device,
    commands.devices.RevokeDevice: revoke_device,
}
