"""Decides producers' ready-made labels: made from order lines before their crates come.

Must not weigh nor count: reception completes them.
"""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.intake import lot_for
from station.domain.deciding.labels import label_fields, next_copy, queued
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, calendar_day, found
from station.domain.refusals import Refusal
from station.domain.words import CrateState, DateKind

MAX_PER_LINE = 60
"""Most crates of one order line: a full pallet; more is a typing mistake."""


def make_labels(command: commands.codes.MakeLabels, desk: Desk) -> Outcome:
    """Allot identity and lot to each crate that a producer is to bring on a day."""
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    calendar_day(command.delivery_date)
    if command.delivery_date < desk.today:
        raise Refusal("out_of_bounds", what=f"date {command.delivery_date}")
    asked = {each.order_line: each.crates for each in command.lines}
    made, skipped = [], []
    for line in _lines(command, desk, asked):
        crates = asked.get(line.id, 1)
        if not 0 <= crates <= MAX_PER_LINE:
            raise Refusal("out_of_bounds", what=f"{crates} caisses")
        product = found(desk.world.products.get(line.product), line.product)
        if undated(product):
            skipped.append(line.id)
            continue
        _replace_former(desk, line)
        made += [_made(desk, line, product, nth, crates) for nth in range(1, crates + 1)]
    if not made and not skipped:
        raise Refusal("not_found", what="ligne de commande")
    return Outcome(
        ids=(*(("ready_crate", id) for id in made), *(("undated_line", line) for line in skipped))
    )


def undated(product: model.Product) -> bool:
    """True for goods whose date only the producer knows: their label waits for reception."""
    return product.date_kind is not DateKind.NONE and product.shelf_life_days is None


def _lines(
    command: commands.codes.MakeLabels, desk: Desk, asked: dict[str, int]
) -> list[model.OrderLine]:
    lines = [
        line
        for line in desk.world.order_lines.where(delivery_date=command.delivery_date, state="open")
        if line.producer == command.producer and (not asked or line.id in asked)
    ]
    for unknown in sorted(set(asked) - {line.id for line in lines}):
        raise Refusal("not_found", what=unknown)
    return sorted(lines, key=lambda line: (line.customer, line.product, line.placed_seq))


def _replace_former(desk: Desk, line: model.OrderLine) -> None:
    for former in desk.world.ready_crates.where(order_line=line.id, state="expected"):
        desk.emit(f"crate/{former.id}", events.codes.CrateLabelReplaced(crate=former.id))


def _made(desk: Desk, line: model.OrderLine, product: model.Product, nth: int, of: int) -> str:
    lot = lot_for(
        commands.intake.ReceiveCrate(producer=line.producer, product=line.product),
        desk,
        product,
        day=line.delivery_date,
    )
    id, sscc = desk.minting.crate(desk.serial("crate"))
    content = model.Content(
        lot=lot.id,
        product=line.product,
        producer=line.producer,
        net_g=None,
        count=_share(line.need_count, nth, of),
    )
    coming = model.Crate(
        id=id,
        codes=(),
        state=CrateState.RECEIVED,
        crate_type="",
        tare_g=0,
        gross_g=None,
        contents=(content,),
        temperature_class=product.temperature_class,
        sscc=sscc,
        customer=line.customer,
        deliver_on=line.delivery_date,
        use_by=lot.use_by,
        best_before=lot.best_before,
    )
    desk.emit(
        f"crate/{id}",
        events.codes.CrateLabelMade(
            crate=id,
            sscc=sscc,
            codes=tuple(code for code in (sscc, id) if code),
            producer=line.producer,
            product=line.product,
            lot=lot.id,
            customer=line.customer,
            order_line=line.id,
            deliver_on=line.delivery_date,
            nth=nth,
            of=of,
            expect_g=_share(line.need_g, nth, of),
            expect_count=content.count,
            digest=desk.vault.seal(f"crate/{id}", _printed(desk, coming)),
        ),
    )
    return id


def _printed(desk: Desk, coming: model.Crate) -> dict[str, str]:
    """Return what stands on the label of a crate that nobody has weighed or received yet."""
    weight = {} if coming.contents[0].count is not None else {"net": "à peser"}
    return label_fields(desk, coming, 1) | {"received": "", "weight_note": ""} | weight


def _share(whole: int | None, nth: int, of: int) -> int | None:
    """Part a quantity over its crates, the first ones one more where it does not come out even."""
    return None if whole is None else whole // of + (nth <= whole % of)


def print_ready_labels(command: commands.codes.PrintReadyLabels, desk: Desk) -> Outcome:
    """Queue every expected label at one printer; a second time they say that they are copies."""
    to = found(desk.settings.printers.get(command.printer), f"imprimante {command.printer}")
    expected = desk.world.ready_crates.where(
        producer=command.producer, deliver_on=command.delivery_date, state="expected"
    )
    if not expected:
        raise Refusal("not_found", what="étiquette prête")
    made = []
    for ready in sorted(expected, key=lambda one: (one.customer, one.product, one.made_seq)):
        copy = next_copy(desk, ready.id)
        fields = desk.vault.get(f"crate/{ready.id}") or {}
        fields["copy"] = f"copie {copy}" if copy > 1 else ""
        post = desk.post or ""
        made.append(queued(desk, ready.id, copy=copy, fields=fields, to=to, post=post))
    return Outcome(ids=tuple(("printed", id) for id in made))


DECIDES: dict[type, Any] = {
    commands.codes.MakeLabels: make_labels,
    commands.codes.PrintReadyLabels: print_ready_labels,
}
