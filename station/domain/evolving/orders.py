"""Applies orders, their changes, and the promises of crates to order lines."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.keeping import crate_of, put_crate
from station.domain.words import LineState
from station.domain.world import World


def order_placed(world: World, event: events.orders.OrderPlaced, stamp: Stamp) -> None:
    bump(world, "order_line")
    world.order_lines.put(
        model.OrderLine(
            id=event.order_line,
            order=event.order,
            customer=event.customer,
            delivery_date=event.delivery_date,
            producer=event.producer,
            product=event.product,
            quantity_milli=event.quantity_milli,
            unit=event.unit,
            source=event.source,
            placed_seq=stamp.seq,
        )
    )


def order_changed(world: World, event: events.orders.OrderChanged, stamp: Stamp) -> None:
    line = world.order_lines.get(event.order_line)
    if line:
        world.order_lines.put(
            replace(
                line,
                quantity_milli=event.quantity_milli,
                delivery_date=event.delivery_date,
                source=event.source,
                state=LineState.OPEN,
            )
        )


def order_cancelled(world: World, event: events.orders.OrderCancelled, stamp: Stamp) -> None:
    line = world.order_lines.get(event.order_line)
    if line:
        world.order_lines.put(replace(line, state=LineState.CANCELLED))


def line_missing(world: World, event: events.rounds.LineDeclaredMissing, stamp: Stamp) -> None:
    line = world.order_lines.get(event.order_line)
    if line:
        world.order_lines.put(replace(line, state=LineState.MISSING, missing_reason=event.reason))


def crate_allocated(world: World, event: events.orders.CrateAllocated, stamp: Stamp) -> None:
    world.allocations.put(
        model.Allocation(
            key=f"{event.crate}|{event.order_line}",
            crate=event.crate,
            order_line=event.order_line,
            net_g=event.net_g,
            count=event.count,
            picked=event.whole,
        )
    )
    if event.whole:
        crate = replace(
            crate_of(world, event.crate),
            customer=event.customer,
            deliver_on=event.deliver_on,
            order_line=event.order_line,
        )
        put_crate(world, crate)


def allocation_released(
    world: World, event: events.orders.AllocationReleased, stamp: Stamp
) -> None:
    key = f"{event.crate}|{event.order_line}"
    allocation = world.allocations.get(key)
    world.allocations.delete(key)
    crate = world.crates.get(event.crate)
    if crate and allocation and allocation.picked and not _serves(world, event.crate):
        free = replace(crate, customer=None, deliver_on=None, order_line=None, for_customer=False)
        put_crate(world, free)


def stock_shared(world: World, event: events.orders.StockShared, stamp: Stamp) -> None:
    key = model.shortage_key(event.product, event.delivery_date)
    if not event.lines:
        world.shortages.delete(key)
        return
    world.shortages.put(
        model.Shortage(
            key=key,
            product=event.product,
            delivery_date=event.delivery_date,
            rule=event.rule,
            by_weight=event.by_weight,
            given={line.order_line: line.given for line in event.lines},
            wanted={line.order_line: line.wanted for line in event.lines},
        )
    )


def _serves(world: World, crate: str) -> bool:
    """Tell whether goods in a crate still serve some line; else the crate is stock again."""
    return any(row.picked for row in world.allocations.where(crate=crate))


APPLIES: dict[type, Any] = {
    events.orders.OrderPlaced: order_placed,
    events.orders.OrderChanged: order_changed,
    events.orders.OrderCancelled: order_cancelled,
    events.rounds.LineDeclaredMissing: line_missing,
    events.orders.CrateAllocated: crate_allocated,
    events.orders.AllocationReleased: allocation_released,
    events.orders.StockShared: stock_shared,
}
