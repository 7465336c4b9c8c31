"""Applies rounds, loading, departure, delivery, hand-over, returns and empties."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events, model
from station.domain.desk import Stamp, bump
from station.domain.evolving.keeping import crate_of, lot_of, put_crate, seen
from station.domain.evolving.pickups import farms_planned
from station.domain.returnables import Movement
from station.domain.words import CrateState, RoundState
from station.domain.world import World


def round_planned(world: World, event: events.rounds.RoundPlanned, stamp: Stamp) -> None:
    if world.codes.get(event.card) is None:
        bump(world, "card/round")
        world.codes.put(model.Code(code=event.card, kind="round", target=event.round))
    world.rounds.put(
        model.Round(
            id=event.round,
            card=event.card,
            date=event.date,
            name=event.name,
            vehicle=event.vehicle,
            depart_at=event.depart_at,
        )
    )
    for stop in world.stops.where(round=event.round):
        world.stops.delete(stop.key)
    for planned in event.stops:
        world.stops.put(
            model.Stop(
                key=f"{event.round}|{planned.stop:03d}|{planned.customer}",
                round=event.round,
                date=event.date,
                stop=planned.stop,
                customer=planned.customer,
            )
        )
    farms_planned(world, event)


def crate_loaded(world: World, event: events.rounds.CrateLoaded, stamp: Stamp) -> None:
    """A crate that was learnt of after its van had left is gone with it."""
    crate = replace(crate_of(world, event.crate), state=CrateState.LOADED, round=event.round)
    round = world.rounds.get(event.round)
    if round and round.state is RoundState.DEPARTED:
        crate = replace(crate, state=CrateState.LEFT, zone=None)
    put_crate(world, seen(crate, stamp))


def crate_unloaded(world: World, event: events.rounds.CrateUnloaded, stamp: Stamp) -> None:
    crate = crate_of(world, event.crate)
    state = CrateState.STORED if crate.zone else CrateState.RECEIVED
    put_crate(world, seen(replace(crate, state=state, round=None), stamp))


def crate_not_found(world: World, event: events.rounds.CrateNotFound, stamp: Stamp) -> None:
    """Nobody saw the crate: who saw it last, and when, stays."""
    crate = crate_of(world, event.crate)
    lost = replace(crate, state=CrateState.RECEIVED, zone=None, round=None, missing=True)
    put_crate(world, lost)


def round_departed(world: World, event: events.rounds.RoundDeparted, stamp: Stamp) -> None:
    round = world.rounds.get(event.round)
    if round:
        world.rounds.put(replace(round, state=RoundState.DEPARTED, departed_at=stamp.at))
    for id in event.crates:
        put_crate(world, replace(crate_of(world, id), state=CrateState.LEFT, zone=None))


def note_issued(world: World, event: events.rounds.DeliveryNoteIssued, stamp: Stamp) -> None:
    if world.notes.get(event.note) is None:
        bump(world, f"note/{event.date}")
    world.notes.put(
        model.DeliveryNote(
            id=event.note,
            round=event.round,
            stop=event.stop,
            customer=event.customer,
            date=event.date,
            lines=event.lines,
            crates=event.crates,
            issued_at=stamp.at,
        )
    )
    for id in event.crates:
        put_crate(world, replace(crate_of(world, id), note=event.note))


def stop_delivered(world: World, event: events.rounds.StopDelivered, stamp: Stamp) -> None:
    for id in event.crates:
        crate = replace(crate_of(world, id), state=CrateState.DELIVERED)
        put_crate(world, seen(crate, stamp))
    for note in world.notes.where(round=event.round, customer=event.customer):
        world.notes.put(replace(note, delivered_at=stamp.at, unsigned=event.unsigned))
    for stop in world.stops.where(round=event.round, customer=event.customer):
        world.stops.put(replace(stop, delivered_at=stamp.at))


def crate_returned(world: World, event: events.rounds.CrateReturned, stamp: Stamp) -> None:
    before = crate_of(world, event.crate)
    note = world.notes.get(before.note or "")
    if note:
        world.notes.put(replace(note, returned=(*note.returned, *_parts(before))))
    crate = replace(
        before,
        state=CrateState.RECEIVED,
        zone=None,
        round=None,
        customer=None,
        deliver_on=None,
        order_line=None,
        note=None,
        for_customer=False,
    )
    put_crate(world, seen(crate, stamp))
    for allocation in world.allocations.where(crate=event.crate):
        world.allocations.delete(allocation.key)


def _parts(crate: model.Crate) -> tuple[model.NotePart, ...]:
    return tuple(
        model.NotePart(
            crate=crate.id, product=content.product, net_g=content.net_g, count=content.count
        )
        for content in crate.contents
    )


def crate_handed_over(world: World, event: events.rounds.CrateHandedOver, stamp: Stamp) -> None:
    crate = replace(
        crate_of(world, event.crate),
        state=CrateState.HANDED_OVER,
        customer=event.customer,
        zone=None,
    )
    put_crate(world, seen(crate, stamp))


def empties_moved(world: World, event: events.rounds.EmptiesMoved, stamp: Stamp) -> None:
    key = f"{event.party}|{event.crate_type}"
    before = world.empties.get(key)
    owed = (before.owed if before else 0) + event.given - event.taken
    world.empties.put(
        model.Empties(key=key, party=event.party, crate_type=event.crate_type, owed=owed)
    )
    world.movements.put(
        Movement(
            key=f"{event.party}|{stamp.seq:012d}",
            seq=stamp.seq,
            at=stamp.at,
            party=event.party,
            crate_type=event.crate_type,
            given=event.given,
            taken=event.taken,
            owed=owed,
            why=event.why,
            subject=event.subject,
            reason=event.reason,
            operator=stamp.operator,
        )
    )
    for id in event.crates:
        lent_to = event.party if event.given else None
        world.crates.put(replace(crate_of(world, id), lent_to=lent_to))


def crate_returned_to_producer(
    world: World, event: events.rounds.CrateReturnedToProducer, stamp: Stamp
) -> None:
    for content in event.contents:
        lot = lot_of(world, content.lot)
        world.lots.put(
            replace(
                lot,
                returned_g=lot.returned_g + (content.net_g or 0),
                returned_count=lot.returned_count + (content.count or 0),
            )
        )
    crate = crate_of(world, event.crate)
    gone = replace(crate, state=CrateState.RETURNED, contents=(), zone=None)
    put_crate(world, seen(gone, stamp))


APPLIES: dict[type, Any] = {
    events.rounds.RoundPlanned: round_planned,
    events.rounds.CrateLoaded: crate_loaded,
    events.rounds.CrateUnloaded: crate_unloaded,
    events.rounds.CrateNotFound: crate_not_found,
    events.rounds.RoundDeparted: round_departed,
    events.rounds.DeliveryNoteIssued: note_issued,
    events.rounds.StopDelivered: stop_delivered,
    events.rounds.CrateReturned: crate_returned,
    events.rounds.CrateHandedOver: crate_handed_over,
    events.rounds.CrateReturnedToProducer: crate_returned_to_producer,
    events.rounds.EmptiesMoved: empties_moved,
}
