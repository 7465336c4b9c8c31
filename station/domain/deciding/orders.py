"""Decides orders: imports applied, crates promised to lines first-expired first-out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from station.domain import commands, events, model
from station.domain.allocation import Demand, Supply, plan
from station.domain.deciding.judging import sound
from station.domain.deciding.labels import kilograms, units
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.desk import Desk, be_measured, calendar_day, found, live_crate
from station.domain.rationing import DONE_PERCENT, Want, shares
from station.domain.refusals import Refusal
from station.domain.words import CrateState, LineState, RoundState, Unit
from station.domain.world import World

MAX_QUANTITY_MILLI = 100_000_000
"""Largest quantity of one line (100,000 units); more is a broken file."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a line asks for, whether it is known (`order_line`) or not."""

    order_line: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit


def checked_product(desk: Desk, new: commands.orders.NewLine) -> model.Product:
    """Return the product of a new line; refuse a line that could not be placed."""
    found(desk.world.customers.get(new.customer), f"client {new.customer}")
    product = found(desk.world.products.get(new.product), f"produit {new.product}")
    calendar_day(new.delivery_date)
    _quantity(new.quantity_milli)
    return product


def checked_change(changed: commands.orders.ChangedLine) -> None:
    """Refuse a change that could not be made."""
    calendar_day(changed.delivery_date)
    _quantity(changed.quantity_milli)


def comment_of(desk: Desk, line: str) -> str:
    """Return what people wrote beside a line."""
    entry: dict[str, str] = desk.vault.get(f"order-line/{line}") or {}
    return entry.get("comment", "")


def place(desk: Desk, new: commands.orders.NewLine, source: str) -> str:
    """Place a line; return its id."""
    product = checked_product(desk, new)
    id = f"l-{desk.serial('order_line')}{desk.new_id('')[:4]}"
    desk.emit(
        f"order-line/{id}",
        events.orders.OrderPlaced(
            order_line=id,
            order=new.order,
            customer=new.customer,
            delivery_date=new.delivery_date,
            producer=product.producer,
            product=product.code,
            quantity_milli=new.quantity_milli,
            unit=new.unit,
            digest=_sealed(desk, id, new.comment),
            source=source,
        ),
    )
    return id


def _sealed(desk: Desk, line: str, comment: str) -> str:
    """Seal what people wrote beside a line: names and phones are no matter for the chain."""
    entry = f"order-line/{line}"
    if not comment and desk.vault.get(entry) is None:
        return ""
    digest: str = desk.vault.seal(entry, {"comment": comment})
    return digest


def _quantity(quantity_milli: int) -> None:
    if not 0 < quantity_milli <= MAX_QUANTITY_MILLI:
        raise Refusal("out_of_bounds", what=f"quantité {quantity_milli}/1000")


def change(desk: Desk, changed: commands.orders.ChangedLine, source: str) -> None:
    """Change a line; where it is prepared already the coordinator chooses what becomes of it."""
    line = found(desk.world.order_lines.get(changed.order_line), changed.order_line)
    checked_change(changed)
    served_g, served_count = served(desk.world, line)
    desk.emit(
        f"order-line/{line.id}",
        events.orders.OrderChanged(
            order_line=line.id,
            quantity_milli=changed.quantity_milli,
            delivery_date=changed.delivery_date,
            digest=_sealed(desk, line.id, changed.comment),
            source=source,
        ),
    )
    if served_g or served_count:
        was = much(line.unit, line.quantity_milli)
        detail = f"{_who(desk, line)} : {was} devient {much(line.unit, changed.quantity_milli)}"
        desk.trouble("changed_after_preparation", line.id, detail)


def cancel(desk: Desk, id: str, source: str) -> None:
    """Cancel a line; where it is prepared already the coordinator chooses what becomes of it."""
    line = found(desk.world.order_lines.get(id), id)
    served_g, served_count = served(desk.world, line)
    desk.emit(f"order-line/{id}", events.orders.OrderCancelled(order_line=id, source=source))
    if served_g or served_count:
        detail = f"{_who(desk, line)} : annulée après préparation"
        desk.trouble("cancelled_after_preparation", line.id, detail)
        return
    for allocation in desk.world.allocations.where(order_line=id):
        desk.emit(
            f"crate/{allocation.crate}",
            events.orders.AllocationReleased(crate=allocation.crate, order_line=id),
        )


def _who(desk: Desk, line: model.OrderLine) -> str:
    """Name the line by codes only: the detail stands in the chain, names stay in the vault."""
    product = desk.world.products.get(line.product)
    return f"{line.customer}, {product.name if product else line.product}"


def much(unit: Unit, quantity_milli: int) -> str:
    """Say thousandths of a unit to a person."""
    return kilograms(quantity_milli) if unit is Unit.KG else units(-(-quantity_milli // 1000), unit)


def served(world: World, line: model.OrderLine) -> tuple[int, int]:
    """Return the grams and units that already lie in customers' crates for this line."""
    picked = [a for a in world.allocations.where(order_line=line.id) if a.picked]
    return sum(a.net_g or 0 for a in picked), sum(a.count or 0 for a in picked)


def promised(world: World, line: model.OrderLine) -> tuple[int, int]:
    """Return the grams and units promised to this line, picked or reserved."""
    rows = world.allocations.where(order_line=line.id)
    return sum(a.net_g or 0 for a in rows), sum(a.count or 0 for a in rows)


def free(world: World, crate: model.Crate) -> tuple[int, int]:
    """Return the grams and units of a stock crate that nobody was promised."""
    rows = [a for a in world.allocations.where(crate=crate.id) if not a.picked]
    return (
        (crate.net_g or 0) - sum(a.net_g or 0 for a in rows),
        (crate.count or 0) - sum(a.count or 0 for a in rows),
    )


def keep_promises(desk: Desk, crate_id: str) -> None:
    """Take back what a stock crate was to give and no longer can, from the newest lines first.

    Nobody waits for goods that are gone: the next allocation serves those lines anew.
    """
    crate = found(desk.world.crates.get(crate_id), crate_id)
    here = crate.state in (CrateState.RECEIVED, CrateState.STORED)
    left_g, left_count = (crate.net_g or 0, crate.count or 0) if here else (0, 0)
    reserved = []
    for row in desk.world.allocations.where(crate=crate_id):
        line = desk.world.order_lines.get(row.order_line)
        if line and not row.picked:
            reserved.append((line.placed_seq, row, line))
    for _, row, line in sorted(reserved, key=lambda each: each[0]):
        net_g, count = _at_most(row.net_g, left_g), _at_most(row.count, left_count)
        left_g, left_count = left_g - (net_g or 0), left_count - (count or 0)
        if not net_g and not count:
            released = events.orders.AllocationReleased(crate=crate_id, order_line=line.id)
            desk.emit(f"crate/{crate_id}", released)
        elif (net_g, count) != (row.net_g, row.count):
            _promise(desk, crate, line, net_g, count, whole=False)


def _at_most(amount: int | None, left: int) -> int | None:
    return None if amount is None else min(amount, left)


def allocate_crate(command: commands.orders.AllocateCrate, desk: Desk) -> Outcome:
    """Promise a crate: whole when no part is named, else the part as a reservation."""
    crate = live_crate(desk, command.crate)
    line = found(desk.world.order_lines.get(command.order_line), command.order_line)
    if line.state is LineState.CANCELLED:
        raise Refusal("line_closed")
    be_measured(crate)
    if {content.product for content in crate.contents} != {line.product}:
        raise Refusal("wrong_product")
    if crate.customer is not None or crate.state is CrateState.LOADED:
        raise Refusal("wrong_customer", customer=crate.customer or "")
    sound(desk, crate)
    free_g, free_count = free(desk.world, crate)
    whole = command.net_g is None and command.count is None
    net_g = crate.net_g if whole and line.by_weight else command.net_g
    count = crate.count if whole and not line.by_weight else command.count
    asked, other_measure = (net_g, count) if line.by_weight else (count, net_g)
    if asked is None or asked <= 0 or other_measure is not None:
        raise Refusal("out_of_bounds", what="quantité")
    if (net_g or 0) > free_g or (count or 0) > free_count:
        left = kilograms(free_g) if line.by_weight else units(free_count, line.unit)
        raise Refusal("not_enough", left=left)
    _promise(desk, crate, line, net_g, count, whole)
    return Outcome(crate=crate.id)


def _promise(
    desk: Desk,
    crate: model.Crate,
    line: model.OrderLine,
    net_g: int | None,
    count: int | None,
    whole: bool,
) -> None:
    desk.emit(
        f"crate/{crate.id}",
        events.orders.CrateAllocated(
            crate=crate.id,
            order_line=line.id,
            net_g=net_g,
            count=count,
            whole=whole,
            customer=line.customer,
            deliver_on=line.delivery_date,
        ),
    )


def allocate_day(command: commands.orders.AllocateDay, desk: Desk) -> Outcome:
    """Promise free stock to all open lines of a day, first-expired first-out, by product."""
    lines = desk.world.order_lines.where(delivery_date=command.delivery_date, state="open")
    by_product: dict[str, list[model.OrderLine]] = {}
    for line in lines:
        by_product.setdefault(line.product, []).append(line)
    for product in sorted(by_product):
        _allocate_product(desk, product, by_product[product])
    return DONE


def promise_what_is_enough(desk: Desk, producer: str) -> None:
    """Promise today's goods of a farm by themselves, where there is enough for every line.

    What is short is left alone: how it is shared is the coordinator's to see. So is all of it,
    where the hub did not ask for `promise_at_intake`.
    """
    if not desk.settings.preparing.promise_at_intake:
        return
    by_product: dict[str, list[model.OrderLine]] = {}
    for line in desk.world.order_lines.where(delivery_date=desk.today, state="open"):
        if line.producer == producer and not _round_left(desk, line):
            by_product.setdefault(line.product, []).append(line)
    for product, lines in sorted(by_product.items()):
        supplies = _supplies(desk, stock(desk, product), lines[0].by_weight)
        wanted = sum(_want(desk, line).amount for line in lines)
        if 0 < wanted <= sum(supply.amount for supply in supplies):
            _allocate_product(desk, product, lines)


def _round_left(desk: Desk, line: model.OrderLine) -> bool:
    """Tell whether the van that stops at a line's customer has left without it."""
    stops = desk.world.stops.where(customer=line.customer, date=line.delivery_date)
    rounds = [desk.world.rounds.get(stop.round) for stop in stops]
    return bool(rounds) and all(one and one.state is RoundState.DEPARTED for one in rounds)


def _allocate_product(desk: Desk, product: str, lines: list[model.OrderLine]) -> None:
    by_weight = lines[0].by_weight
    crates = {crate.id: crate for crate in stock(desk, product)}
    supplies = _supplies(desk, list(crates.values()), by_weight)
    wants = [_want(desk, line) for line in lines]
    given = shares(wants, sum(supply.amount for supply in supplies), desk.settings.preparing)
    demands = [Demand(line=line, amount=amount) for line, amount in given.items()]
    for promise in plan(demands, supplies):
        line = found(desk.world.order_lines.get(promise.line), promise.line)
        _promise(
            desk,
            crates[promise.crate],
            line,
            promise.amount if by_weight else None,
            None if by_weight else promise.amount,
            promise.whole,
        )
    _tell_what_is_short(desk, product, lines)


def _supplies(desk: Desk, crates: list[model.Crate], by_weight: bool) -> list[Supply]:
    """Return what stock crates still have to give."""
    supplies = []
    for crate in crates:
        free_g, free_count = free(desk.world, crate)
        amount = free_g if by_weight else free_count
        full = (crate.net_g if by_weight else crate.count) or 0
        lot = found(desk.world.lots.get(crate.contents[0].lot), crate.contents[0].lot)
        supplies.append(
            Supply(
                crate=crate.id,
                expires=lot.expires,
                arrived=crate.arrived_seq,
                amount=amount,
                whole=amount == full,
            )
        )
    return supplies


def _want(desk: Desk, line: model.OrderLine) -> Want:
    """Return what a line still wants beyond what it was promised."""
    done_g, done_count = promised(desk.world, line)
    customer = desk.world.customers.get(line.customer)
    left = (line.need_g or 0) - done_g if line.by_weight else (line.need_count or 0) - done_count
    if line.by_weight and _done(desk, line):
        left = 0
    kind = customer.kind if customer else ""
    return Want(line=line.id, amount=max(0, left), placed=line.placed_seq, kind=kind)


def _tell_what_is_short(desk: Desk, product: str, lines: list[model.OrderLine]) -> None:
    """Record how a short product was shared and tell the coordinator, until there is enough.

    Nothing is shared, and nobody told, before something of the product has come.
    """
    day, by_weight = lines[0].delivery_date, lines[0].by_weight
    rows = []
    for line in sorted(lines, key=lambda line: line.placed_seq):
        net_g, count = promised(desk.world, line)
        wanted = (line.need_g if by_weight else line.need_count) or 0
        given = min(wanted, net_g if by_weight else count)
        if by_weight and _done(desk, line):
            given = wanted
        rows.append(events.orders.LineShare(order_line=line.id, wanted=wanted, given=given))
    short = sum(row.wanted - row.given for row in rows)
    if not any(row.given for row in rows):
        short = 0
    known = desk.world.shortages.get(model.shortage_key(product, day))
    now = {row.order_line: (row.given, row.wanted) for row in rows} if short else {}
    if now == (_told(known) if known else {}):
        return
    desk.emit(
        f"product/{product}",
        events.orders.StockShared(
            product=product,
            delivery_date=day,
            rule=desk.settings.preparing.short.value,
            by_weight=by_weight,
            lines=tuple(rows) if short else (),
        ),
    )
    if short and known is None:
        much = kilograms(short) if by_weight else units(short, lines[0].unit)
        desk.trouble("stock_short", product, f"{day} : il manque {much}")
    if not short:
        desk.settle_troubles("il y en a assez", kind="stock_short", subject=product)


def _done(desk: Desk, line: model.OrderLine) -> bool:
    """Tell whether so much of a weighed line lies in its customer's crate that nothing lacks."""
    served_g, _ = served(desk.world, line)
    return served_g * 100 >= (line.need_g or 0) * DONE_PERCENT


def _told(known: model.Shortage) -> dict[str, tuple[int, int]]:
    return {line: (given, known.wanted[line]) for line, given in known.given.items()}


def stock(desk: Desk, product: str) -> list[model.Crate]:
    """Return free one-lot stock crates of a product whose goods are sound."""
    crates = []
    for holding in desk.world.holdings.where(product=product):
        crate = desk.world.crates.get(holding.crate)
        if crate is None or crate.customer is not None or len(crate.contents) != 1:
            continue
        if crate.unmeasured:
            continue  # its farm's word is no stock
        if crate.state not in (CrateState.RECEIVED, CrateState.STORED):
            continue
        try:
            sound(desk, crate)
        except Refusal:
            continue
        crates.append(crate)
    return crates


def release_allocation(command: commands.orders.ReleaseAllocation, desk: Desk) -> Outcome:
    crate = live_crate(desk, command.crate)
    found(desk.world.allocations.get(f"{crate.id}|{command.order_line}"), "affectation")
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    desk.emit(
        f"crate/{crate.id}",
        events.orders.AllocationReleased(crate=crate.id, order_line=command.order_line),
    )
    return Outcome(crate=crate.id)


DECIDES: dict[type, Any] = {
    commands.orders.AllocateCrate: allocate_crate,
    commands.orders.AllocateDay: allocate_day,
    commands.orders.ReleaseAllocation: release_allocation,
}
