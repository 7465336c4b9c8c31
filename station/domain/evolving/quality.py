"""Applies blocks, releases and recalls of lots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.evolving.keeping import lot_of
from station.domain.world import World


def lot_blocked(world: World, event: events.quality.LotBlocked, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=event.reason))


def lot_released(world: World, event: events.quality.LotReleased, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=None, recalled=False))


def lot_recalled(world: World, event: events.quality.LotRecalled, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=event.reason, recalled=True))


APPLIES: dict[type, Any] = {
    events.quality.LotBlocked: lot_blocked,
    events.quality.LotReleased: lot_released,
    events.quality.LotRecalled: lot_recalled,
}
