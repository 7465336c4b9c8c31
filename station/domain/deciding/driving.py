"""Decides what a driver does on the way: stops delivered, crates refused, pictures, temperatures.

What a phone says of it is done and cannot be undone here: it is taken late as it is, and a
difference from the paper becomes an exception.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.drops import take_declaration
from station.domain.deciding.empties import came_back, countable, lend, moved_at_stop
from station.domain.deciding.intake import possible
from station.domain.deciding.judging import round_of
from station.domain.deciding.labels import degrees
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.photographs import erase_picture, seal_picture
from station.domain.deciding.rules import RETURN, refuse_by
from station.domain.desk import Desk, find_crate, found, reason_given
from station.domain.refusals import Refusal
from station.domain.returnables import Occasion
from station.domain.words import CrateState, RoundState

MOST_PHOTOS = 40
"""Pictures kept of one round; a phone that sends more is broken, and would fill the disk."""


def deliver_stop(command: commands.rounds.DeliverStop, desk: Desk) -> Outcome:
    """Record what was handed over; the same stop told again by another hand changes nothing."""
    round = round_of(desk, command.round)
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    _departed(desk, round, command.customer)
    stops = desk.world.stops.where(round=round.id, customer=command.customer)
    if desk.judged_good and any(stop.delivered_at for stop in stops):
        detail = f"{round.name}, {command.customer} : livré une première fois"
        desk.trouble("delivered_twice", round.id, f"{detail}. {_counts(command.empties)}")
        return Outcome(round=round.id)
    for moved in command.empties:
        countable(desk, moved.crate_type, moved.given, moved.taken)
    there = _in_van(desk, round, command.customer)
    handed = there if command.crates is None else _handed(desk, command, round, there)
    for crate in handed:  # of a van that nobody sent off: it has left all the same
        take_declaration(desk, crate)
    desk.emit(
        f"round/{round.id}",
        events.rounds.StopDelivered(
            round=round.id,
            customer=command.customer,
            crates=tuple(crate.id for crate in handed),
            unsigned=command.unsigned,
        ),
    )
    for crate in there:
        if crate not in handed:
            desk.trouble("not_handed_over", crate.id, f"{round.name}, {command.customer}")
    lend(desk, [crate.id for crate in handed], command.customer, Occasion.DEPARTED, round.id)
    for moved in command.empties:
        moved_at_stop(desk, round, command.customer, moved)
    return Outcome(round=round.id)


def _departed(desk: Desk, round: model.Round, customer: str) -> None:
    """Refuse a stop of a van that stands here; a phone that was there knows better."""
    if round.state is RoundState.DEPARTED:
        return
    if not desk.judged_good:
        raise Refusal("round_not_departed")
    desk.trouble("delivered_undeparted", round.id, f"{round.name}, {customer}")


def _in_van(desk: Desk, round: model.Round, customer: str) -> list[model.Crate]:
    """Return a stop's crates that are on the way; those aboard, where nobody said « parti »."""
    crates = desk.world.crates.where(round=round.id, customer=customer)
    return [crate for crate in crates if crate.state in (CrateState.LEFT, CrateState.LOADED)]


def _handed(
    desk: Desk, command: commands.rounds.DeliverStop, round: model.Round, there: list[model.Crate]
) -> list[model.Crate]:
    """Return the crates that were handed over; a phone's crate of another stop went there too."""
    handed: dict[str, model.Crate] = {}
    for code in command.crates or ():
        crate = find_crate(desk, code)
        if crate not in there:
            if not desk.judged_good:
                raise Refusal("not_loaded")
            desk.trouble("delivered_elsewhere", crate.id, f"{round.name}, {command.customer}")
            if crate.round != round.id or crate.state is CrateState.DELIVERED:
                continue
        handed[crate.id] = crate
    return list(handed.values())


def _counts(empties: tuple[commands.rounds.EmptiesCount, ...]) -> str:
    """Say the empties of a stop that was told twice, for whoever compares."""
    told = (f"{one.crate_type} {one.given} donnés {one.taken} repris" for one in empties)
    return "Vides : " + (", ".join(told) or "aucun")


def return_crate(command: commands.rounds.ReturnCrate, desk: Desk) -> Outcome:
    """Bring a crate back; one that a phone refused in a van nobody sent off comes back too."""
    crate = find_crate(desk, command.crate)
    refused_aboard = desk.judged_good and crate.state is CrateState.LOADED
    if not refused_aboard:
        refuse_by(RETURN, desk, crate, None)
    came_back(desk, crate, reason_given(command.reason))
    return Outcome(crate=crate.id)


def photograph_delivery(command: commands.driving.PhotographDelivery, desk: Desk) -> Outcome:
    """Keep a driver's picture with its round and customer."""
    round = round_of(desk, command.round)
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    if desk.world.delivery_photos.count(round=round.id) >= MOST_PHOTOS:
        raise Refusal("out_of_bounds", what=f"plus de {MOST_PHOTOS} photos")
    id = desk.new_id("p")
    desk.emit(
        f"round/{round.id}",
        events.driving.DeliveryPhotographed(
            photo=id,
            round=round.id,
            customer=command.customer,
            about=command.about,
            digest=seal_picture(desk, id, command.jpeg),
        ),
    )
    return Outcome(round=round.id, ids=(("photo", id),))


def erase_photograph(command: commands.driving.EraseDeliveryPhotograph, desk: Desk) -> Outcome:
    photo = found(desk.world.delivery_photos.get(command.photo), f"photo {command.photo}")
    reason = erase_picture(desk, photo.id, command.reason)
    desk.emit(
        f"round/{photo.round}",
        events.driving.DeliveryPhotographErased(photo=photo.id, reason=reason),
    )
    return DONE


def note_temperature(command: commands.driving.NoteStopTemperature, desk: Desk) -> Outcome:
    """Keep what was measured at a stop; too warm is told to the coordinator, never refused."""
    round = round_of(desk, command.round)
    stops = desk.world.stops.where(round=round.id, customer=command.customer)
    found(stops[0] if stops else None, f"arrêt {command.customer}")
    possible(command.celsius_tenths)
    if round.state is not RoundState.DEPARTED and not desk.judged_good:
        raise Refusal("round_not_departed")
    limit = desk.settings.celsius_limits.get(command.temperature_class)
    alarm = limit is not None and command.celsius_tenths > limit
    desk.emit(
        f"round/{round.id}",
        events.driving.StopTemperatureNoted(
            round=round.id,
            customer=command.customer,
            temperature_class=command.temperature_class,
            celsius_tenths=command.celsius_tenths,
            limit_tenths=limit,
            alarm=alarm,
        ),
    )
    if alarm:
        measured = f"{command.temperature_class.value} {degrees(command.celsius_tenths)} °C"
        desk.trouble(
            "delivered_too_warm", round.id, f"{round.name}, {command.customer} : {measured}"
        )
    return Outcome(round=round.id)


DECIDES: dict[type, Any] = {
    commands.rounds.DeliverStop: deliver_stop,
    commands.rounds.ReturnCrate: return_crate,
    commands.driving.PhotographDelivery: photograph_delivery,
    commands.driving.EraseDeliveryPhotograph: erase_photograph,
    commands.driving.NoteStopTemperature: note_temperature,
}
