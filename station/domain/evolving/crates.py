"""Applies what happens to crates between reception and the van."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.hub import consumed
from station.domain.evolving.intake import book_other
from station.domain.evolving.keeping import (
    crate_of,
    lot_of,
    merged,
    new_crate,
    put_crate,
    seen,
)
from station.domain.words import CrateState, TemperatureClass
from station.domain.world import World


def crate_stored(world: World, event: events.crates.CrateStored, stamp: Stamp) -> None:
    crate = crate_of(world, event.crate)
    crate = replace(crate, zone=event.zone, state=CrateState.STORED, round=None)
    put_crate(world, seen(crate, stamp))


def customer_crate_opened(
    world: World, event: events.crates.CustomerCrateOpened, stamp: Stamp
) -> None:
    bump(world, "crate")
    crate = model.Crate(
        id=event.crate,
        sscc=event.sscc,
        codes=event.codes,
        state=CrateState.RECEIVED,
        crate_type=event.crate_type,
        tare_g=event.tare_g,
        gross_g=None,
        contents=(),
        temperature_class=event.temperature_class,
        customer=event.customer,
        deliver_on=event.deliver_on,
        for_customer=True,
        arrived_seq=stamp.seq,
    )
    new_crate(world, seen(crate, stamp))


def part_picked(world: World, event: events.crates.PartPicked, stamp: Stamp) -> None:
    _leave(world, event.source, event.left, stamp)
    into = crate_of(world, event.into)
    source = crate_of(world, event.source)
    into = replace(
        into,
        contents=merged(into.contents, event.taken),
        parents=_with(into.parents, event.source),
        use_by=_earliest(into.use_by, source.use_by),
        best_before=_earliest(into.best_before, source.best_before),
        temperature_class=_colder(into, source),
    )
    put_crate(world, seen(into, stamp))
    book_other(world, event.other_g)
    if event.order_line:
        _serve(world, event.source, event.into, event.order_line, event.taken)
    consumed(world, event.weighing, stamp)


def _serve(
    world: World, source: str, into: str, order_line: str, taken: tuple[model.Content, ...]
) -> None:
    """Turn the reservation in the stock crate into goods in the customer's crate."""
    world.allocations.delete(f"{source}|{order_line}")
    key = f"{into}|{order_line}"
    before = world.allocations.get(key)
    grams = [content.net_g for content in taken if content.net_g is not None]
    counts = [content.count for content in taken if content.count is not None]
    net_g = sum(grams) + ((before.net_g or 0) if before else 0) if grams else None
    count = sum(counts) + ((before.count or 0) if before else 0) if counts else None
    world.allocations.put(
        model.Allocation(
            key=key, crate=into, order_line=order_line, net_g=net_g, count=count, picked=True
        )
    )


def _leave(world: World, id: str, left: tuple[model.Content, ...], stamp: Stamp) -> None:
    crate = crate_of(world, id)
    state = crate.state if left else CrateState.EMPTIED
    put_crate(world, seen(replace(crate, contents=left, state=state, gross_g=None), stamp))


def crate_closed(world: World, event: events.crates.CrateClosed, stamp: Stamp) -> None:
    put_crate(world, seen(crate_of(world, event.crate), stamp))


def crate_split(world: World, event: events.crates.CrateSplit, stamp: Stamp) -> None:
    bump(world, "crate")
    source = crate_of(world, event.source)
    part = replace(
        source,
        id=event.crate,
        sscc=event.sscc,
        codes=event.codes,
        crate_type=event.crate_type,
        tare_g=event.tare_g,
        gross_g=event.gross_g,
        contents=event.taken,
        parents=_with(source.parents, source.id),
        label=None,
        label_seen=False,
        arrived_seq=stamp.seq,
    )
    new_crate(world, seen(part, stamp))
    _leave(world, event.source, event.left, stamp)
    book_other(world, event.other_g)
    consumed(world, event.weighing, stamp)


def crates_merged(world: World, event: events.crates.CratesMerged, stamp: Stamp) -> None:
    source = crate_of(world, event.source)
    into = crate_of(world, event.into)
    into = replace(
        into,
        contents=merged(into.contents, event.contents),
        gross_g=None,
        parents=_with(into.parents, source.id),
        use_by=_earliest(into.use_by, source.use_by),
        best_before=_earliest(into.best_before, source.best_before),
        temperature_class=_colder(into, source),
    )
    put_crate(world, seen(into, stamp))
    _leave(world, event.source, (), stamp)


def crate_discarded(world: World, event: events.crates.CrateDiscarded, stamp: Stamp) -> None:
    for content in event.contents:
        lot = lot_of(world, content.lot)
        world.lots.put(
            replace(
                lot,
                discarded_g=lot.discarded_g + (content.net_g or 0),
                discarded_count=lot.discarded_count + (content.count or 0),
            )
        )
    crate = replace(crate_of(world, event.crate), state=CrateState.DISCARDED, contents=())
    put_crate(world, seen(crate, stamp))


def crate_emptied(world: World, event: events.crates.CrateEmptied, stamp: Stamp) -> None:
    _leave(world, event.crate, (), stamp)
    book_other(world, event.other_g)


def _with(parents: tuple[str, ...], parent: str) -> tuple[str, ...]:
    return parents if parent in parents else (*parents, parent)


def _colder(one: model.Crate, other: model.Crate) -> TemperatureClass:
    return max(one.temperature_class, other.temperature_class, key=lambda kind: kind.coldness)


def _earliest(one: str | None, other: str | None) -> str | None:
    return min(one, other) if one and other else one or other


APPLIES: dict[type, Any] = {
    events.crates.CrateStored: crate_stored,
    events.crates.CustomerCrateOpened: customer_crate_opened,
    events.crates.PartPicked: part_picked,
    events.crates.CrateClosed: crate_closed,
    events.crates.CrateSplit: crate_split,
    events.crates.CratesMerged: crates_merged,
    events.crates.CrateDiscarded: crate_discarded,
    events.crates.CrateEmptied: crate_emptied,
}
