"""Decides what becomes of goods that were prepared before their order line was changed.

Must leave no doubt: each choice says what is ordered and what is stock, and settles the exception.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import orders
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.overloads import tell_overloads
from station.domain.desk import Desk, found, live_crate
from station.domain.refusals import Refusal
from station.domain.words import CrateState, LineState, Unit
from station.domain.world import World

KINDS = ("changed_after_preparation", "cancelled_after_preparation")
SOURCE = "remplacement"


def keep_prepared(command: commands.changes.KeepPrepared, desk: Desk) -> Outcome:
    """Leave the crates with the customer; a cancelled line is ordered again, for what is there."""
    line = _line_of(desk, command.exception)
    ready = served_milli(desk.world, line)
    if line.state is LineState.CANCELLED and ready:
        _ask_for(desk, line, ready)
    _settle(desk, line.id, "gardé : le client reçoit ce qui est préparé")
    tell_overloads(desk, [line.delivery_date])
    return DONE


def release_prepared(command: commands.changes.ReleasePrepared, desk: Desk) -> Outcome:
    """Make the prepared crates stock again; an open line is served anew, for what it asks now."""
    line = _line_of(desk, command.exception)
    _release(desk, line)
    _settle(desk, line.id, "libéré : remis en stock")
    tell_overloads(desk, [line.delivery_date])
    return DONE


def substitute_prepared(command: commands.changes.SubstitutePrepared, desk: Desk) -> Outcome:
    """Order another product of the family: for the rest where more is asked, else for all of it.

    Where more is asked than is prepared, what is prepared stays; else it goes back into stock.
    """
    line = _line_of(desk, command.exception)
    other = found(desk.world.products.get(command.product), f"produit {command.product}")
    mine = found(desk.world.products.get(line.product), f"produit {line.product}")
    if other.code == mine.code or other.family != mine.family:
        raise Refusal("wrong_product")
    _in_stock(desk, other, command.quantity_milli)
    ready = served_milli(desk.world, line)
    if line.state is not LineState.CANCELLED and line.quantity_milli > ready:
        _ask_for(desk, line, ready)
    else:
        _release(desk, line)
        if line.state is not LineState.CANCELLED:
            cancelled = events.orders.OrderCancelled(order_line=line.id, source=SOURCE)
            desk.emit(f"order-line/{line.id}", cancelled)
    _place_instead(desk, line, other, command.quantity_milli, mine.name)
    _settle(desk, line.id, f"remplacé par {other.name}")
    tell_overloads(desk, [line.delivery_date])
    return DONE


def substitute_short(command: commands.changes.SubstituteShort, desk: Desk) -> Outcome:
    """Order another product for what a short line lacks, all of it or what is free; tell it."""
    line = found(desk.world.order_lines.get(command.order_line), command.order_line)
    if line.state is not LineState.OPEN:
        raise Refusal("line_closed")
    other = found(desk.world.products.get(command.product), f"produit {command.product}")
    mine = found(desk.world.products.get(line.product), f"produit {line.product}")
    if other.code == mine.code or not mine.family or other.family != mine.family:
        raise Refusal("wrong_product")
    if other.unit is not line.unit:
        raise Refusal("wrong_product")
    lacks_milli = lacking_milli(desk.world, line)
    if lacks_milli <= 0:
        raise Refusal("not_short")
    whole = 1 if other.unit is Unit.KG else 1_000
    taken_milli = min(lacks_milli, free_milli(desk, other)) // whole * whole
    if taken_milli <= 0:
        raise Refusal("not_enough", left=orders.much(other.unit, 0))
    if line.quantity_milli > taken_milli:
        _ask_for(desk, line, line.quantity_milli - taken_milli, SOURCE)
    else:
        cancelled = events.orders.OrderCancelled(order_line=line.id, source=SOURCE)
        desk.emit(f"order-line/{line.id}", cancelled)
    placed = _place_instead(desk, line, other, taken_milli, mine.name)
    much = orders.much(other.unit, taken_milli)
    desk.trouble("substituted", placed, f"{line.customer} : {much} de {other.name}, {mine.name}")
    tell_overloads(desk, [line.delivery_date])
    return Outcome(ids=(("order_line", placed),))


def lacking_milli(world: World, line: model.OrderLine) -> int:
    """Return what a line asks for beyond its share of a short product; 0 where nothing is short."""
    short = world.shortages.get(model.shortage_key(line.product, line.delivery_date))
    if short is None:
        return 0
    share = short.given.get(line.id, 0)
    share_milli = line.unit.milli(share, share)
    return line.quantity_milli - max(share_milli, served_milli(world, line))


def _place_instead(
    desk: Desk, line: model.OrderLine, other: model.Product, quantity_milli: int, instead_of: str
) -> str:
    """Order another product for a line's customer; return the new line."""
    new = commands.orders.NewLine(
        order=f"{line.order}-R",  # an order of its own: the next file does not miss it
        customer=line.customer,
        delivery_date=line.delivery_date,
        producer=other.producer,
        product=other.code,
        quantity_milli=quantity_milli,
        unit=other.unit,
        comment=f"à la place de {instead_of}",
    )
    return orders.place(desk, new, SOURCE)


def served_milli(world: World, line: model.OrderLine) -> int:
    """Return what is prepared for a line, in thousandths of its unit."""
    return line.unit.milli(*orders.served(world, line))


def _line_of(desk: Desk, exception: str) -> model.OrderLine:
    trouble = found(desk.world.troubles.get(exception), exception)
    if trouble.kind not in KINDS or trouble.state != "open":
        raise Refusal("not_found", what=f"exception {exception}")
    return found(desk.world.order_lines.get(trouble.subject), trouble.subject)


def _ask_for(
    desk: Desk, line: model.OrderLine, quantity_milli: int, source: str = "coordination"
) -> None:
    """Set what a line asks for; its remark stays as it is."""
    desk.emit(
        f"order-line/{line.id}",
        events.orders.OrderChanged(
            order_line=line.id,
            quantity_milli=quantity_milli,
            delivery_date=line.delivery_date,
            digest=desk.vault.digest_of(f"order-line/{line.id}") or "",
            source=source,
        ),
    )


def _release(desk: Desk, line: model.OrderLine) -> None:
    """Release every crate of a line; a shared or loaded one needs hands first."""
    for row in desk.world.allocations.where(order_line=line.id):
        crate = live_crate(desk, row.crate)
        if crate.state is CrateState.LOADED:
            raise Refusal("already_loaded")
        if row.picked and _shared(desk, row.crate, line.id):
            raise Refusal("crate_shared")
        released = events.orders.AllocationReleased(crate=row.crate, order_line=line.id)
        desk.emit(f"crate/{row.crate}", released)


def _shared(desk: Desk, crate: str, line: str) -> bool:
    rows = desk.world.allocations.where(crate=crate)
    return any(row.picked and row.order_line != line for row in rows)


def _in_stock(desk: Desk, product: model.Product, quantity_milli: int) -> None:
    """Refuse a substitute of which not enough is free."""
    if quantity_milli <= 0:
        raise Refusal("out_of_bounds", what="quantité")
    left_milli = free_milli(desk, product)
    if quantity_milli > left_milli:
        raise Refusal("not_enough", left=orders.much(product.unit, left_milli))


def free_milli(desk: Desk, product: model.Product) -> int:
    """Return what of a product nobody was promised, in thousandths of its unit."""
    crates = orders.stock(desk, product.code)
    return sum(product.unit.milli(*orders.free(desk.world, crate)) for crate in crates)


def _settle(desk: Desk, line: str, note: str) -> None:
    """Settle every exception that asked about this line."""
    for kind in KINDS:
        desk.settle_troubles(note, kind=kind, subject=line)


DECIDES: dict[type, Any] = {
    commands.changes.KeepPrepared: keep_prepared,
    commands.changes.ReleasePrepared: release_prepared,
    commands.changes.SubstitutePrepared: substitute_prepared,
    commands.changes.SubstituteShort: substitute_short,
}
