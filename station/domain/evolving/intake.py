"""Applies what happens at reception: intakes, lots, received and corrected crates."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.codes import arrived, last_label
from station.domain.evolving.hub import consumed
from station.domain.evolving.keeping import crate_of, lot_of, new_crate, put_crate, seen
from station.domain.evolving.pickups import not_arrived
from station.domain.words import CrateState, LabelState
from station.domain.world import World


def intake_opened(world: World, event: events.intake.IntakeOpened, stamp: Stamp) -> None:
    bump(world, "intake")
    world.intakes.put(
        model.Intake(id=event.intake, producer=event.producer, post=event.post, opened_at=stamp.at)
    )


def intake_closed(world: World, event: events.intake.IntakeClosed, stamp: Stamp) -> None:
    intake = world.intakes.get(event.intake)
    if intake:
        world.intakes.put(replace(intake, state="closed", closed_at=stamp.at))


def lot_opened(world: World, event: events.intake.LotOpened, stamp: Stamp) -> None:
    bump(world, f"lot/{event.producer}/{event.opened_on}")
    world.codes.put(model.Code(code=event.lot, kind="lot", target=event.lot))
    world.lots.put(
        model.Lot(
            id=event.lot,
            producer=event.producer,
            product=event.product,
            producer_lot=event.producer_lot,
            opened_on=event.opened_on,
            use_by=event.use_by,
            best_before=event.best_before,
            opened_seq=stamp.seq,
            mentions=event.mentions,
            missing=event.missing,
            sale_until=event.sale_until,
        )
    )


def lot_completed(world: World, event: events.intake.LotCompleted, stamp: Stamp) -> None:
    lot = lot_of(world, event.lot)
    world.lots.put(
        replace(
            lot,
            mentions=event.mentions,
            missing=event.missing,
            best_before=event.best_before,
            sale_until=event.sale_until,
            completed_seq=stamp.seq,
        )
    )
    for holding in world.holdings.where(lot=event.lot):
        crate = crate_of(world, holding.crate)
        if crate.best_before is None and event.best_before is not None:
            world.crates.put(replace(crate, best_before=event.best_before))


def label_photographed(world: World, event: events.intake.LabelPhotographed, stamp: Stamp) -> None:
    bump(world, "photo")
    for id in event.lots:
        lot = lot_of(world, id)
        world.lots.put(replace(lot, photos=(*lot.photos, event.photo)))


def photograph_erased(world: World, event: events.intake.PhotographErased, stamp: Stamp) -> None:
    for id in event.lots:
        lot = lot_of(world, id)
        kept = tuple(photo for photo in lot.photos if photo != event.photo)
        world.lots.put(replace(lot, photos=kept))


def crate_received(world: World, event: events.intake.CrateReceived, stamp: Stamp) -> None:
    printed = None
    if arrived(world, event):
        printed = last_label(world, event.crate)
    else:
        bump(world, "crate")
    crate = model.Crate(
        id=event.crate,
        sscc=event.sscc,
        codes=event.codes,
        state=CrateState.RECEIVED,
        crate_type=event.crate_type,
        tare_g=event.tare_g,
        gross_g=event.gross_g,
        contents=event.contents,
        temperature_class=event.temperature_class,
        intake=event.intake,
        customer=event.customer,
        deliver_on=event.deliver_on,
        order_line=event.order_line,
        for_customer=event.customer is not None,
        use_by=event.use_by,
        best_before=event.best_before,
        celsius_tenths=event.celsius_tenths,
        label=printed.id if printed else None,
        label_seen=printed is not None and printed.state is LabelState.CONFIRMED,
        arrived_seq=stamp.seq,
        arrived_at=stamp.at,
    )
    new_crate(world, seen(crate, stamp))
    received(world, event.contents, +1)
    into_intake(world, event.intake, event.contents, crates=1)
    consumed(world, event.weighing, stamp)


def received(world: World, contents: tuple[model.Content, ...], sign: int) -> None:
    """Count what came in to its lots; `sign` is -1 for a reception that is taken back."""
    for content in contents:
        lot = lot_of(world, content.lot)
        world.lots.put(
            replace(
                lot,
                received_g=lot.received_g + sign * (content.net_g or 0),
                received_count=lot.received_count + sign * (content.count or 0),
            )
        )


def into_intake(
    world: World,
    id: str | None,
    contents: tuple[model.Content, ...],
    *,
    crates: int = 0,
    dropped: int = 0,
    changed: bool = False,
    sign: int = 1,
) -> None:
    """Add what came in to its intake note; `sign` is -1 for what is taken back.

    `changed`: its note said otherwise before, if it was written by then.
    """
    intake = world.intakes.get(id) if id else None
    if intake:
        first = world.lots.get(contents[0].lot) if contents and not intake.day else None
        world.intakes.put(
            replace(
                intake,
                day=first.opened_on if first else intake.day,
                crates=intake.crates + sign * crates,
                net_g=intake.net_g + sign * sum(content.net_g or 0 for content in contents),
                count=intake.count + sign * sum(content.count or 0 for content in contents),
                changes=intake.changes + (changed or sign < 0),
                dropped=intake.dropped + sign * dropped,
            )
        )


def weight_corrected(world: World, event: events.intake.CrateWeightCorrected, stamp: Stamp) -> None:
    crate = crate_of(world, event.crate)
    drop = replace(crate.drop, taken=False) if crate.drop else None
    crate = replace(crate, gross_g=event.gross_g, tare_g=event.tare_g, drop=drop)
    put_crate(world, seen(replace(crate, contents=event.contents), stamp))
    intake = world.intakes.get(crate.intake) if crate.intake else None
    if intake:
        world.intakes.put(replace(intake, changes=intake.changes + 1))
    book_other(world, event.other_g)
    consumed(world, event.weighing, stamp)


def book_other(world: World, other_g: dict[str, int]) -> None:
    """Book signed differences in grams to their lots (received more than found: positive)."""
    for lot_id, grams in other_g.items():
        lot = lot_of(world, lot_id)
        world.lots.put(replace(lot, other_g=lot.other_g + grams))


def crate_voided(world: World, event: events.intake.CrateVoided, stamp: Stamp) -> None:
    crate = crate_of(world, event.crate)
    received(world, crate.contents, -1)
    dropped = int(crate.drop is not None)
    into_intake(world, crate.intake, crate.contents, crates=1, dropped=dropped, sign=-1)
    not_arrived(world, crate)
    put_crate(world, seen(replace(crate, state=CrateState.VOIDED, contents=()), stamp))


APPLIES: dict[type, Any] = {
    events.intake.IntakeOpened: intake_opened,
    events.intake.IntakeClosed: intake_closed,
    events.intake.LotOpened: lot_opened,
    events.intake.LotCompleted: lot_completed,
    events.intake.LabelPhotographed: label_photographed,
    events.intake.PhotographErased: photograph_erased,
    events.intake.CrateReceived: crate_received,
    events.intake.CrateWeightCorrected: weight_corrected,
    events.intake.CrateVoided: crate_voided,
}
