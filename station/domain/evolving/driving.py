"""Applies what drivers photographed and measured."""

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


def temperature_noted(
    world: World, event: events.driving.StopTemperatureNoted, stamp: Stamp
) -> None:
    world.stop_temperatures.put(
        model.StopTemperature(
            key=f"{event.round}/{event.customer}/{event.temperature_class.value}",
            round=event.round,
            customer=event.customer,
            temperature_class=event.temperature_class,
            celsius_tenths=event.celsius_tenths,
            alarm=event.alarm,
        )
    )


APPLIES: dict[type, Any] = {
    events.driving.DeliveryPhotographed: photographed,
    events.driving.DeliveryPhotographErased: erased,
    events.driving.StopTemperatureNoted: temperature_noted,
}
