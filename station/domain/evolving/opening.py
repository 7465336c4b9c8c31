"""Applies the carré-vente's hours."""

from __future__ import annotations

from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.opening import WEEK, ShopDay, ShopWeek
from station.domain.world import World


def shop_hours_set(world: World, event: events.opening.ShopHoursSet, stamp: Stamp) -> None:
    world.shop_weeks.put(ShopWeek(key=WEEK, spans=event.spans))


def shop_day_set(world: World, event: events.opening.ShopDaySet, stamp: Stamp) -> None:
    world.shop_days.put(ShopDay(date=event.date, spans=event.spans, note=event.note))


def shop_day_dropped(world: World, event: events.opening.ShopDayDropped, stamp: Stamp) -> None:
    world.shop_days.delete(event.date)


APPLIES: dict[type, Any] = {
    events.opening.ShopHoursSet: shop_hours_set,
    events.opening.ShopDaySet: shop_day_set,
    events.opening.ShopDayDropped: shop_day_dropped,
}
