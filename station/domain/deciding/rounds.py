"""Decides rounds: planned, loaded, departed with notes."""

from __future__ import annotations

import re
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.drops import take_declaration
from station.domain.deciding.empties import came_back, is_here, lend
from station.domain.deciding.judging import (
    expected_crates,
    labelled,
    leavable,
    round_of,
)
from station.domain.deciding.orders import keep_promises
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.overloads import tell_overload
from station.domain.deciding.rules import LOAD, UNLOAD, refuse_by
from station.domain.desk import (
    Desk,
    calendar_day,
    find_crate,
    found,
    live_crate,
    reason_given,
)
from station.domain.evolving.quality import LOTS
from station.domain.refusals import Refusal
from station.domain.returnables import Occasion
from station.domain.words import Basis, CrateState, LineState, RoundState, Unit, Verdict
from station.domain.world import World

WEAKEST_FIRST = (Basis.DECLARED, Basis.COMPUTED, Basis.WEIGHED)
"""A line of several parts says how its weakest grams came to be known."""

CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")
HANDHELD_OLD_S = 5 * 60
"""A handheld that was not heard of for so long has an old list, and may hold scans."""
MAX_ROUND_NAME = 20
"""Longest short name of a round: it stands in its id, on labels and on boards."""


def plan_round(command: commands.rounds.PlanRound, desk: Desk) -> Outcome:
    _plannable(command)
    for stop in command.stops:
        found(desk.world.customers.get(stop.customer), f"client {stop.customer}")
    if len({stop.stop for stop in command.stops}) != len(command.stops):
        raise Refusal("out_of_bounds", what="deux arrêts au même rang")
    if len({stop.customer for stop in command.stops}) != len(command.stops):
        # Each stop gets a note with all crates of its customer: two would bill them twice.
        raise Refusal("out_of_bounds", what="deux arrêts du même client")
    for producer in command.farms or ():
        found(desk.world.producers.get(producer), f"producteur {producer}")
    if len(set(command.farms or ())) != len(command.farms or ()):
        raise Refusal("out_of_bounds", what="deux fois la même ferme")
    id = f"{command.date}-{command.round}"
    known = desk.world.rounds.get(id)
    if known and known.state is RoundState.DEPARTED:
        raise Refusal("round_departed")
    desk.unchanged(f"round/{id}", command.seen)
    party = f"driver/{id}"
    desk.emit(
        f"round/{id}",
        events.rounds.RoundPlanned(
            round=id,
            card=known.card if known else desk.minting.card("round", desk.serial("card/round")),
            date=command.date,
            name=command.round,
            vehicle=command.vehicle,
            depart_at=command.depart_at,
            party=party,
            digest=desk.vault.seal(party, {"name": command.driver}),
            stops=tuple(
                events.rounds.RoundStop(stop=stop.stop, customer=stop.customer)
                for stop in sorted(command.stops, key=lambda stop: stop.stop)
            ),
            farms=_farms(desk, id) if command.farms is None else command.farms,
        ),
    )
    tell_overload(desk, found(desk.world.rounds.get(id), id))
    return Outcome(round=id)


def _farms(desk: Desk, round: str) -> tuple[str, ...]:
    """Return where a round collects as it is planned now."""
    stops = sorted(desk.world.farm_stops.where(round=round), key=lambda stop: stop.rank)
    return tuple(stop.producer for stop in stops)


def _plannable(command: commands.rounds.PlanRound) -> None:
    """Refuse a day, name, hour or rank that boards and addresses could not show."""
    calendar_day(command.date)
    name = command.round
    if not 1 <= len(name) <= MAX_ROUND_NAME or not name.isprintable() or name != name.strip():
        raise Refusal("out_of_bounds", what=f"tournée {name!r}")
    if "/" in name:
        raise Refusal("out_of_bounds", what=f"tournée {name!r}")
    if command.depart_at and not CLOCK.fullmatch(command.depart_at):
        raise Refusal("out_of_bounds", what=f"heure {command.depart_at!r}")
    if any(stop.stop < 1 for stop in command.stops):
        raise Refusal("out_of_bounds", what="arrêt avant le premier")


def load_crate(command: commands.rounds.LoadCrate, desk: Desk, *, scanned: bool = False) -> Outcome:
    """Load a crate, or refuse; what a handheld judged good already stands in the van.

    A crate that was `scanned` carries something that can be read: its label is not asked for.
    """
    crate, round = find_crate(desk, command.crate), round_of(desk, command.round)
    judged, otherwise = "", None
    try:
        refuse_by(LOAD, desk, crate, round)
        if not scanned:
            labelled(desk, crate)
    except Refusal as refusal:
        judged, otherwise = _taken_all_the_same(desk, crate, round, refusal), refusal
    if round.state is RoundState.DEPARTED:
        take_declaration(desk, crate)
    if crate.state.gone_to_customer and crate.round == round.id:
        return Outcome(crate=crate.id, round=round.id, verdict=Verdict.OK, otherwise=otherwise)
    desk.emit(
        f"crate/{crate.id}",
        events.rounds.CrateLoaded(crate=crate.id, round=round.id, judged=judged),
    )
    if round.state is not RoundState.DEPARTED:
        is_here(desk, crate)
    elif crate.customer:
        lend(desk, [crate.id], crate.customer, Occasion.DEPARTED, round.id)
    keep_promises(desk, crate.id)
    verdict = _progress(desk, round, crate)
    return Outcome(crate=crate.id, round=round.id, verdict=verdict, otherwise=otherwise)


def _taken_all_the_same(
    desk: Desk, crate: model.Crate, round: model.Round, refusal: Refusal
) -> str:
    """Return who judged a physical fact, with an exception raised; else re-raise the refusal."""
    if not desk.judged_good:
        raise refusal
    if refusal.code in ("already_loaded", "already_left") and crate.round == round.id:
        desk.trouble("loaded_twice", crate.id, f"{round.name} : chargée par deux lecteurs")
    elif round.state is RoundState.DEPARTED:
        desk.trouble("left_without_note", crate.id, f"partie avec {round.name}, apprise après")
    else:
        desk.trouble("judged_otherwise", crate.id, f"chargée dans {round.name} : {refusal.code}")
    return desk.reader or "handheld"


def _progress(desk: Desk, round: model.Round, crate: model.Crate) -> Verdict:
    """Return `done` when this crate was the last one of its stop, else `ok`.

    A stop with a line that still waits to be prepared is not done.
    """
    customer = crate.customer or ""
    crates = expected_crates(desk.world, round, customer)
    loaded = all(c.state is CrateState.LOADED for c in crates)
    to_prepare = is_to_prepare(desk.world, round, customer)
    return Verdict.DONE if loaded and not to_prepare else Verdict.OK


def is_to_prepare(world: World, round: model.Round, customer: str) -> bool:
    """Return whether a customer's line still waits to be prepared for this round."""
    lines = world.order_lines.where(
        customer=customer, delivery_date=round.date, state=LineState.OPEN.value
    )
    return any(
        not any(row.picked for row in world.allocations.where(order_line=line.id)) for line in lines
    )


def unload_crate(command: commands.rounds.UnloadCrate, desk: Desk) -> Outcome:
    """Take a crate out of a van; out of one that has left since, hands took it before."""
    crate, round = find_crate(desk, command.crate), round_of(desk, command.round)
    if desk.judged_good and crate.state is CrateState.LEFT and crate.round == round.id:
        return _stayed_behind(desk, crate, round)
    refuse_by(UNLOAD, desk, crate, round)
    desk.emit(f"crate/{crate.id}", events.rounds.CrateUnloaded(crate=crate.id, round=round.id))
    return Outcome(crate=crate.id, round=round.id)


def _stayed_behind(desk: Desk, crate: model.Crate, round: model.Round) -> Outcome:
    """A crate of a delivery note never left: it is returned, and the note stands to be revised."""
    reason = f"sortie avant le départ de {round.name}, apprise après"
    came_back(desk, crate, reason)
    return Outcome(crate=crate.id, round=round.id)


def declare_missing(command: commands.rounds.DeclareMissing, desk: Desk) -> Outcome:
    line = found(desk.world.order_lines.get(command.order_line), command.order_line)
    round = round_of(desk, command.round)
    if line.state is not LineState.OPEN:
        raise Refusal("line_closed")
    reason = reason_given(command.reason)
    desk.emit(
        f"order-line/{line.id}",
        events.rounds.LineDeclaredMissing(order_line=line.id, round=round.id, reason=reason),
    )
    return Outcome(round=round.id)


def declare_crate_missing(command: commands.rounds.DeclareCrateMissing, desk: Desk) -> Outcome:
    """Record that a crate is not where the paper has it; said twice, it is missing once."""
    crate, round = live_crate(desk, command.crate), round_of(desk, command.round)
    if round.state is RoundState.DEPARTED:
        raise Refusal("round_departed")
    reason = reason_given(command.reason)
    if crate.missing:
        return Outcome(crate=crate.id, round=round.id)
    desk.emit(
        f"crate/{crate.id}",
        events.rounds.CrateNotFound(crate=crate.id, round=round.id, reason=reason),
    )
    desk.trouble("crate_not_found", crate.id, f"{round.name}, {crate.customer} : {reason}")
    return Outcome(crate=crate.id, round=round.id)


def depart_round(command: commands.rounds.DepartRound, desk: Desk) -> Outcome:
    """Let a round leave with what is loaded; what is not needs a reason from a named person."""
    round = round_of(desk, command.round)
    if round.state is RoundState.DEPARTED:
        raise Refusal("round_departed")
    loaded = desk.world.crates.where(round=round.id, state="loaded")
    for crate in loaded:
        leavable(desk, crate)
    waiting = _waiting(desk, round)
    override = _override(command, desk, round, waiting)
    override = _unsynced(command, desk, round) or override
    loaded = [take_declaration(desk, crate) for crate in loaded]
    desk.emit(
        f"round/{round.id}",
        events.rounds.RoundDeparted(
            round=round.id, crates=tuple(crate.id for crate in loaded), override=override
        ),
    )
    # A phone may have told a delivery before anybody said « parti »: that needs its note too.
    before = [c for c in desk.world.crates.where(round=round.id, state="delivered") if not c.note]
    for stop in desk.world.stops.where(round=round.id):
        mine = [crate.id for crate in loaded if crate.customer == stop.customer]
        lend(desk, mine, stop.customer, Occasion.DEPARTED, round.id)
    notes = [
        _note(desk, round, stop, [c for c in (*loaded, *before) if c.customer == stop.customer])
        for stop in desk.world.stops.where(round=round.id)
    ]
    strangers = [c for c in loaded if c.customer not in _customers(desk, round)]
    for crate in strangers:
        desk.trouble("left_without_note", crate.id, f"partie avec {round.name} sans arrêt")
    _not_come(desk, round)
    unserved = _unserved(desk, round)
    if unserved:
        customers = len({line.customer for line in unserved})
        detail = f"lignes sans marchandise : {len(unserved)}, clients : {customers}"
        desk.trouble("lines_not_served", round.id, detail)
    return Outcome(round=round.id, ids=tuple(("delivery_note", id) for id in notes if id))


def _not_come(desk: Desk, round: model.Round) -> None:
    """Tell the coordinator of the crates that farms had labels for and did not bring."""
    for customer in sorted(_customers(desk, round)):
        for ready in desk.world.ready_crates.where(
            customer=customer, deliver_on=round.date, state="expected"
        ):
            product = desk.world.products.get(ready.product)
            name = product.name if product else ready.product
            desk.trouble(
                "expected_not_come", ready.id, f"{name} de {ready.producer} pour {customer}"
            )


def _unserved(desk: Desk, round: model.Round) -> list[model.OrderLine]:
    """Return the lines that lie in no crate of their customer and that nobody declared missing."""
    return [
        line
        for customer in sorted(_customers(desk, round))
        for line in desk.world.order_lines.where(customer=customer, delivery_date=round.date)
        if line.state is LineState.OPEN
        and not any(row.picked for row in desk.world.allocations.where(order_line=line.id))
    ]


def _customers(desk: Desk, round: model.Round) -> set[str]:
    return {stop.customer for stop in desk.world.stops.where(round=round.id)}


def _waiting(desk: Desk, round: model.Round) -> list[model.Crate]:
    return [
        crate
        for customer in sorted(_customers(desk, round))
        for crate in expected_crates(desk.world, round, customer)
        if crate.state is not CrateState.LOADED
    ]


def _override(
    command: commands.rounds.DepartRound, desk: Desk, round: model.Round, waiting: list[model.Crate]
) -> str:
    if not waiting:
        return command.override.reason if command.override else ""
    if command.override is None:
        raise Refusal("round_incomplete", count=str(len(waiting)))
    reason = reason_given(command.override.reason)
    left = f"{len(waiting)} caisses laissées : {reason}"
    desk.trouble("departed_incomplete", round.id, left)
    return reason


def _note(
    desk: Desk, round: model.Round, stop: model.Stop, crates: list[model.Crate]
) -> str | None:
    lines = note_lines(desk, stop.customer, round.date, crates)
    if not crates and not any(line.ordered_milli for line in lines):
        return None
    id = f"BL-{round.date[2:].replace('-', '')}-{desk.serial(f'note/{round.date}'):03d}"
    desk.emit(
        f"note/{id}",
        events.rounds.DeliveryNoteIssued(
            note=id,
            round=round.id,
            stop=stop.stop,
            customer=stop.customer,
            date=round.date,
            lines=lines,
            crates=tuple(crate.id for crate in crates),
        ),
    )
    return id


def note_lines(
    desk: Desk, customer: str, date: str, crates: list[model.Crate]
) -> tuple[model.NoteLine, ...]:
    """Return the note's lines: one a product delivered, and one a line that was not served."""
    by_product: dict[str, list[tuple[model.Crate, model.Content]]] = {}
    for crate in crates:
        for content in crate.contents:
            by_product.setdefault(content.product, []).append((crate, content))
    ordered: dict[str, list[model.OrderLine]] = {}
    for line in desk.world.order_lines.where(customer=customer, delivery_date=date):
        if line.state is not LineState.CANCELLED:
            ordered.setdefault(line.product, []).append(line)
    products = sorted({*by_product, *ordered})
    return tuple(
        note_line(desk, product, by_product.get(product, []), ordered.get(product, []))
        for product in products
    )


def note_line(
    desk: Desk,
    code: str,
    parts: list[tuple[model.Crate, model.Content]],
    ordered: list[model.OrderLine],
) -> model.NoteLine:
    """Return one product's line; several order lines of it are added up under the first."""
    product = found(desk.world.products.get(code), code)
    line = min(ordered, key=lambda line: line.placed_seq, default=None)
    grams = [content.net_g for _, content in parts if content.net_g is not None]
    counts = [content.count for _, content in parts if content.count is not None]
    bases = {content.net_basis for _, content in parts if content.net_basis}
    return model.NoteLine(
        order_line=line.id if line else None,
        product=code,
        producer=product.producer,
        lots=tuple(sorted({content.lot for _, content in parts})),
        ordered_milli=sum(each.quantity_milli for each in ordered) if ordered else None,
        unit=line.unit if line else product.unit,
        net_g=sum(grams) if grams else (0 if product.unit is Unit.KG else None),
        count=sum(counts) if counts else (None if product.unit is Unit.KG else 0),
        basis=next((basis for basis in WEAKEST_FIRST if basis in bases), None),
        crates=tuple(crate.id for crate, _ in parts),
        price_cents=product.price_cents,
        vat_permille=product.vat_permille,
        alibis=_alibis([content for _, content in parts]),
        farm_word=any(_is_farm_word(crate, content) for crate, content in parts),
    )


def _is_farm_word(crate: model.Crate, content: model.Content) -> bool:
    """True for what left as its farm declared it: nobody here has weighed or counted it."""
    if content.net_basis is not Basis.DECLARED:
        return False
    return content.net_g is None or (crate.drop is not None and crate.drop.taken)


def _alibis(contents: list[model.Content]) -> tuple[str, ...]:
    """Return the legal weighings of a line, none unless all of its grams have one."""
    weighed = [content for content in contents if content.net_g]
    if not all(content.alibis for content in weighed):
        return ()
    return tuple(alibi for content in weighed for alibi in content.alibis)


def _unsynced(command: commands.rounds.DepartRound, desk: Desk, round: model.Round) -> str:
    """Refuse to let a round go while a handheld of it holds scans, or an old list of blocked lots.

    A named person may say why it goes all the same; the coordinator is told.
    """
    refusal = _behind(desk, round)
    if refusal is None:
        return command.override.reason if command.override else ""
    if command.override is None:
        raise refusal
    reason = reason_given(command.override.reason)
    detail = f"{refusal.code}, {refusal.details['device']} : {reason}"
    desk.trouble("departed_unsynced", round.id, detail)
    return reason


def _behind(desk: Desk, round: model.Round) -> Refusal | None:
    lots = desk.world.counters.get(LOTS)
    for device in desk.handhelds(round.id):
        if device.pending:
            return Refusal("handheld_pending", device=device.name, count=str(device.pending))
        if device.age_s > HANDHELD_OLD_S or (lots and device.snapshot_seq < lots.value):
            return Refusal("handheld_behind", device=device.name)
    return None


DECIDES: dict[type, Any] = {
    commands.rounds.PlanRound: plan_round,
    commands.rounds.LoadCrate: load_crate,
    commands.rounds.UnloadCrate: unload_crate,
    commands.rounds.DeclareMissing: declare_missing,
    commands.rounds.DeclareCrateMissing: declare_crate_missing,
    commands.rounds.DepartRound: depart_round,
}
