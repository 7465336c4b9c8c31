"""Decides preparation: parts of stock crates into customers' crates, weighed or counted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.intake import alibis_of, basis_of
from station.domain.deciding.judging import leavable
from station.domain.deciding.labels import kilograms, queue_label, settle_former
from station.domain.deciding.orders import keep_promises
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.storage import count_given, divided, unplaced_g
from station.domain.deciding.weighing import weighed
from station.domain.desk import Desk, be_measured, found, live_crate
from station.domain.refusals import Refusal
from station.domain.words import Basis, CrateState, LineState


def pick_to_customer(command: commands.preparation.PickToCustomer, desk: Desk) -> Outcome:
    """Move a part of a one-lot stock crate into the customer's crate, with its lineage."""
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    source = live_crate(desk, command.source)
    if source.for_customer or len(source.contents) != 1 or source.state is CrateState.LOADED:
        raise Refusal("crate_closed")
    if source.customer not in (None, command.customer):
        raise Refusal("wrong_customer", customer=source.customer or "")
    leavable(desk, source)
    be_measured(source)
    content = source.contents[0]
    line = _line(command, desk, content.product)
    tare_g, crate_type = _portion_tare(command, desk)
    weighing = weighed(desk, command.weigh, tare_g=tare_g, tare_source="crate_type")
    net_g = weighing.net_g if weighing else None
    taken, left = _portion(desk, content, net_g, command.count, basis_of(weighing))
    taken = replace(taken, alibis=alibis_of(weighing))
    other = unplaced_g(content, taken, left)
    into, label = _into(command, desk, source, line, crate_type)
    desk.emit(
        f"crate/{into}",
        events.crates.PartPicked(
            source=source.id,
            into=into,
            taken=(taken,),
            left=(left,) if left else (),
            weighing=weighing,
            order_line=line.id if line else None,
            other_g={content.lot: other} if other else {},
        ),
    )
    keep_promises(desk, source.id)
    return Outcome(crate=into, label=label, ids=(("source", source.id),))


def _line(
    command: commands.preparation.PickToCustomer, desk: Desk, product: str
) -> model.OrderLine | None:
    if command.order_line:
        line = found(desk.world.order_lines.get(command.order_line), command.order_line)
        if line.product != product or line.customer != command.customer:
            raise Refusal("wrong_product")
        if line.state is LineState.CANCELLED:
            raise Refusal("line_closed")
        return line
    lines = desk.world.order_lines.where(customer=command.customer, product=product, state="open")
    day = _round_date(command, desk)
    lines = [line for line in lines if line.delivery_date == day] or lines
    return min(lines, key=lambda line: (line.delivery_date, line.placed_seq), default=None)


def _round_date(command: commands.preparation.PickToCustomer, desk: Desk) -> str:
    round = desk.world.rounds.get(command.round) if command.round else None
    return round.date if round else desk.today


def _portion_tare(command: commands.preparation.PickToCustomer, desk: Desk) -> tuple[int, str]:
    if command.crate_type is None:
        return 0, ""
    crate_type = desk.world.crate_types.get(command.crate_type)
    crate_type = found(crate_type, f"type de caisse {command.crate_type}")
    return crate_type.tare_g, crate_type.code


def _portion(
    desk: Desk,
    content: model.Content,
    net_g: int | None,
    count: int | None,
    basis: Basis | None,
) -> tuple[model.Content, model.Content | None]:
    """Divide, tolerating a little more grams than recorded; the surplus is booked as « écart »."""
    count_given(desk, content, count)
    if net_g is None or content.net_g is None or net_g <= content.net_g:
        return divided(content, net_g, count, basis)
    surplus_g = net_g - content.net_g
    if surplus_g * 100 > content.net_g * desk.settings.pick_tolerance_percent:
        raise Refusal("not_enough", left=kilograms(content.net_g))
    taken, left = divided(content, content.net_g, count, basis)
    return replace(taken, net_g=net_g), left


def _into(
    command: commands.preparation.PickToCustomer,
    desk: Desk,
    source: model.Crate,
    line: model.OrderLine | None,
    crate_type: str,
) -> tuple[str, str | None]:
    """Return the customer's crate, opening one with its label where `into` is null."""
    deliver_on = line.delivery_date if line else _round_date(command, desk)
    if command.into is not None:
        into = live_crate(desk, command.into)
        be_measured(into)
        if into.customer != command.customer:
            raise Refusal("wrong_customer", customer=into.customer or "le stock")
        if into.state is CrateState.LOADED:
            raise Refusal("already_loaded")
        return into.id, None
    id, sscc = desk.minting.crate(desk.serial("crate"))
    tare_g = 0
    if crate_type:
        tare_g = found(desk.world.crate_types.get(crate_type), crate_type).tare_g
    desk.emit(
        f"crate/{id}",
        events.crates.CustomerCrateOpened(
            crate=id,
            sscc=sscc,
            codes=tuple(code for code in (sscc, id) if code),
            crate_type=crate_type,
            tare_g=tare_g,
            customer=command.customer,
            deliver_on=deliver_on,
            temperature_class=source.temperature_class,
        ),
    )
    return id, queue_label(desk, id)


def close_crate(command: commands.preparation.CloseCrate, desk: Desk) -> Outcome:
    """Print the label that lists what the customer's crate holds."""
    crate = live_crate(desk, command.crate)
    if not crate.for_customer or not crate.contents:
        raise Refusal("not_allocated")
    desk.emit(f"crate/{crate.id}", events.crates.CrateClosed(crate=crate.id))
    settle_former(desk, crate.id, "caisse fermée")
    return Outcome(crate=crate.id, label=queue_label(desk, crate.id))


DECIDES: dict[type, Any] = {
    commands.preparation.PickToCustomer: pick_to_customer,
    commands.preparation.CloseCrate: close_crate,
}
