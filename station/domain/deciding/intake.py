"""Decides reception: intakes, lots, crates received, corrected and taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import carried as carrying
from station.domain.deciding import charter, empties, mentioning, picked_up
from station.domain.deciding.labels import (
    degrees,
    on_paper_already,
    queue_label,
    settle_former,
    void,
)
from station.domain.deciding.orders import keep_promises, promise_what_is_enough
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.photographs import erase_picture, seal_picture
from station.domain.deciding.receipts import put_down, receipt
from station.domain.deciding.tares import tare_of
from station.domain.deciding.weighing import weighed
from station.domain.desk import (
    Desk,
    be_measured,
    calendar_day,
    find_crate,
    found,
    live_crate,
    lots_of,
    reason_given,
)
from station.domain.refusals import Refusal
from station.domain.words import Basis, CrateState, DateKind, LineState, Role, Unit

MAX_CRATES = 60
"""Most identical crates in one entry: a full pallet; more is a typing mistake."""
MAX_COUNT = 10_000
"""Most units in one crate; more is a typing mistake."""
MAX_PHOTOS = 5
"""Most photographs of one lot's own label."""
MAX_LOT_SERIAL = 999
"""Highest lot number of one producer and day that still fits 20 characters."""


def open_intake(command: commands.intake.OpenIntake, desk: Desk) -> Outcome:
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    return Outcome(ids=(("intake", _open(desk, command.producer)),))


def _open(desk: Desk, producer: str) -> str:
    intake = f"BA-{desk.today[2:].replace('-', '')}-{desk.serial('intake'):04d}"
    desk.emit(
        f"intake/{intake}",
        events.intake.IntakeOpened(intake=intake, producer=producer, post=desk.post or ""),
    )
    return intake


def intake_for(desk: Desk, producer: str) -> str:
    """Return the open intake of this producer at this post, opening one where there is none."""
    open_here = desk.world.intakes.where(producer=producer, post=desk.post or "", state="open")
    return open_here[-1].id if open_here else _open(desk, producer)


def close_intake(command: commands.intake.CloseIntake, desk: Desk) -> Outcome:
    intake = found(desk.world.intakes.get(command.intake), f"apport {command.intake}")
    if intake.state == "closed":
        raise Refusal("intake_closed")
    desk.emit(
        f"intake/{intake.id}",
        events.intake.IntakeClosed(
            intake=intake.id,
            crates=intake.crates,
            net_g=intake.net_g,
            count=intake.count,
        ),
    )
    picked_up.compare_at_close(desk, intake)
    promise_what_is_enough(desk, intake.producer)
    put_down(desk, intake)
    return Outcome(label=receipt(desk, intake), ids=(("intake", intake.id),))


def receive_crate(command: commands.intake.ReceiveCrate, desk: Desk) -> Outcome:
    """Take in one weighed crate, or `crates` identical counted ones, each with its label."""
    carried = carrying.carried(desk, command.code)
    command = carrying.completed(command, desk, carried)
    product = product_of(command, desk)
    line = line_served(command, desk, product)
    charter.admitted(desk, command.producer)
    crate_type, tare_g, tare_source = crate_type_of(command, desk, carried)
    weighing = weighed(desk, command.weigh, tare_g=tare_g, tare_source=tare_source)
    how_many = _how_many(command, product, weighing)
    temperature_checked(command.celsius_tenths, desk, product)
    lot = lot_of(command, desk, product, carried.ready)
    mentioning.told(desk, lot, product)
    charter.came_in(desk, command.producer, lot.id)
    intake = intake_for(desk, command.producer)
    made = []
    for _ in range(how_many):
        made.append(
            _receive_one(
                command, desk, product, lot, intake, line, crate_type, tare_g, weighing, carried
            )
        )
    charter.counted(desk, command.producer)
    picked_up.received(desk, (id for id, _ in made), carried.code)
    last = made[-1]
    return Outcome(crate=last[0], crates=tuple(id for id, _ in made), label=last[1])


def product_of(command: commands.intake.ReceiveCrate, desk: Desk) -> model.Product:
    """Return what comes in; refuse a product that is not its farm's."""
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    product = found(desk.world.products.get(command.product), f"produit {command.product}")
    if product.producer != command.producer:
        raise Refusal("not_found", what=f"{product.name} chez {command.producer}")
    return product


def line_served(
    command: commands.intake.ReceiveCrate, desk: Desk, product: model.Product
) -> model.OrderLine | None:
    """Return the order line a cross-dock crate serves; by name, or the customer's next open one."""
    if command.order_line:
        line = found(desk.world.order_lines.get(command.order_line), command.order_line)
        if line.product != product.code or command.customer not in (None, line.customer):
            raise Refusal("wrong_product")
        if line.state is LineState.CANCELLED:
            raise Refusal("line_closed")
        return line
    if not command.customer:
        return None
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    lines = [
        line
        for line in desk.world.order_lines.where(
            customer=command.customer, product=product.code, state="open"
        )
        if line.delivery_date >= desk.today
    ]
    return min(lines, key=lambda line: (line.delivery_date, line.placed_seq), default=None)


def crate_type_of(
    command: commands.intake.ReceiveCrate, desk: Desk, carried: carrying.Carried
) -> tuple[str, int, str]:
    """Return the crate's type, its tare, and whether that is its own or its type's."""
    if command.crate_type is None:
        if command.weigh is not None and not isinstance(command.weigh, commands.weights.ByHand):
            raise Refusal("not_found", what="type de caisse")
        return "", 0, "crate_type"
    crate_type = desk.world.crate_types.get(command.crate_type)
    crate_type = found(crate_type, f"type de caisse {command.crate_type}")
    return (crate_type.code, *tare_of(desk, crate_type, carried.code))


def _how_many(
    command: commands.intake.ReceiveCrate, product: model.Product, weighing: model.Weighing | None
) -> int:
    quantity_given(product, weighing, command.count)
    how_many = 1 if command.crates is None else command.crates
    if not 1 <= how_many <= MAX_CRATES or (how_many > 1 and weighing is not None):
        raise Refusal("out_of_bounds", what=f"{how_many} caisses")
    return how_many


def quantity_given(
    product: model.Product, weighing: model.Weighing | None, count: int | None
) -> None:
    """Refuse goods without what they are sold by: a weight for kilograms, else a count."""
    if product.unit is Unit.KG and weighing is None:
        raise Refusal("weight_required")
    if product.unit is not Unit.KG and count is None:
        raise Refusal("count_required")
    if count is not None and not 1 <= count <= MAX_COUNT:
        raise Refusal("out_of_bounds", what=f"{count}")


def temperature_checked(celsius_tenths: int | None, desk: Desk, product: model.Product) -> None:
    """Refuse goods whose class asks for a temperature that is not given, or that are too warm."""
    asked = product.temperature_class in desk.settings.temperature_asked
    if celsius_tenths is None:
        if asked and desk.judged is None:
            raise Refusal("temperature_required")
        return
    possible(celsius_tenths)
    limit = desk.settings.celsius_limits.get(product.temperature_class)
    if limit is not None and celsius_tenths > limit:
        raise Refusal("too_warm", celsius=degrees(celsius_tenths))


def cold_is_settled(desk: Desk, crate: str, note: str) -> None:
    """Settle what the coordinator was asked of the temperature at which a crate was dropped off."""
    for kind in ("dropped_too_warm", "dropped_without_temperature"):
        desk.settle_troubles(note, subject=crate, kind=kind)


def possible(celsius_tenths: int) -> None:
    """Refuse what no food has as its temperature: a slip of the finger."""
    if not -600 <= celsius_tenths <= 1000:
        raise Refusal("out_of_bounds", what=degrees(celsius_tenths))


def _dates(
    command: commands.intake.ReceiveCrate, desk: Desk, product: model.Product, day: str
) -> tuple[str | None, str | None]:
    """Return use-by and best-before: as given, else from the shelf life, counted from `day`."""
    for given in (command.use_by, command.best_before):
        if given is not None:
            calendar_day(given)
    default = None
    if product.shelf_life_days is not None:
        default = (calendar_day(day) + timedelta(days=product.shelf_life_days)).isoformat()
    use_by, best_before = command.use_by, command.best_before
    if product.date_kind is DateKind.USE_BY:
        use_by = use_by or default
        if use_by is None:
            raise Refusal("date_required")
    elif product.date_kind is DateKind.BEST_BEFORE:
        best_before = best_before or default
        if best_before is None:
            raise Refusal("date_required")
    if use_by is not None and use_by < desk.today:
        raise Refusal("past_use_by")
    return use_by, best_before


def lot_of(
    command: commands.intake.ReceiveCrate,
    desk: Desk,
    product: model.Product,
    ready: model.ReadyCrate | None,
) -> model.Lot:
    """Return the lot that a ready-made label names while it holds, else the day's lot."""
    dates = _dates(command, desk, product, desk.today)
    lot = carrying.lot_at_reception(command, desk, ready, dates)
    if lot and mentioning.says_otherwise(lot, command.mentions):
        lot = None
    return lot or lot_for(command, desk, product)


def lot_for(
    command: commands.intake.ReceiveCrate,
    desk: Desk,
    product: model.Product,
    *,
    day: str | None = None,
) -> model.Lot:
    """Return the hub lot: one a day for the same producer, product, producer lot and dates."""
    day = day or desk.today
    use_by, best_before = _dates(command, desk, product, day)
    producer_lot = (command.producer_lot or "").strip()
    known = mentioning.resolved(
        desk, product, command.mentions, producer_lot=producer_lot, best_before=best_before
    )
    for lot in desk.world.lots.where(
        product=product.code, opened_on=day, producer_lot=producer_lot
    ):
        same = (lot.use_by, lot.best_before) == (use_by, known.best_before)
        if same and lot.mentions == known.mentions and lot.blocked is None:
            return lot
    serial = desk.serial(f"lot/{product.producer}/{day}")
    if serial > MAX_LOT_SERIAL:
        raise Refusal("out_of_bounds", what=f"lot {serial}")
    id = f"{product.producer}-{day[2:].replace('-', '')}-{serial}"
    desk.emit(
        f"lot/{id}",
        events.intake.LotOpened(
            lot=id,
            producer=product.producer,
            product=product.code,
            producer_lot=producer_lot,
            opened_on=day,
            use_by=use_by,
            best_before=known.best_before,
            mentions=known.mentions,
            missing=known.missing,
            sale_until=known.sale_until,
        ),
    )
    return found(desk.world.lots.get(id), id)


def _receive_one(
    command: commands.intake.ReceiveCrate,
    desk: Desk,
    product: model.Product,
    lot: model.Lot,
    intake: str,
    line: model.OrderLine | None,
    crate_type: str,
    tare_g: int,
    weighing: model.Weighing | None,
    carried: carrying.Carried,
) -> tuple[str, str]:
    ready = carried.ready
    id, sscc = (ready.id, ready.sscc) if ready else desk.minting.crate(desk.serial("crate"))
    content = model.Content(
        lot=lot.id,
        product=product.code,
        producer=product.producer,
        net_g=weighing.net_g if weighing else None,
        count=command.count,
        net_basis=basis_of(weighing),
        alibis=alibis_of(weighing),
    )
    customer = line.customer if line else command.customer
    desk.emit(
        f"crate/{id}",
        events.intake.CrateReceived(
            crate=id,
            sscc=sscc,
            codes=tuple(code for code in (sscc, id) if code),
            intake=intake,
            crate_type=crate_type,
            tare_g=weighing.tare_g if weighing else tare_g,
            gross_g=weighing.gross_g if weighing else None,
            contents=(content,),
            weighing=weighing,
            temperature_class=product.temperature_class,
            use_by=lot.use_by,
            best_before=lot.best_before,
            celsius_tenths=command.celsius_tenths,
            customer=customer,
            deliver_on=line.delivery_date if line else (desk.today if customer else None),
            order_line=line.id if line else None,
        ),
    )
    empties.brought(desk, found(desk.world.crates.get(id), id), product.producer)
    if line:
        allocate(desk, id, line, content)
    told_by_hand(desk, id, weighing)
    carrying.bound(desk, id, carried)
    return id, _label(desk, id, ready)


def _label(desk: Desk, id: str, ready: model.ReadyCrate | None) -> str:
    """Print the crate's label; one that the producer has stuck on, and that holds, is enough."""
    if ready and carrying.tells_the_truth(desk, found(desk.world.crates.get(id), id), ready):
        return on_paper_already(desk, id)
    return queue_label(desk, id)


def told_by_hand(desk: Desk, crate: str, weighing: model.Weighing | None) -> None:
    """Tell the coordinator of a weight that no scale gave."""
    if weighing and weighing.source == "manual":
        detail = f"{weighing.gross_g} g à la main : {weighing.reason}"
        desk.trouble("manual_weight", crate, detail)


def basis_of(weighing: model.Weighing | None) -> Basis | None:
    """Say how grams came to be known: by a scale, or by what a person read off or believes."""
    if weighing is None:
        return None
    return Basis.WEIGHED if weighing.source == "scale" else Basis.DECLARED


def alibis_of(weighing: model.Weighing | None) -> tuple[str, ...]:
    """Return the alibi number of a net weight that is legal; a tare subtracted here makes it none.

    The indicator's own net may fix a price, « tare calculée » may not (design 7).
    """
    if weighing is None or not weighing.regulated or weighing.alibi is None or weighing.tare_g:
        return ()
    return (weighing.alibi,)


def allocate(desk: Desk, id: str, line: model.OrderLine, content: model.Content) -> None:
    """Give a whole crate to the line that it serves."""
    desk.emit(
        f"crate/{id}",
        events.orders.CrateAllocated(
            crate=id,
            order_line=line.id,
            net_g=content.net_g if line.by_weight else None,
            count=None if line.by_weight else content.count,
            whole=True,
            customer=line.customer,
            deliver_on=line.delivery_date,
        ),
    )


def correct_weight(command: commands.intake.CorrectWeight, desk: Desk) -> Outcome:
    """Weigh a one-lot crate again; the difference is booked as « écart », never hidden."""
    crate = live_crate(desk, command.crate)
    be_measured(crate)
    reason = reason_given(command.reason)
    if len(crate.contents) != 1:
        raise Refusal("out_of_bounds", what="caisse de plusieurs lots")
    weighing = weighed(desk, command.weigh, tare_g=crate.tare_g, tare_source="crate_type")
    if weighing is None:
        raise Refusal("weight_required")
    content = crate.contents[0]
    other = (content.net_g or 0) - weighing.net_g
    desk.emit(
        f"crate/{crate.id}",
        events.intake.CrateWeightCorrected(
            crate=crate.id,
            gross_g=weighing.gross_g,
            tare_g=weighing.tare_g,
            contents=(
                replace(
                    content,
                    net_g=weighing.net_g,
                    net_basis=basis_of(weighing),
                    alibis=alibis_of(weighing),
                ),
            ),
            other_g={content.lot: other},
            weighing=weighing,
            reason=reason,
        ),
    )
    for allocation in desk.world.allocations.where(crate=crate.id):
        if allocation.picked and allocation.net_g is not None:
            line = desk.world.order_lines.get(allocation.order_line)
            if line:
                allocate(desk, crate.id, line, replace(content, net_g=weighing.net_g))
    keep_promises(desk, crate.id)
    settle_former(desk, crate.id, "poids corrigé")
    return Outcome(crate=crate.id, label=queue_label(desk, crate.id))


def complete_crate(command: commands.intake.CompleteCrate, desk: Desk) -> Outcome:
    """Complete what a crate's label lacks; every crate of the lot that is here gets a new one."""
    outcome, crates = mentioning.complete(command, desk)
    label = None
    for id in crates:
        settle_former(desk, id, "étiquette complétée")
        queued = queue_label(desk, id)
        label = queued if id == outcome.crate else label
    return replace(outcome, label=label)


def photograph_label(command: commands.intake.PhotographLabel, desk: Desk) -> Outcome:
    """Keep a picture with the lots of a crate; a few are enough, more would fill the disk."""
    crate = live_crate(desk, command.crate)
    lots = lots_of(desk, crate)
    if not lots or any(len(lot.photos) >= MAX_PHOTOS for lot in lots):
        raise Refusal("out_of_bounds", what=f"plus de {MAX_PHOTOS} photos")
    photo = f"{crate.id}-{desk.serial('photo')}"
    desk.emit(
        f"crate/{crate.id}",
        events.intake.LabelPhotographed(
            photo=photo,
            crate=crate.id,
            lots=tuple(lot.id for lot in lots),
            digest=seal_picture(desk, photo, command.jpeg),
        ),
    )
    return Outcome(crate=crate.id, ids=(("photo", photo),))


def erase_photograph(command: commands.intake.ErasePhotograph, desk: Desk) -> Outcome:
    """Erase a picture; which lots had it is found through the crate, wherever that is now."""
    crate = find_crate(desk, command.crate)
    lots = [lot.id for lot in lots_of(desk, crate) if command.photo in lot.photos]
    if not lots:
        raise Refusal("not_found", what=f"photo {command.photo}")
    reason = erase_picture(desk, command.photo, command.reason)
    desk.emit(
        f"crate/{crate.id}",
        events.intake.PhotographErased(photo=command.photo, lots=tuple(lots), reason=reason),
    )
    return Outcome(crate=crate.id)


def void_crate(command: commands.intake.VoidCrate, desk: Desk) -> Outcome:
    """Take a reception back while nothing has been made of the crate."""
    crate = live_crate(desk, command.crate)
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    if crate.parents or crate.intake is None or _touched(desk, crate):
        raise Refusal("crate_closed")
    if desk.role is Role.PRODUCER and not crate.unmeasured:
        raise Refusal("not_allowed")
    for allocation in desk.world.allocations.where(crate=crate.id):
        desk.emit(
            f"crate/{crate.id}",
            events.orders.AllocationReleased(crate=crate.id, order_line=allocation.order_line),
        )
    for label in desk.world.labels.where(crate=crate.id):
        if label.state != "voided":
            void(desk, label.id, "caisse annulée")
    reason = reason_given(command.reason)
    desk.emit(f"crate/{crate.id}", events.intake.CrateVoided(crate=crate.id, reason=reason))
    empties.not_brought(desk, crate)
    cold_is_settled(desk, crate.id, "caisse annulée")
    for content in crate.contents:
        if not desk.world.holdings.where(lot=content.lot):
            mentioning.settle(desk, content.lot, "caisse annulée")
    return Outcome(crate=crate.id)


def _touched(desk: Desk, crate: model.Crate) -> bool:
    """True when part of it was picked, split or corrected: then it must be corrected instead."""
    lot_ids = {content.lot for content in crate.contents}
    return any(crate.id in other.parents for other in _crates_of_lots(desk, lot_ids))


def _crates_of_lots(desk: Desk, lot_ids: set[str]) -> list[model.Crate]:
    crates = []
    for lot in lot_ids:
        for holding in desk.world.holdings.where(lot=lot):
            crate = desk.world.crates.get(holding.crate)
            if crate:
                crates.append(crate)
    return crates


DECIDES: dict[type, Any] = {
    commands.intake.OpenIntake: open_intake,
    commands.intake.CloseIntake: close_intake,
    commands.intake.ReceiveCrate: receive_crate,
    commands.intake.CorrectWeight: correct_weight,
    commands.intake.VoidCrate: void_crate,
    commands.intake.CompleteCrate: complete_crate,
    commands.intake.PhotographLabel: photograph_label,
    commands.intake.ErasePhotograph: erase_photograph,
}
