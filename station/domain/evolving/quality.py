"""Applies blocks, releases and recalls of lots."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.evolving.keeping import lot_of
from station.domain.model import Counter
from station.domain.world import World

LOTS = "lots"
"""The counter that holds the seq of the last block or release: lists made before are old."""


def _listed_anew(world: World, stamp: Stamp) -> None:
    world.counters.put(Counter(name=LOTS, value=stamp.seq))


def lot_blocked(world: World, event: events.quality.LotBlocked, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=event.reason))
    _listed_anew(world, stamp)


def lot_released(world: World, event: events.quality.LotReleased, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=None, recalled=False))
    _listed_anew(world, stamp)


def lot_recalled(world: World, event: events.quality.LotRecalled, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), blocked=event.reason, recalled=True))
    _listed_anew(world, stamp)


APPLIES: dict[type, Any] = {
    events.quality.LotBlocked: lot_blocked,
    events.quality.LotReleased: lot_released,
    events.quality.LotRecalled: lot_recalled,
}
