"""Applies codes that come before the crate or after it: ready-made, emergency, foreign."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.keeping import crate_of
from station.domain.world import World


def code_bound(world: World, event: events.codes.CodeBound, stamp: Stamp) -> None:
    """A label that was read on the crate also proves that the crate is labelled."""
    crate = crate_of(world, event.crate)
    world.codes.put(model.Code(code=event.code, kind="crate", target=crate.id))
    world.crates.put(replace(crate, codes=(*crate.codes, event.code), label_seen=True))
    put_down(world, (event.code,))


def emergency_made(world: World, event: events.codes.EmergencyLabelsMade, stamp: Stamp) -> None:
    for code in event.codes:
        bump(world, "emergency")
        world.codes.put(model.Code(code=code, kind="emergency", target=code))


def tags_made(world: World, event: events.codes.CrateTagsMade, stamp: Stamp) -> None:
    crate_type = world.crate_types.get(event.crate_type)
    if crate_type and crate_type.asset_type is None:
        bump(world, "asset_type")
        world.crate_types.put(replace(crate_type, asset_type=event.asset_type))
    for code in event.codes:
        bump(world, "crate_tag")
        world.codes.put(model.Code(code=code, kind="tag", target=event.crate_type))


def label_made(world: World, event: events.codes.CrateLabelMade, stamp: Stamp) -> None:
    bump(world, "crate")
    for code in event.codes:
        world.codes.put(model.Code(code=code, kind="ready", target=event.crate))
    world.ready_crates.put(
        model.ReadyCrate(
            id=event.crate,
            sscc=event.sscc,
            codes=event.codes,
            producer=event.producer,
            product=event.product,
            lot=event.lot,
            customer=event.customer,
            order_line=event.order_line,
            deliver_on=event.deliver_on,
            nth=event.nth,
            of=event.of,
            expect_g=event.expect_g,
            expect_count=event.expect_count,
            made_seq=stamp.seq,
        )
    )


def label_replaced(world: World, event: events.codes.CrateLabelReplaced, stamp: Stamp) -> None:
    ready = world.ready_crates.get(event.crate)
    if ready:
        world.ready_crates.put(replace(ready, state="replaced"))


def arrived(
    world: World, event: events.intake.CrateReceived | events.drops.CrateDroppedOff
) -> bool:
    """Mark a ready-made label's crate as come; False for a crate that had no such label."""
    put_down(world, event.codes)
    ready = world.ready_crates.get(event.crate)
    if ready is None:
        return False
    world.ready_crates.put(replace(ready, state="received"))
    return True


def last_label(world: World, crate: str) -> model.Label | None:
    """Return the label that was printed last for a crate, also before it came."""
    return max(world.labels.where(crate=crate), key=lambda label: label.copy, default=None)


def put_down(world: World, codes: tuple[str, ...]) -> None:
    """A code that found its crate is no longer in any reader's hand."""
    for code in codes:
        for context in world.contexts.where(code=code):
            world.contexts.put(replace(context, code=None))


APPLIES: dict[type, Any] = {
    events.codes.CodeBound: code_bound,
    events.codes.EmergencyLabelsMade: emergency_made,
    events.codes.CrateTagsMade: tags_made,
    events.codes.CrateLabelMade: label_made,
    events.codes.CrateLabelReplaced: label_replaced,
}
