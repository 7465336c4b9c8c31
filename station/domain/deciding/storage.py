"""Decides cold storage: check-in, moves, splits, merges, discards, counts, temperatures."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.empties import came_back
from station.domain.deciding.intake import alibis_of, basis_of, possible
from station.domain.deciding.labels import degrees, queue_label
from station.domain.deciding.orders import keep_promises
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.rules import STORE, refuse_by
from station.domain.deciding.weighing import weighed
from station.domain.desk import Desk, be_measured, find_crate, found, live_crate, reason_given
from station.domain.refusals import Refusal
from station.domain.words import Basis, CrateState, Unit


def store_crate(
    command: commands.storage.StoreCrate | commands.storage.MoveCrate, desk: Desk
) -> Outcome:
    """Check a crate into a zone; what a handheld judged good is taken and the difference shown."""
    crate = find_crate(desk, command.crate)
    zone = zone_of(desk, command.zone)
    otherwise = None
    try:
        refuse_by(STORE, desk, crate, zone)
    except Refusal as refusal:
        if not desk.judged_good:
            raise
        otherwise = refusal
        desk.trouble("judged_otherwise", crate.id, f"rangée en {zone.code} : {refusal.code}")
    if crate.state.gone_to_customer:
        came_back(desk, crate, f"rangée en {zone.code}")
    desk.emit(f"crate/{crate.id}", events.crates.CrateStored(crate=crate.id, zone=zone.code))
    return Outcome(crate=crate.id, otherwise=otherwise)


def set_aside(command: commands.storage.SetAside, desk: Desk) -> Outcome:
    """Note where a stopped crate stands now; what a quarantine zone is for asks no temperature."""
    crate = live_crate(desk, command.crate)
    zone = _quarantine(desk, crate)
    if zone is None:
        return Outcome(crate=crate.id)
    if crate.state is CrateState.LOADED and crate.round:
        unloaded = events.rounds.CrateUnloaded(crate=crate.id, round=crate.round)
        desk.emit(f"crate/{crate.id}", unloaded)
    if (crate.state, crate.zone) != (CrateState.STORED, zone.code):
        desk.emit(f"crate/{crate.id}", events.crates.CrateStored(crate=crate.id, zone=zone.code))
    return Outcome(crate=crate.id, ids=(("zone", zone.code),))


def _quarantine(desk: Desk, crate: model.Crate) -> model.Zone | None:
    """Return the quarantine zone of the crate's own temperature class, else the hub's first."""
    zones = [zone for zone in desk.world.zones.all() if zone.quarantine]
    as_cold = (zone for zone in zones if zone.temperature_class is crate.temperature_class)
    return next(as_cold, zones[0] if zones else None)


def zone_of(desk: Desk, id: str) -> model.Zone:
    """Return a zone by its code or its card."""
    code = desk.world.codes.get(id)
    known = desk.world.zones.get(id) or desk.world.zones.get(code.target if code else "")
    return found(known, f"zone {id}")


def split_crate(command: commands.storage.SplitCrate, desk: Desk) -> Outcome:
    """Take one part of a one-lot crate into a new crate; the rest is marked computed.

    Grams that neither part holds (or that nobody knew of before) are booked as « écart ».
    """
    crate = live_crate(desk, command.crate)
    be_measured(crate)
    if len(crate.contents) != 1 or crate.state is CrateState.LOADED:
        raise Refusal("crate_closed")
    crate_type = desk.world.crate_types.get(command.crate_type)
    crate_type = found(crate_type, f"type de caisse {command.crate_type}")
    weighing = weighed(desk, command.weigh, tare_g=crate_type.tare_g, tare_source="crate_type")
    content = crate.contents[0]
    count_given(desk, content, command.count)
    net_g = weighing.net_g if weighing else None
    taken, left = divided(content, net_g, command.count, basis_of(weighing), alibis_of(weighing))
    other = unplaced_g(content, taken, left)
    id, sscc = desk.minting.crate(desk.serial("crate"))
    desk.emit(
        f"crate/{id}",
        events.crates.CrateSplit(
            source=crate.id,
            crate=id,
            sscc=sscc,
            codes=tuple(code for code in (sscc, id) if code),
            crate_type=crate_type.code,
            tare_g=crate_type.tare_g,
            gross_g=weighing.gross_g if weighing else None,
            taken=(taken,),
            left=(left,) if left else (),
            weighing=weighing,
            other_g={content.lot: other} if other else {},
        ),
    )
    keep_promises(desk, crate.id)
    return Outcome(crate=id, label=queue_label(desk, id), ids=(("source", crate.id),))


def count_given(desk: Desk, content: model.Content, count: int | None) -> None:
    """Refuse to divide goods that are served by count without one."""
    product = found(desk.world.products.get(content.product), content.product)
    if product.unit is not Unit.KG and count is None:
        raise Refusal("count_required")


def unplaced_g(content: model.Content, taken: model.Content, left: model.Content | None) -> int:
    """Return the grams that were there and lie in neither part; negative when more came out."""
    return (content.net_g or 0) - (taken.net_g or 0) - (left.net_g or 0 if left else 0)


def divided(
    content: model.Content,
    net_g: int | None,
    count: int | None,
    basis: Basis | None,
    alibis: tuple[str, ...] = (),
) -> tuple[model.Content, model.Content | None]:
    """Divide one content into what is taken and what stays; refuse more than there is.

    Grams that the count implies but nobody weighed are shared in proportion and marked computed.
    Nothing stays when all units are taken, or without a count all grams.
    """
    if net_g is None and count is None:
        raise Refusal("weight_required")
    if count is not None and (content.count is None or not 1 <= count <= content.count):
        raise Refusal("not_enough", left=str(content.count or 0))
    if net_g is not None and content.net_g is not None and net_g > content.net_g:
        raise Refusal("not_enough", left=f"{content.net_g} g")
    if net_g is None and content.net_g is not None and count is not None and content.count:
        net_g, basis = content.net_g * count // content.count, Basis.COMPUTED
    word = content.net_basis if content.net_g is None else None
    taken = replace(
        content,
        net_g=net_g,
        count=count,
        net_basis=basis if net_g is not None else word,
        alibis=alibis,
    )
    rest_g = content.net_g - (net_g or 0) if content.net_g is not None else None
    rest_count = content.count - (count or 0) if content.count is not None else None
    if rest_count == 0 if count is not None else not rest_g:
        return taken, None
    return taken, replace(
        content,
        net_g=rest_g,
        count=rest_count,
        net_basis=Basis.COMPUTED if rest_g is not None else word,
        alibis=(),
    )


def merge_crates(command: commands.storage.MergeCrates, desk: Desk) -> Outcome:
    source, into = live_crate(desk, command.source), live_crate(desk, command.into)
    be_measured(source)
    be_measured(into)
    if source.id == into.id or CrateState.LOADED in (source.state, into.state):
        raise Refusal("crate_closed")
    if source.customer != into.customer:
        raise Refusal("wrong_customer", customer=into.customer or "le stock")
    if desk.world.allocations.where(crate=source.id):
        raise Refusal("crate_closed")
    desk.emit(
        f"crate/{into.id}",
        events.crates.CratesMerged(source=source.id, into=into.id, contents=source.contents),
    )
    return Outcome(crate=into.id, label=queue_label(desk, into.id))


def discard_crate(command: commands.storage.DiscardCrate, desk: Desk) -> Outcome:
    crate = live_crate(desk, command.crate)
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    reason = reason_given(command.reason)
    for allocation in desk.world.allocations.where(crate=crate.id):
        desk.emit(
            f"crate/{crate.id}",
            events.orders.AllocationReleased(crate=crate.id, order_line=allocation.order_line),
        )
    desk.emit(
        f"crate/{crate.id}",
        events.crates.CrateDiscarded(crate=crate.id, contents=crate.contents, reason=reason),
    )
    return Outcome(crate=crate.id)


def empty_crate(command: commands.storage.EmptyCrate, desk: Desk) -> Outcome:
    """Close a stock crate that holds nothing any more; what dried or was overweighed is shown.

    Counted units do not dry: a crate that should still hold some is picked or discarded instead.
    """
    crate = live_crate(desk, command.crate)
    be_measured(crate)
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    if crate.customer is not None:
        raise Refusal("wrong_customer", customer=crate.customer)
    if crate.count:
        raise Refusal("out_of_bounds", what=f"encore {crate.count}")
    for allocation in desk.world.allocations.where(crate=crate.id):
        desk.emit(
            f"crate/{crate.id}",
            events.orders.AllocationReleased(crate=crate.id, order_line=allocation.order_line),
        )
    other_g = {content.lot: content.net_g for content in crate.contents if content.net_g}
    desk.emit(f"crate/{crate.id}", events.crates.CrateEmptied(crate=crate.id, other_g=other_g))
    return Outcome(crate=crate.id)


def count_zone(command: commands.storage.CountZone, desk: Desk) -> Outcome:
    """Compare what was scanned in a zone with what should stand there."""
    zone = zone_of(desk, command.zone)
    here = {crate.id for crate in desk.world.crates.where(zone=zone.code) if _stands(crate)}
    scanned = {find_crate(desk, code).id for code in command.crates}
    absent, unexpected = here - scanned, scanned - here
    desk.emit(
        f"zone/{zone.code}",
        events.crates.ZoneCounted(
            zone=zone.code,
            found=tuple(sorted(here & scanned)),
            absent=tuple(sorted(absent)),
            unexpected=tuple(sorted(unexpected)),
        ),
    )
    for id in sorted(absent):
        desk.trouble("not_found_in_zone", id, f"absente de {zone.name} au comptage")
    for id in sorted(unexpected):
        if found(desk.world.crates.get(id), id).state.in_hangar:
            desk.emit(f"crate/{id}", events.crates.CrateStored(crate=id, zone=zone.code))
        else:
            desk.trouble("found_in_zone", id, f"trouvée en {zone.name} au comptage")
    return DONE


def _stands(crate: model.Crate) -> bool:
    return crate.state is CrateState.STORED


def record_temperature(command: commands.storage.RecordTemperature, desk: Desk) -> Outcome:
    zone = zone_of(desk, command.zone)
    possible(command.celsius_tenths)
    limit = zone.max_celsius_tenths
    alarm = limit is not None and command.celsius_tenths > limit
    desk.emit(
        f"zone/{zone.code}",
        events.crates.TemperatureRecorded(
            zone=zone.code, celsius_tenths=command.celsius_tenths, alarm=alarm
        ),
    )
    told = desk.world.troubles.where(kind="zone_too_warm", subject=zone.code, state="open")
    if alarm and not told:
        desk.trouble(
            "zone_too_warm", zone.code, f"{zone.name} : {degrees(command.celsius_tenths)} °C"
        )
    return DONE


DECIDES: dict[type, Any] = {
    commands.storage.StoreCrate: store_crate,
    commands.storage.MoveCrate: store_crate,
    commands.storage.SetAside: set_aside,
    commands.storage.SplitCrate: split_crate,
    commands.storage.MergeCrates: merge_crates,
    commands.storage.DiscardCrate: discard_crate,
    commands.storage.EmptyCrate: empty_crate,
    commands.storage.CountZone: count_zone,
    commands.storage.RecordTemperature: record_temperature,
}
