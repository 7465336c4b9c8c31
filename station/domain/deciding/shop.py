"""Decides the carré-vente: crates handed over with their note, unsold ones back to the farm."""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.drops import take_declaration
from station.domain.deciding.empties import lend
from station.domain.deciding.judging import leavable
from station.domain.deciding.opening import outside_hours
from station.domain.deciding.orders import keep_promises
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.rounds import note_line
from station.domain.desk import Desk, be_here, find_crate, found, live_crate, reason_given
from station.domain.refusals import Refusal
from station.domain.returnables import Occasion
from station.domain.words import CrateState


def hand_over_crate(command: commands.shop.HandOverCrate, desk: Desk) -> Outcome:
    """Give a crate to the customer it is for, or free stock to any registered customer.

    All that a customer takes on one day stands on one note (bon de remise).
    """
    crate = find_crate(desk, command.crate)
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    try:
        be_here(crate)
        if crate.state is CrateState.LOADED:
            raise Refusal("already_loaded")
        leavable(desk, crate)
        if crate.customer not in (None, command.customer):
            raise Refusal("wrong_customer", customer=crate.customer or "")
        if any(not a.picked for a in desk.world.allocations.where(crate=crate.id)):
            raise Refusal("wrong_customer", customer="une commande")
    except Refusal as refusal:
        if not desk.judged_good:
            raise
        desk.trouble("judged_otherwise", crate.id, f"remise à un client : {refusal.code}")
    take_declaration(desk, crate)
    shut = outside_hours(desk)
    desk.emit(
        f"crate/{crate.id}",
        events.rounds.CrateHandedOver(
            crate=crate.id, customer=command.customer, outside_hours=shut
        ),
    )
    if shut:
        _tell_shut(desk, command.customer)
    lend(desk, [crate.id], command.customer, Occasion.HANDED_OVER, crate.id)
    keep_promises(desk, crate.id)
    if crate.note or not crate.contents:
        return Outcome(crate=crate.id)
    return Outcome(crate=crate.id, ids=(("delivery_note", _note(desk, command.customer, crate)),))


def _tell_shut(desk: Desk, customer: str) -> None:
    """Tell the coordinator of a hand-over outside the hours, once a customer and day."""
    detail = f"remise hors des heures, le {desk.today}"
    told = desk.world.troubles.where(kind="handed_over_shut", subject=customer)
    if not any(one.detail == detail for one in told):
        desk.trouble("handed_over_shut", customer, detail)


def _note(desk: Desk, customer: str, crate: model.Crate) -> str:
    """Put a crate on the customer's note of today, or on a new one where that is settled."""
    known = _open_note(desk, customer)
    serial = desk.serial(f"note/{desk.today}")
    id = known.id if known else f"BR-{desk.today[2:].replace('-', '')}-{serial:03d}"
    ids = (*(known.crates if known else ()), crate.id)
    desk.emit(
        f"note/{id}",
        events.rounds.DeliveryNoteIssued(
            note=id,
            round=None,
            stop=None,
            customer=customer,
            date=desk.today,
            lines=_lines(desk, [found(desk.world.crates.get(each), each) for each in ids]),
            crates=ids,
        ),
    )
    return id


def _open_note(desk: Desk, customer: str) -> model.DeliveryNote | None:
    """Return today's note of hand-overs that nothing was made of yet.

    No invoice, return, claim (a revision has one), or agreed quantity.
    """
    for note in desk.world.notes.where(customer=customer, date=desk.today):
        settled = (
            note.round is not None
            or note.invoice is not None
            or note.returned
            or desk.world.claims.where(note=note.id)
            or desk.world.agreed_quantities.where(note=note.id)
            or _repriced(desk, note)
        )
        if not settled:
            return note
    return None


def _repriced(desk: Desk, note: model.DeliveryNote) -> bool:
    """Tell whether a product on a note has another price or tax by now: what was told stays."""
    products = [(line, desk.world.products.get(line.product)) for line in note.lines]
    return any(
        (product.price_cents, product.vat_permille) != (line.price_cents, line.vat_permille)
        for line, product in products
        if product
    )


def _lines(desk: Desk, crates: list[model.Crate]) -> tuple[model.NoteLine, ...]:
    """Return one line a product, with what was ordered of it by the lines these crates serve."""
    parts: dict[str, list[tuple[model.Crate, model.Content]]] = {}
    served: dict[str, dict[str, model.OrderLine]] = {}
    for crate in crates:
        for content in crate.contents:
            parts.setdefault(content.product, []).append((crate, content))
        for row in desk.world.allocations.where(crate=crate.id):
            line = desk.world.order_lines.get(row.order_line)
            if line:
                served.setdefault(line.product, {})[line.id] = line
    return tuple(
        note_line(desk, product, parts[product], list(served.get(product, {}).values()))
        for product in sorted(parts)
    )


def return_to_producer(command: commands.shop.ReturnToProducer, desk: Desk) -> Outcome:
    """Give unsold stock back to the farm it came from; its grams and units leave the hangar."""
    crate = live_crate(desk, command.crate)
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    if crate.customer is not None:
        raise Refusal("wrong_customer", customer=crate.customer)
    farms = {content.producer for content in crate.contents}
    if len(farms) != 1:
        raise Refusal("out_of_bounds", what="caisse de plusieurs fermes")
    farm, reason = farms.pop(), reason_given(command.reason)
    for allocation in desk.world.allocations.where(crate=crate.id):
        desk.emit(
            f"crate/{crate.id}",
            events.orders.AllocationReleased(crate=crate.id, order_line=allocation.order_line),
        )
    desk.emit(
        f"crate/{crate.id}",
        events.rounds.CrateReturnedToProducer(
            crate=crate.id, producer=farm, contents=crate.contents, reason=reason
        ),
    )
    lend(desk, [crate.id], farm, Occasion.HANDED_OVER, crate.id)
    return Outcome(crate=crate.id)


DECIDES: dict[type, Any] = {
    commands.shop.HandOverCrate: hand_over_crate,
    commands.shop.ReturnToProducer: return_to_producer,
}
