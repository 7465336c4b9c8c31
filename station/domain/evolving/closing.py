"""Applies closings of days: the projection that lists them."""

from __future__ import annotations

from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.world import World


def day_closed(world: World, event: events.closing.DayClosed, stamp: Stamp) -> None:
    world.closings.put(
        model.DayClosing(
            id=event.closing,
            date=event.date,
            at=stamp.at,
            epoch=event.epoch,
            seq=event.seq,
            head=event.head,
            received=event.received,
            gone=event.gone,
            in_stock=event.in_stock,
        )
    )


APPLIES: dict[type, Any] = {events.closing.DayClosed: day_closed}
