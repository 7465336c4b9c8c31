"""Applies saved mappings of order files."""

from __future__ import annotations

from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.order_mapping import OrderMapping
from station.domain.world import World


def saved(world: World, event: events.mappings.OrderMappingSaved, stamp: Stamp) -> None:
    said = {name: getattr(event, name) for name in event.__dataclass_fields__}
    world.order_mappings.put(OrderMapping(**said))


def dropped(world: World, event: events.mappings.OrderMappingDropped, stamp: Stamp) -> None:
    world.order_mappings.delete(event.name)


APPLIES: dict[type, Any] = {
    events.mappings.OrderMappingSaved: saved,
    events.mappings.OrderMappingDropped: dropped,
}
