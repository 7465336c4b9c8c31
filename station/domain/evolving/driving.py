"""Applies what drivers photographed."""

from __future__ import annotations

from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.world import World


def photographed(world: World, event: events.driving.DeliveryPhotographed, stamp: Stamp) -> None:
    world.delivery_photos.put(
        model.DeliveryPhoto(
            id=event.photo,
            round=event.round,
            customer=event.customer,
            about=event.about,
            kept_at=stamp.at,
        )
    )


def erased(world: World, event: events.driving.DeliveryPhotographErased, stamp: Stamp) -> None:
    world.delivery_photos.delete(event.photo)


APPLIES: dict[type, Any] = {
    events.driving.DeliveryPhotographed: photographed,
    events.driving.DeliveryPhotographErased: erased,
}
