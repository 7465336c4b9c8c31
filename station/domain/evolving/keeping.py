"""Keeps a crate, its codes and its holdings in step; every evolving file writes crates through it.

Must not decide anything.
"""

from __future__ import annotations

from dataclasses import replace

from station.domain.desk import Stamp
from station.domain.model import Code, Content, Crate, Holding, Lot
from station.domain.words import Basis
from station.domain.world import World


def put_crate(world: World, crate: Crate) -> None:
    """Write a crate and the holdings that follow from it."""
    before = {holding.lot: holding for holding in world.holdings.where(crate=crate.id)}
    for content in crate.contents:
        before.pop(content.lot, None)
        world.holdings.put(_holding(crate, content))
    for gone in before.values():
        world.holdings.delete(gone.key)
    world.crates.put(crate)


def new_crate(world: World, crate: Crate) -> None:
    """Write a crate for the first time, with the codes that find it."""
    for code in crate.codes:
        world.codes.put(Code(code=code, kind="crate", target=crate.id))
    put_crate(world, crate)


def seen(crate: Crate, stamp: Stamp) -> Crate:
    """Return the crate as last seen by this event."""
    return replace(crate, seen_at=stamp.at, seen_by=stamp.operator or stamp.reader, missing=False)


def crate_of(world: World, id: str) -> Crate:
    """Return a crate that an earlier event has made."""
    crate = world.crates.get(id)
    assert crate is not None, f"no crate {id}: the ledger's order is broken"
    return crate


def lot_of(world: World, id: str) -> Lot:
    """Return a lot that an earlier event has made."""
    lot = world.lots.get(id)
    assert lot is not None, f"no lot {id}: the ledger's order is broken"
    return lot


def merged(contents: tuple[Content, ...], more: tuple[Content, ...]) -> tuple[Content, ...]:
    """Return both, one entry per lot; grams and counts of the same lot are added."""
    by_lot = {content.lot: content for content in contents}
    for content in more:
        there = by_lot.get(content.lot)
        by_lot[content.lot] = content if there is None else _added(there, content)
    return tuple(by_lot.values())


def _added(one: Content, other: Content) -> Content:
    net_g = _sum(one.net_g, other.net_g)
    word = net_g is None and Basis.DECLARED in (one.net_basis, other.net_basis)
    return replace(
        one,
        net_g=net_g,
        count=_sum(one.count, other.count),
        # A number that only a farm has declared stays its word, whatever it is counted with.
        net_basis=Basis.DECLARED if word else other.net_basis,
        # Grams are legal only where all of them are.
        alibis=one.alibis + other.alibis if one.alibis and other.alibis else (),
    )


def _sum(one: int | None, other: int | None) -> int | None:
    return (one or 0) + (other or 0) if one is not None or other is not None else None


def _holding(crate: Crate, content: Content) -> Holding:
    return Holding(
        key=f"{crate.id}|{content.lot}",
        crate=crate.id,
        lot=content.lot,
        product=content.product,
        producer=content.producer,
        net_g=content.net_g,
        count=content.count,
        state=crate.state,
        zone=crate.zone,
        customer=crate.customer,
        note=crate.note,
    )
