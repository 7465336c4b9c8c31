"""Decides crates that a farm leaves with nobody there, and how they come to be known.

Must not take the farm's word for a weight: until somebody weighs or counts, a crate holds a lot
and no grams; what leaves on the word alone stays marked as declared.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import carried as carrying
from station.domain.deciding import charter, empties, intake, mentioning, picked_up
from station.domain.deciding.labels import degrees, on_paper_already, queue_label, settle_former
from station.domain.deciding.orders import promise_what_is_enough
from station.domain.deciding.outcome import Outcome
from station.domain.deciding.rules import DROP_OFF, refuse_by
from station.domain.deciding.storage import zone_of
from station.domain.deciding.tares import BORNE_FOR_GOOD, tare_of
from station.domain.deciding.weighing import MAX_G, weighed
from station.domain.desk import Desk, found, live_crate
from station.domain.refusals import Refusal
from station.domain.words import Basis, CrateState, DeclaredBy, Unit


def drop_off_crate(command: commands.drops.DropOffCrate, desk: Desk) -> Outcome:
    """Take note of a crate that a farm leaves in a zone; a bad temperature is told, not refused.

    The goods stand there already: whoever must look is the coordinator, with an exception.
    """
    carried = carrying.carried(desk, command.code)
    _readable(desk, carried)
    if carried.ready and carried.ready.producer != command.producer:
        raise Refusal("other_farm")
    arrival = carrying.completed(_arrival(command), desk, carried)
    product = intake.product_of(arrival, desk)
    line = intake.line_served(arrival, desk, product)
    charter.admitted(desk, arrival.producer)
    declared = _declared(command, desk, product, carried.ready)
    crate_type, tare_g, _ = intake.crate_type_of(arrival, desk, carried)
    zone = zone_of(desk, command.zone)
    lot = intake.lot_of(arrival, desk, product, carried.ready)
    id, sscc = _identity(desk, carried.ready)
    drop = replace(declared, cold_enough=_cold_enough(desk, product, arrival.celsius_tenths))
    coming = model.Crate(
        id=id,
        sscc=sscc,
        codes=tuple(code for code in (sscc, id) if code),
        state=CrateState.STORED,
        crate_type=crate_type,
        tare_g=tare_g,
        gross_g=None,
        contents=(_content(lot, product),),
        temperature_class=product.temperature_class,
        intake=None,
        customer=line.customer if line else arrival.customer,
        deliver_on=line.delivery_date if line else (desk.today if arrival.customer else None),
        order_line=line.id if line else None,
        zone=zone.code,
        use_by=lot.use_by,
        best_before=lot.best_before,
        celsius_tenths=arrival.celsius_tenths,
        drop=drop,
    )
    refuse_by(DROP_OFF, desk, coming, zone)
    mentioning.told(desk, lot, product)
    charter.came_in(desk, arrival.producer, lot.id)
    _left(desk, coming, drop, intake.intake_for(desk, arrival.producer))
    empties.brought(desk, coming, product.producer)
    if line:
        _serve(desk, coming, line, drop.net_g, drop.count)
    carrying.bound(desk, id, carried)
    picked_up.received(desk, [id], carried.code)
    _tell_of_the_cold(desk, coming, product)
    return Outcome(crate=id, label=_first_label(desk, id, carried))


def _readable(desk: Desk, carried: carrying.Carried) -> None:
    """Refuse a crate that nobody could tell from another: no label on it, and none can be made."""
    post = desk.post_facts()
    if not carried.code and post is not None and not post.printer:
        raise Refusal("label_needed")


def _arrival(command: commands.drops.DropOffCrate) -> commands.intake.ReceiveCrate:
    """Return what reception asks of every crate that comes in."""
    return commands.intake.ReceiveCrate(
        producer=command.producer,
        product=command.product,
        crate_type=command.crate_type,
        producer_lot=command.producer_lot,
        use_by=command.use_by,
        best_before=command.best_before,
        celsius_tenths=command.celsius_tenths,
        customer=command.customer,
        order_line=command.order_line,
        code=command.code,
        mentions=command.mentions,
    )


def _declared(
    command: commands.drops.DropOffCrate,
    desk: Desk,
    product: model.Product,
    ready: model.ReadyCrate | None,
) -> model.Drop:
    """Return the farm's word: as typed, else as its ready-made label says; grams or units."""
    net_g, count, source = command.declared_g, command.declared_count, DeclaredBy.TYPED
    if net_g is None and count is None:
        source = DeclaredBy.LABEL if ready else DeclaredBy.NOBODY
        net_g, count = (ready.expect_g, ready.expect_count) if ready else (None, None)
    asked, other = (net_g, count) if product.unit is Unit.KG else (count, net_g)
    most = MAX_G if product.unit is Unit.KG else intake.MAX_COUNT
    wrong = other if other is not None else asked
    if wrong is not None and (other is not None or not 1 <= wrong <= most):
        raise Refusal("out_of_bounds", what=f"quantité déclarée {wrong}")
    source = source if asked is not None else DeclaredBy.NOBODY
    return model.Drop(at=desk.now, net_g=net_g, count=count, source=source)


def _identity(desk: Desk, ready: model.ReadyCrate | None) -> tuple[str, str | None]:
    return (ready.id, ready.sscc) if ready else desk.minting.crate(desk.serial("crate"))


def _content(lot: model.Lot, product: model.Product) -> model.Content:
    return model.Content(
        lot=lot.id, product=product.code, producer=product.producer, net_g=None, count=None
    )


def _cold_enough(desk: Desk, product: model.Product, celsius_tenths: int | None) -> bool:
    """Tell whether the goods' temperature is as their class asks; refuse what is none."""
    if celsius_tenths is None:
        return product.temperature_class not in desk.settings.temperature_asked
    intake.possible(celsius_tenths)
    limit = desk.settings.celsius_limits.get(product.temperature_class)
    return limit is None or celsius_tenths <= limit


def _tell_of_the_cold(desk: Desk, crate: model.Crate, product: model.Product) -> None:
    if crate.drop is None or crate.drop.cold_enough:
        return
    if crate.celsius_tenths is None:
        detail = f"{product.name}, {crate.zone} : déposée sans température"
        desk.trouble("dropped_without_temperature", crate.id, detail)
        return
    celsius = degrees(crate.celsius_tenths)
    desk.trouble("dropped_too_warm", crate.id, f"{product.name}, {crate.zone} : {celsius} °C")


def _left(desk: Desk, crate: model.Crate, drop: model.Drop, note: str) -> None:
    desk.emit(
        f"crate/{crate.id}",
        events.drops.CrateDroppedOff(
            crate=crate.id,
            sscc=crate.sscc,
            codes=crate.codes,
            intake=note,
            zone=crate.zone or "",
            crate_type=crate.crate_type,
            tare_g=crate.tare_g,
            contents=crate.contents,
            temperature_class=crate.temperature_class,
            use_by=crate.use_by,
            best_before=crate.best_before,
            celsius_tenths=crate.celsius_tenths,
            cold_enough=drop.cold_enough,
            customer=crate.customer,
            deliver_on=crate.deliver_on,
            order_line=crate.order_line,
            declared_g=drop.net_g,
            declared_count=drop.count,
            declared_by=drop.source,
        ),
    )


def _serve(
    desk: Desk, crate: model.Crate, line: model.OrderLine, net_g: int | None, count: int | None
) -> None:
    intake.allocate(desk, crate.id, line, replace(crate.contents[0], net_g=net_g, count=count))


def _first_label(desk: Desk, id: str, carried: carrying.Carried) -> str | None:
    """Print a label here; what the crate carries is enough until it is weighed or counted."""
    crate, ready = found(desk.world.crates.get(id), id), carried.ready
    if ready and carrying.tells_the_truth(desk, crate, ready):
        return on_paper_already(desk, id)
    post = desk.post_facts()
    here = post is None or bool(post.printer)
    return queue_label(desk, id) if here and (ready or not carried.code) else None


def measure_crate(command: commands.drops.MeasureCrate, desk: Desk) -> Outcome:
    """Weigh or count what was dropped off; the coordinator is told when the farm's word differs."""
    crate = live_crate(desk, command.crate)
    if crate.drop is None or not crate.unmeasured:
        raise Refusal("already_received")
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    product = found(desk.world.products.get(crate.product or ""), crate.product or "")
    crate_type, tare_g, tare_source = _type_now(command, desk, crate)
    weighing = weighed(desk, command.weigh, tare_g=tare_g, tare_source=tare_source)
    intake.quantity_given(product, weighing, command.count)
    celsius = _celsius_now(command, desk, crate, product)
    content = replace(
        crate.contents[0],
        net_g=weighing.net_g if weighing else None,
        count=command.count,
        net_basis=intake.basis_of(weighing),
        alibis=intake.alibis_of(weighing),
    )
    other_type = crate_type != crate.crate_type
    if other_type:
        empties.not_brought(desk, crate)
    desk.emit(
        f"crate/{crate.id}",
        events.drops.CrateMeasured(
            crate=crate.id,
            crate_type=crate_type,
            tare_g=weighing.tare_g if weighing else tare_g,
            gross_g=weighing.gross_g if weighing else None,
            contents=(content,),
            weighing=weighing,
            celsius_tenths=celsius,
        ),
    )
    if other_type:
        empties.brought(desk, found(desk.world.crates.get(crate.id), crate.id), product.producer)
    _now_known(desk, crate, content)
    intake.told_by_hand(desk, crate.id, weighing)
    _tell_of_the_difference(desk, crate.drop, crate.id, content)
    if celsius is not None:
        intake.cold_is_settled(desk, crate.id, "température mesurée depuis")
    _promised_late(desk, crate, product)
    return Outcome(crate=crate.id, label=_label_now(desk, crate.id))


def _promised_late(desk: Desk, crate: model.Crate, product: model.Product) -> None:
    """Promise what the end of the drop could not: nobody had weighed or counted the crate then."""
    note = desk.world.intakes.get(crate.intake or "")
    if note and note.state == "closed":
        promise_what_is_enough(desk, product.producer)


def _type_now(
    command: commands.drops.MeasureCrate, desk: Desk, crate: model.Crate
) -> tuple[str, int, str]:
    """Return the crate's type and its tare as it is on the day of the weighing."""
    tags = [code for code in crate.codes if desk.minting.read(code)[0] in BORNE_FOR_GOOD]
    code = command.crate_type or crate.crate_type
    if not code:
        if command.weigh is not None and not isinstance(command.weigh, commands.weights.ByHand):
            raise Refusal("not_found", what="type de caisse")
        return "", 0, "crate_type"
    crate_type = found(desk.world.crate_types.get(code), f"type de caisse {code}")
    return (crate_type.code, *tare_of(desk, crate_type, tags[0] if tags else ""))


def _celsius_now(
    command: commands.drops.MeasureCrate, desk: Desk, crate: model.Crate, product: model.Product
) -> int | None:
    """Return the temperature that counts; refuse as reception does where it lacks or is bad.

    A bad one at the drop stays the goods' temperature until somebody has measured a good one.
    """
    given = command.celsius_tenths
    celsius = crate.celsius_tenths if given is None else given
    intake.temperature_checked(celsius, desk, product)
    return celsius


def _now_known(desk: Desk, crate: model.Crate, content: model.Content) -> None:
    """Let the order line that a crate serves count what is in it, and the farm's limits too."""
    for allocation in desk.world.allocations.where(crate=crate.id):
        line = desk.world.order_lines.get(allocation.order_line)
        if line and allocation.picked:
            intake.allocate(desk, crate.id, line, content)
    charter.counted(desk, content.producer)


def _tell_of_the_difference(desk: Desk, drop: model.Drop, id: str, content: model.Content) -> None:
    said, found_here = (drop.net_g, content.net_g) if drop.net_g else (drop.count, content.count)
    if said is None or found_here is None:
        return
    off, tolerated = abs(said - found_here), desk.settings.pick_tolerance_percent
    if off * 100 > said * (tolerated if drop.net_g else 0):
        unit = " g" if drop.net_g else ""
        detail = f"déclaré {said}{unit}, trouvé {found_here}{unit}"
        desk.trouble("declared_differs", id, detail)


def _label_now(desk: Desk, id: str) -> str | None:
    """Print a label with what was found; the farm's own stays while it tells the truth."""
    crate = found(desk.world.crates.get(id), id)
    ready = desk.world.ready_crates.get(id)
    if ready and carrying.tells_the_truth(desk, crate, ready):
        return crate.label
    settle_former(desk, id, "pesée ou comptée")
    return queue_label(desk, id)


def take_declaration(desk: Desk, crate: model.Crate) -> model.Crate:
    """Take the farm's word for a crate that leaves; it stays marked as declared for ever.

    Returns the crate as it leaves. One that is only loaded may still be unloaded and weighed.
    """
    drop = crate.drop
    if drop is None or drop.measured or (drop.net_g is None and drop.count is None):
        return crate
    if not crate.contents:  # emptied or discarded meanwhile: what came out of it was told then
        return crate
    content = replace(
        crate.contents[0], net_g=drop.net_g, count=drop.count, net_basis=Basis.DECLARED
    )
    desk.emit(
        f"crate/{crate.id}",
        events.drops.DeclarationTaken(crate=crate.id, contents=(content,)),
    )
    _now_known(desk, crate, content)
    return found(desk.world.crates.get(crate.id), crate.id)


DECIDES: dict[type, Any] = {
    commands.drops.DropOffCrate: drop_off_crate,
    commands.drops.MeasureCrate: measure_crate,
}
