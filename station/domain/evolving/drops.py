"""Applies what happens to crates that a farm left with nobody there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.codes import arrived, last_label, put_down
from station.domain.evolving.hub import consumed
from station.domain.evolving.intake import into_intake, received
from station.domain.evolving.keeping import crate_of, new_crate, put_crate, seen
from station.domain.evolving.pickups import measured
from station.domain.words import CrateState, LabelState
from station.domain.world import World


def crate_dropped_off(world: World, event: events.drops.CrateDroppedOff, stamp: Stamp) -> None:
    printed = None
    if arrived(world, event):
        printed = last_label(world, event.crate)
    else:
        bump(world, "crate")
    drop = model.Drop(
        at=stamp.at,
        net_g=event.declared_g,
        count=event.declared_count,
        source=event.declared_by,
        cold_enough=event.cold_enough,
    )
    crate = model.Crate(
        id=event.crate,
        sscc=event.sscc,
        codes=event.codes,
        state=CrateState.STORED,
        crate_type=event.crate_type,
        tare_g=event.tare_g,
        gross_g=None,
        contents=event.contents,
        temperature_class=event.temperature_class,
        intake=event.intake,
        customer=event.customer,
        deliver_on=event.deliver_on,
        order_line=event.order_line,
        for_customer=event.customer is not None,
        zone=event.zone,
        use_by=event.use_by,
        best_before=event.best_before,
        celsius_tenths=event.celsius_tenths,
        label=printed.id if printed else None,
        label_seen=printed is not None and printed.state is LabelState.CONFIRMED,
        arrived_seq=stamp.seq,
        arrived_at=stamp.at,
        drop=drop,
    )
    new_crate(world, seen(crate, stamp))
    into_intake(world, event.intake, event.contents, crates=1, dropped=1)


def crate_measured(world: World, event: events.drops.CrateMeasured, stamp: Stamp) -> None:
    crate = replace(
        crate_of(world, event.crate),
        crate_type=event.crate_type,
        tare_g=event.tare_g,
        gross_g=event.gross_g,
        celsius_tenths=event.celsius_tenths,
    )
    put_down(world, crate.codes)
    _known(world, crate, event.contents, stamp)
    consumed(world, event.weighing, stamp)


def declaration_taken(world: World, event: events.drops.DeclarationTaken, stamp: Stamp) -> None:
    _known(world, crate_of(world, event.crate), event.contents, stamp, taken=True)


def _known(
    world: World,
    crate: model.Crate,
    contents: tuple[model.Content, ...],
    stamp: Stamp,
    *,
    taken: bool = False,
) -> None:
    """Write what a crate holds now that it is known: only from here on are its grams received."""
    drop = replace(crate.drop, measured=True, taken=taken) if crate.drop else None
    known = seen(replace(crate, contents=contents, drop=drop), stamp)
    put_crate(world, known)
    measured(world, known)
    received(world, contents, +1)
    into_intake(world, crate.intake, contents, changed=True)


APPLIES: dict[type, Any] = {
    events.drops.CrateDroppedOff: crate_dropped_off,
    events.drops.CrateMeasured: crate_measured,
    events.drops.DeclarationTaken: declaration_taken,
}
