"""Applies imports of orders, and what came after the cut-off."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.desk import Stamp
from station.domain.late import LateLine, OrderImport
from station.domain.world import World


def line_held(world: World, event: events.late.LateLineHeld, stamp: Stamp) -> None:
    asked = {name: getattr(event, name) for name in event.__dataclass_fields__}
    world.late_lines.put(
        LateLine(
            id=asked.pop("late"),
            held_at=stamp.at,
            held_seq=stamp.seq,
            **{name: value for name, value in asked.items() if name != "digest"},
        )
    )


def line_settled(world: World, event: events.late.LateLineSettled, stamp: Stamp) -> None:
    late = world.late_lines.get(event.late)
    if late:
        world.late_lines.put(
            replace(late, state=event.how, placed=event.placed, reason=event.reason)
        )


def orders_imported(world: World, event: events.late.OrdersImported, stamp: Stamp) -> None:
    said = {name: getattr(event, name) for name in event.__dataclass_fields__}
    world.order_imports.put(OrderImport(id=f"{stamp.seq:012}", at=stamp.at, seq=stamp.seq, **said))


APPLIES: dict[type, Any] = {
    events.late.LateLineHeld: line_held,
    events.late.LateLineSettled: line_settled,
    events.late.OrdersImported: orders_imported,
}
