"""Traces any code: where goods came from, and where all of their lots went.

Grams that nothing explains are shown as « écart », never hidden in another line.
"""

from __future__ import annotations

from typing import Any

from station.domain.mentions import sentence
from station.domain.model import Holding, Lot
from station.domain.pickups import Collected
from station.domain.words import CrateState
from station.reading import Present

Json = dict[str, Any]


def trace(present: Present, code: str) -> Json | None:
    """Return the trace of a crate, lot, producer's lot, product, delivery note or customer code."""
    kind, id, lots = _subject(present, code)
    if kind is None:
        return None
    return {"subject": {"kind": kind, "id": id}, "lots": [_lot(present, lot) for lot in lots]}


def _subject(present: Present, code: str) -> tuple[str | None, str, list[Lot]]:
    world = present.world
    known = world.codes.get(code)
    target = known.target if known else code
    crate = world.crates.get(target)
    if crate:
        return "crate", crate.id, _lots_of_crate(present, crate.id)
    lot = world.lots.get(target)
    if lot:
        return "lot", lot.id, [lot]
    note = world.notes.get(target)
    if note:
        ids = sorted({lot for line in note.lines for lot in line.lots})
        return "delivery_note", note.id, [x for id in ids if (x := world.lots.get(id))]
    by_producer_lot = world.lots.where(producer_lot=code) if code else []
    if by_producer_lot:
        return "producer_lot", code, by_producer_lot
    if world.producers.get(target):
        return "producer", target, world.lots.where(producer=target)
    if world.products.get(target):
        return "product", target, world.lots.where(product=target)
    return None, code, []


def _lots_of_crate(present: Present, id: str) -> list[Lot]:
    """Return the lots a crate holds; for an empty one, those that its events put into it."""
    ids = {holding.lot for holding in present.world.holdings.where(crate=id)}
    if not ids:
        ids = _lots_in_events(present, id)
    return [lot for lot_id in sorted(ids) if (lot := present.world.lots.get(lot_id))]


def _lots_in_events(present: Present, id: str) -> set[str]:
    rows = present.connection.execute(
        "SELECT json_extract(content.value, '$.lot') FROM events, json_each(coalesce("
        "json_extract(events.data, '$.contents'), json_extract(events.data, '$.taken')))"
        " AS content WHERE events.stream = ?"
        " AND events.type IN ('CrateReceived', 'CrateDroppedOff', 'CrateSplit', 'PartPicked',"
        " 'CratesMerged')",
        (f"crate/{id}",),
    )
    return {row[0] for row in rows}


def _lot(present: Present, lot: Lot) -> Json:
    holdings = present.world.holdings.where(lot=lot.id)
    here = [holding for holding in holdings if holding.state.in_hangar]
    gone = [holding for holding in holdings if holding.state.gone_to_customer]
    stock_g = sum(holding.net_g or 0 for holding in here)
    gone_g = sum(holding.net_g or 0 for holding in gone)
    product = present.world.products.get(lot.product)
    return {
        "lot": lot.id,
        "producer_lot": lot.producer_lot,
        "opened_on": lot.opened_on,
        "use_by": lot.use_by,
        "best_before": lot.best_before,
        "blocked": lot.blocked,
        "recalled": lot.recalled,
        "mentions": lot.mentions,
        "mentions_text": sentence(lot.mentions),
        "missing": list(lot.missing),
        "photos": list(lot.photos),
        "producer": _party(present, "producer", lot.producer),
        "product": lot.product,
        "product_name": present.product_name(lot.product),
        "unit": product.unit.value if product else "kg",
        "collected": _collected(present, lot),
        "received_g": lot.received_g,
        "received_count": lot.received_count,
        "in_stock": [_stock(holding) for holding in here],
        "delivered": _delivered(present, gone),
        "discarded_g": lot.discarded_g,
        "discarded_count": lot.discarded_count,
        "returned_g": lot.returned_g,
        "returned_count": lot.returned_count,
        "other_g": lot.other_g,
        "unexplained_g": lot.received_g
        - stock_g
        - gone_g
        - lot.discarded_g
        - lot.returned_g
        - lot.other_g,
    }


def _collected(present: Present, lot: Lot) -> list[Json]:
    """Return the pick-ups that brought crates of a lot: round, hour, who drove, temperature."""
    found = []
    for one in _brought(present, lot):
        here = [id for id in one.arrived if lot in _lots_of_crate(present, id)]
        if here:
            round = present.world.rounds.get(one.round)
            found.append(
                {
                    "round": round.name if round else one.round,
                    "at": one.at,
                    "by": present.name("operator", one.by),
                    "crates": here,
                    "celsius_tenths": one.celsius_tenths,
                    "no_celsius": one.no_celsius,
                }
            )
    return found


def _brought(present: Present, lot: Lot) -> list[Collected]:
    """Return what may have brought crates of a lot; one emptied before it was told knows no lot."""
    same_day = present.world.pickups.where(producer=lot.producer, date=lot.opened_on)
    known = (present.world.pickups.get(id) for id in lot.pickups)
    found = {one.id: one for one in (*same_day, *known) if one}
    return sorted(found.values(), key=lambda one: (one.at, one.id))


def _stock(holding: Holding) -> Json:
    zone = "van" if holding.state is CrateState.LOADED else holding.zone or "quai"
    return {
        "crate": holding.crate,
        "zone": zone,
        "net_g": holding.net_g,
        "count": holding.count,
        "customer": holding.customer,
    }


def _delivered(present: Present, gone: list[Holding]) -> list[Json]:
    """Group what left by customer and delivery note."""
    groups: dict[tuple[str, str], Json] = {}
    for holding in gone:
        note = present.world.notes.get(holding.note) if holding.note else None
        key = (holding.customer or "", holding.note or "")
        group = groups.setdefault(
            key,
            {
                "customer": _party(present, "customer", holding.customer or ""),
                "delivery_note": holding.note,
                "date": note.date if note else _seen_on(present, holding.crate),
                "net_g": None,
                "count": None,
                "crates": [],
            },
        )
        group["crates"].append(holding.crate)
        for name, much in (("net_g", holding.net_g), ("count", holding.count)):
            if much is not None:
                group[name] = (group[name] or 0) + much
    return [groups[key] for key in sorted(groups)]


def _seen_on(present: Present, crate_id: str) -> str | None:
    crate = present.world.crates.get(crate_id)
    return crate.seen_at[:10] if crate else None


def _party(present: Present, kind: str, code: str) -> Json:
    entry = present.vault.get(f"{kind}/{code}") or {}
    address = ", ".join(
        part
        for part in (
            entry.get("address", ""),
            f"{entry.get('postcode', '')} {entry.get('city', '')}".strip(),
        )
        if part
    )
    return {
        "code": code,
        "name": entry.get("name", code),
        "address": address,
        "phone": entry.get("phone", ""),
    }


def balance(present: Present) -> Json:
    """Return the hub's grams, exactly.

    Received = delivered + in stock + discarded + returned to producers + other.
    """
    totals = {"received_g": 0, "discarded_g": 0, "returned_g": 0, "other_g": 0}
    for lot in present.world.lots.all():
        totals["received_g"] += lot.received_g
        totals["discarded_g"] += lot.discarded_g
        totals["returned_g"] += lot.returned_g
        totals["other_g"] += lot.other_g
    stock_g = delivered_g = 0
    for holding in present.world.holdings.all():
        if holding.state.in_hangar:
            stock_g += holding.net_g or 0
        elif holding.state.gone_to_customer:
            delivered_g += holding.net_g or 0
    accounted_g = totals["discarded_g"] + totals["returned_g"] + totals["other_g"]
    unexplained_g = totals["received_g"] - stock_g - delivered_g - accounted_g
    return {
        **totals,
        "in_stock_g": stock_g,
        "delivered_g": delivered_g,
        "unexplained_g": unexplained_g,
    }
