"""The board of a round, and the list of rounds: what to load, in loading order.

Stops stand in loading order, the reverse of delivery. « reste » until a line is declared missing.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from station.domain.deciding.judging import expected_crates, waits_for_weighing
from station.domain.deciding.orders import promised
from station.domain.model import Crate, OrderLine, Round, Stop
from station.domain.words import CrateState, LineState, RoundState, TemperatureClass
from station.reading import Present
from station.views.pickups import farm_lines

Json = dict[str, Any]


def rounds(present: Present, date: str | None, now_local: datetime) -> list[Json]:
    """Return the rounds of a date (all when None), with their counts; `overdue`: should be gone.

    A van that only collects leaves from anywhere: nobody waits for it here.
    """
    known = present.world.rounds.where(date=date) if date else present.world.rounds.all()
    return [_round_line(present, round, now_local) for round in known]


def _round_line(present: Present, round: Round, now_local: datetime) -> Json:
    stops = present.world.stops.where(round=round.id)
    at_stops = [(stop, crates_of(present, round, stop.customer)) for stop in stops]
    crates = [crate for _, found in at_stops for crate in found]
    return {
        "id": round.id,
        "card": round.card,
        "date": round.date,
        "round": round.name,
        "name": round.name,
        "vehicle": round.vehicle,
        "driver": (present.vault.get(f"driver/{round.id}") or {}).get("name", ""),
        "depart_at": round.depart_at,
        "state": round.state.value,
        "departed_at": round.departed_at,
        "overdue": bool(stops) and (_minutes_left(round, now_local) or 0) < 0,
        "loaded": sum(_is_loaded(crate) for crate in crates),
        "expected": len(crates),
        "version": present.version(f"round/{round.id}"),
        "stops": [
            {
                "stop": stop.stop,
                "customer": stop.customer,
                "name": present.name("customer", stop.customer),
                "loaded": sum(_is_loaded(crate) for crate in found),
                "expected": len(found),
            }
            for stop, found in at_stops
        ],
        "farms": farm_lines(present, round.id),
        "notes": [note.id for note in present.world.notes.where(round=round.id)],
    }


def crates_of(present: Present, round: Round, customer: str) -> list[Crate]:
    """Return a customer's crates of a round: waiting and loaded before it left, gone after."""
    if round.state is RoundState.PLANNED:
        return expected_crates(present.world, round, customer)
    return [
        crate
        for crate in present.world.crates.where(round=round.id, customer=customer)
        if crate.state.gone_to_customer
    ]


def _lost(present: Present, round: Round, customer: str) -> list[Crate]:
    """Return a customer's crates that were looked for and not found."""
    crates = present.world.crates.where(customer=customer, deliver_on=round.date)
    return [crate for crate in crates if crate.missing]


def _is_loaded(crate: Crate) -> bool:
    return crate.state is CrateState.LOADED or crate.state.gone_to_customer


def board(present: Present, id: str, now_local: datetime) -> Json | None:
    """Return the wall board of a round, None when there is no such round."""
    round = present.world.rounds.get(id)
    if round is None:
        return None
    stops = sorted(present.world.stops.where(round=id), key=lambda stop: -stop.stop)
    rows = [_stop(present, round, stop) for stop in stops]
    _mark_current(rows)
    return {
        "id": round.id,
        "date": round.date,
        "round": round.name,
        "vehicle": round.vehicle,
        "depart_at": round.depart_at,
        "state": round.state.value,
        "loaded": sum(row["loaded"] for row in rows),
        "expected": sum(row["expected"] for row in rows),
        "minutes_left": _minutes_left(round, now_local),
        "stops": rows,
        "zones": _zones(rows),
        "farms": farm_lines(present, id),
    }


def concerns(present: Present, id: str, verdict: Json, *, at_dock: bool) -> bool:
    """Tell whether a verdict is for a round: it names it, or its dock's reader has it in hand."""
    if verdict.get("round") or not at_dock:
        return bool(verdict.get("round") == id)
    context = present.world.contexts.get(verdict.get("reader") or "")
    return bool(context and context.round == id)


def _stop(present: Present, round: Round, stop: Stop) -> Json:
    crates = crates_of(present, round, stop.customer)
    known = present.world.customers.get(stop.customer)
    unmet = _unmet_lines(present, round, stop.customer)
    waiting = [crate for crate in crates if not _is_loaded(crate)]
    lost = _lost(present, round, stop.customer)
    remaining = _remaining(present, waiting) + _remaining(present, lost) + unmet
    declared = sum(1 for line in unmet if line["declared_missing"])
    return {
        "stop": stop.stop,
        "customer": {
            "code": stop.customer,
            "name": present.name("customer", stop.customer),
            "kind": known.kind if known else "",
        },
        "loaded": len(crates) - len(waiting),
        "expected": len(crates),
        "to_prepare": len(unmet) - declared,
        "missing": declared + len(lost),
        "crates": [_crate(present, crate) for crate in crates],
        "remaining": remaining,
        "state": "complete" if _complete(crates, waiting, len(unmet) - declared) else "waiting",
    }


def _complete(crates: list[Crate], waiting: list[Crate], to_prepare: int) -> bool:
    return bool(crates) and not waiting and not to_prepare


def _mark_current(rows: list[Json]) -> None:
    """Mark the row to load now; a stop for which there is nothing is never waited for."""
    for row in rows:
        something = row["expected"] or row["to_prepare"] or row["missing"]
        if row["state"] == "waiting" and something:
            row["state"] = "current"
            return


def _crate(present: Present, crate: Crate) -> Json:
    product = present.world.products.get(crate.product or "")
    return {
        "id": crate.id,
        "loaded": _is_loaded(crate),
        "product": crate.product,
        "name": product.name if product else "Préparation",
        "family": product.family if product else "",
        "zone": crate.zone,
        "temperature_class": crate.temperature_class.value,
        "unweighed": waits_for_weighing(present.world, crate),
    }


def _remaining(present: Present, waiting: list[Crate]) -> list[Json]:
    """Group the crates that still stand in the hangar by product, place, and whether they wait to
    be weighed.

    Who saw one of them last, and when, helps to find them.
    """
    groups: dict[tuple[str, str | None, bool], Json] = {}
    for crate in waiting:
        shown = _crate(present, crate)
        group = groups.setdefault(
            (shown["name"], crate.zone, shown["unweighed"]),
            {
                "product": shown["product"],
                "name": shown["name"],
                "family": shown["family"],
                "count": 0,
                "zone": crate.zone,
                "seen_by": None,
                "seen_at": "",
                "declared_missing": crate.missing,
                "to_prepare": False,
                "unweighed": shown["unweighed"],
                "crates": [],
            },
        )
        group["count"] += 1
        group["crates"].append(crate.id)
        if crate.seen_at > group["seen_at"]:
            group["seen_at"] = crate.seen_at
            group["seen_by"] = present.name("operator", crate.seen_by) or None
    return list(groups.values())


def _unmet_lines(present: Present, round: Round, customer: str) -> list[Json]:
    """Return the order lines that lie in no crate of the customer yet, or are declared missing."""
    lines = present.world.order_lines.where(customer=customer, delivery_date=round.date)
    return [
        _unmet(present, line)
        for line in lines
        if line.state is LineState.MISSING
        or (line.state is LineState.OPEN and _open(present, line))
    ]


def _open(present: Present, line: OrderLine) -> bool:
    return not any(row.picked for row in present.world.allocations.where(order_line=line.id))


def _unmet(present: Present, line: OrderLine) -> Json:
    product = present.world.products.get(line.product)
    promised_g, promised_count = promised(present.world, line)
    return {
        "product": line.product,
        "name": present.product_name(line.product),
        "family": product.family if product else "",
        "count": None,
        "order_line": line.id,
        "quantity_milli": line.quantity_milli,
        "unit": line.unit.value,
        "reserved": bool(promised_g or promised_count),
        "zone": None,
        "declared_missing": line.state is LineState.MISSING,
        "to_prepare": line.state is LineState.OPEN,
        "unweighed": False,
    }


def _zones(rows: list[Json]) -> list[Json]:
    totals: dict[str, Json] = {}
    for row in rows:
        for crate in row["crates"]:
            name = crate["temperature_class"]
            total = totals.setdefault(
                name,
                {"temperature_class": name, "loaded": 0, "expected": 0, "next_stop": None},
            )
            total["expected"] += 1
            total["loaded"] += crate["loaded"]
            if not crate["loaded"] and total["next_stop"] is None:
                total["next_stop"] = row["stop"]  # rows stand in loading order
    coldest_first = [member.value for member in reversed(TemperatureClass)]
    return [totals[name] for name in coldest_first if name in totals]


def _minutes_left(round: Round, now_local: datetime) -> int | None:
    if round.state is RoundState.DEPARTED or not round.depart_at:
        return None
    leave = datetime.fromisoformat(f"{round.date}T{round.depart_at}").replace(
        tzinfo=now_local.tzinfo
    )
    return int((leave - now_local).total_seconds() // 60)
