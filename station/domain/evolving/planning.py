"""Applies vehicles and the ways between places."""

from __future__ import annotations

from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.distances import Distance, distance_key
from station.domain.vehicles import Vehicle
from station.domain.world import World


def vehicle_registered(
    world: World, event: events.planning.VehicleRegistered, stamp: Stamp
) -> None:
    values = {name: getattr(event, name) for name in event.__dataclass_fields__}
    world.vehicles.put(Vehicle(**values))


def distance_entered(world: World, event: events.planning.DistanceEntered, stamp: Stamp) -> None:
    world.distances.put(
        Distance(
            key=distance_key(event.origin, event.destination),
            origin=event.origin,
            destination=event.destination,
            minutes=event.minutes,
            metres=event.metres,
        )
    )


APPLIES: dict[type, Any] = {
    events.planning.VehicleRegistered: vehicle_registered,
    events.planning.DistanceEntered: distance_entered,
}
