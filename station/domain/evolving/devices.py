"""Applies pairing and revoking of the hub's tablets and phones."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.world import World


def device_paired(world: World, event: events.devices.DevicePaired, stamp: Stamp) -> None:
    world.devices.put(
        model.PairedDevice(id=event.device, name=event.name, post=event.post, paired_at=stamp.at)
    )


def device_revoked(world: World, event: events.devices.DeviceRevoked, stamp: Stamp) -> None:
    device = world.devices.get(event.device)
    if device:
        world.devices.put(replace(device, revoked_at=stamp.at, reason=event.reason))


APPLIES: dict[type, Any] = {
    events.devices.DevicePaired: device_paired,
    events.devices.DeviceRevoked: device_revoked,
}
