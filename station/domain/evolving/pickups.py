"""Applies pick-up rounds: collected crates are aboard until reception has them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp
from station.domain.evolving.keeping import crate_of, lot_of
from station.domain.pickups import Collected, FarmStop, PickupState, farm_key
from station.domain.world import World


def farms_planned(world: World, event: events.rounds.RoundPlanned) -> None:
    """Put a round's farms anew; one that was collected stays as it is, planned or not."""
    before = {stop.producer: stop for stop in world.farm_stops.where(round=event.round)}
    for producer, stop in before.items():
        if producer not in event.farms and stop.collected_at is None:
            world.farm_stops.delete(stop.key)
    for rank, producer in enumerate(event.farms, start=1):
        known = before.get(producer) or _stop(event.round, event.date, producer)
        world.farm_stops.put(replace(known, rank=rank))


def _stop(round: str, date: str, producer: str) -> FarmStop:
    key = farm_key(round, producer)
    return FarmStop(key=key, round=round, date=date, rank=0, producer=producer)


def farm_collected(world: World, event: events.pickups.FarmCollected, stamp: Stamp) -> None:
    round = world.rounds.get(event.round)
    date = round.date if round else ""
    known = world.farm_stops.get(farm_key(event.round, event.producer))
    if known is None:
        rank = 1 + max((one.rank for one in world.farm_stops.where(round=event.round)), default=0)
        known = replace(_stop(event.round, date, event.producer), rank=rank)
    if known.collected_at is None:
        known = replace(known, collected_at=stamp.at, collected_seq=stamp.seq)
    world.farm_stops.put(replace(known, closed=False))
    first = world.pickups.count(round=event.round, producer=event.producer)
    for nth, taken in enumerate(event.crates, start=first + 1):
        world.pickups.put(
            Collected(
                id=f"{event.round}|{event.producer}|{nth:03d}",
                round=event.round,
                date=date,
                producer=event.producer,
                at=stamp.at,
                by=stamp.operator,
                **{name: getattr(taken, name) for name in taken.__dataclass_fields__},
            )
        )


def arrived(world: World, event: events.pickups.PickupArrived, stamp: Stamp) -> None:
    one = world.pickups.get(event.pickup)
    crate = replace(crate_of(world, event.crate), pickup=event.pickup)
    world.crates.put(crate)
    _of_lots(world, crate)
    if one:
        one = replace(one, arrived=one.arrived | {crate.id: _grams(world, crate)})
        state = one.state if one.awaited else PickupState.IN
        world.pickups.put(replace(one, state=state))


def _of_lots(world: World, crate: model.Crate) -> None:
    """Let a collected crate's lots know who brought it: neither its day nor its lot's tells."""
    for content in crate.contents:
        lot = lot_of(world, content.lot)
        if crate.pickup and crate.pickup not in lot.pickups:
            world.lots.put(replace(lot, pickups=(*lot.pickups, crate.pickup)))


def measured(world: World, crate: model.Crate) -> None:
    """Keep the grams of a collected crate that was only weighed or counted after it came in."""
    one = world.pickups.get(crate.pickup or "")
    if one and crate.id in one.arrived:
        _of_lots(world, crate)
        arrived = one.arrived | {crate.id: _grams(world, crate)}
        world.pickups.put(replace(one, arrived=arrived))


def _grams(world: World, crate: model.Crate) -> int:
    total = 0
    for content in crate.contents:
        product = world.products.get(content.product)
        unit_g = (product.unit_g if product else None) or 0
        total += (content.count or 0) * unit_g if content.net_g is None else content.net_g
    return total


def not_arrived(world: World, crate: model.Crate) -> None:
    """Take back that a collected crate came in: its reception was a mistake.

    A pick-up that had all come in is awaited anew; one that was told as short stays told.
    """
    one = world.pickups.get(crate.pickup or "")
    if one is None:
        return
    left = {id: grams for id, grams in one.arrived.items() if id != crate.id}
    short = one.state is PickupState.CLOSED
    state = PickupState.CLOSED if short else PickupState.ABOARD
    world.pickups.put(replace(one, arrived=left, state=state))
    stop = world.farm_stops.get(farm_key(one.round, one.producer))
    if stop and not short:
        world.farm_stops.put(replace(stop, closed=False))


def closed(world: World, event: events.pickups.PickupClosed, stamp: Stamp) -> None:
    stop = world.farm_stops.get(farm_key(event.round, event.producer))
    if stop:
        world.farm_stops.put(replace(stop, closed=True))
    for one in world.pickups.where(round=event.round, producer=event.producer):
        if one.state is PickupState.ABOARD:
            world.pickups.put(replace(one, state=PickupState.CLOSED))


APPLIES: dict[type, Any] = {
    events.pickups.FarmCollected: farm_collected,
    events.pickups.PickupArrived: arrived,
    events.pickups.PickupClosed: closed,
}
