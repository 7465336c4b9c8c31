"""Sheets of shared rounds: what each cost, who bears what, and the members' ledger.

Must not store anything: a sheet is worked out anew from notes, entries and the key of its day, so
that it can be recomputed by hand from the figures that stand on it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from station.domain import sharing
from station.domain.billing import returned_milli, worth_cents
from station.domain.codec import to_plain
from station.domain.model import DeliveryNote, NoteLine, NotePart, RoundCost, SharingKey
from station.domain.sharing import Delivered, Measure
from station.reading import Present

Json = dict[str, Any]

CARRIER = "TRANSPORT"
"""The account of whoever drove without being a member: the hub pays them."""
PARTS = 1_000
"""Parts of a stop or crate are shown in thousandths; the exact part stands beside them."""


def key_on(present: Present, date: str) -> SharingKey | None:
    """Return the key in force on a day, None before the first vote."""
    voted = [key for key in present.world.sharing_keys.all() if key.since <= date]
    return voted[-1] if voted else None


def month(present: Present, month: str, *, tried: tuple[int, int, int] | None = None) -> Json:
    """Return a month's sheets and the members' balances; `month` is like 2026-11.

    `tried` replays the month under other weights (stops, kilograms, crates in percent), at the
    rates that were in force; nothing is stored.
    """
    costs = [cost for cost in present.world.round_costs.all() if cost.date[:7] == month]
    sheets = [_sheet(present, cost, tried) for cost in sorted(costs, key=_by_date)]
    done = [sheet for sheet in sheets if sheet["key"] is not None]
    return {
        "month": month,
        "tried": list(tried) if tried else None,
        "rounds": sheets,
        "without_cost": _without_cost(present, month),
        "members": _members(present, done),
        "customers": _customers(present, done),
        "total_cents": sum(sheet["cost_cents"] for sheet in done),
    }


def _by_date(cost: RoundCost) -> tuple[str, str]:
    return cost.date, cost.round


def _without_cost(present: Present, month: str) -> list[str]:
    """Return the rounds of a month that left and whose kilometres nobody entered."""
    left = present.world.rounds.where(state="departed")
    known = {cost.round for cost in present.world.round_costs.all()}
    return [round.id for round in left if round.date[:7] == month and round.id not in known]


def _sheet(present: Present, cost: RoundCost, tried: tuple[int, int, int] | None) -> Json:
    key = key_on(present, cost.date)
    if key is None:
        return {**to_plain(cost), "key": None, "cost_cents": None, "producers": [], "customers": []}
    if tried:
        stops, kilograms, crates = tried
        key = replace(key, stops_percent=stops, kilograms_percent=kilograms, crates_percent=crates)
    delivered = delivered_on(present, cost.round)
    brought = delivered + collected_on(present, cost.round)
    total = sharing.cost_cents(cost, key)
    return {
        **to_plain(cost),
        "key": to_plain(key),
        "cost_cents": total,
        "producers": _rows(present, "producer", total, brought, key),
        "customers": _rows(present, "customer", total, delivered, key),
    }


def _rows(
    present: Present, kind: str, total: int, delivered: list[Delivered], key: SharingKey
) -> list[Json]:
    of = sharing.measures(delivered, lambda row: row.producer if kind == "producer" else row.stop)
    cents = sharing.shares(total, of, key)
    return [
        {
            "code": code,
            "name": present.name(kind, code),
            **_measure_json(measure),
            "cents": cents.get(code, 0),
        }
        for code, measure in of.items()
    ]


def _measure_json(measure: Measure) -> Json:
    return {
        "stops_milli": _milli(measure.stops),
        "stops": str(measure.stops),
        "net_g": measure.net_g,
        "crates_milli": _milli(measure.crates),
        "crates": str(measure.crates),
    }


def _milli(part: Fraction) -> int:
    return int(part * PARTS + Fraction(1, 2))


def delivered_on(present: Present, round: str) -> list[Delivered]:
    """Return what each producer had at each stop of a round, from its delivery notes."""
    found: dict[tuple[str, str], Delivered] = {}
    for note in present.world.notes.where(round=round):
        for line in note.lines:
            if not line.crates:
                continue
            key = (note.customer, line.producer)
            known = found.get(key)
            found[key] = Delivered(
                stop=note.customer,
                producer=line.producer,
                net_g=(known.net_g if known else 0) + _grams(present, line),
                crates=(known.crates if known else frozenset()) | frozenset(line.crates),
            )
    return list(found.values())


def collected_on(present: Present, round: str) -> list[Delivered]:
    """Return what a round brought from each farm, as it came in: a farm is a stop of its own."""
    found: dict[str, Delivered] = {}
    for one in present.world.pickups.where(round=round):
        if not one.arrived:
            continue
        known = found.get(one.producer)
        found[one.producer] = Delivered(
            stop=f"farm/{one.producer}",
            producer=one.producer,
            net_g=(known.net_g if known else 0) + sum(one.arrived.values()),
            crates=(known.crates if known else frozenset()) | frozenset(one.arrived),
        )
    return list(found.values())


def _grams(present: Present, line: NoteLine) -> int:
    """Return a line's grams; counted goods by the product's typical unit, if that is known."""
    if line.net_g is not None:
        return line.net_g
    product = present.world.products.get(line.product)
    return (line.count or 0) * ((product.unit_g if product else None) or 0)


def _members(present: Present, sheets: list[Json]) -> list[Json]:
    """Return the members' ledger of some sheets: owed, driven, balance; balances add up to zero.

    A round that carried nothing for anybody has nobody to bear it and is not in the ledger.
    """
    owed: dict[str, int] = {}
    driven: dict[str, int] = {}
    for sheet in sheets:
        for row in sheet["producers"]:
            owed[row["code"]] = owed.get(row["code"], 0) + row["cents"]
        if sheet["producers"]:
            carrier = sheet["carrier"] or CARRIER
            driven[carrier] = driven.get(carrier, 0) + sheet["cost_cents"]
    return [
        {
            "code": code,
            "name": "Transporteur" if code == CARRIER else present.name("producer", code),
            "owed_cents": owed.get(code, 0),
            "driven_cents": driven.get(code, 0),
            "balance_cents": driven.get(code, 0) - owed.get(code, 0),
        }
        for code in sorted({*owed, *driven})
    ]


def _customers(present: Present, sheets: list[Json]) -> list[Json]:
    """Return what delivery to each customer cost, against what the same rounds brought it."""
    found: dict[str, Json] = {}
    for sheet in sheets:
        for row in sheet["customers"]:
            known = found.setdefault(
                row["code"],
                {"code": row["code"], "name": row["name"], "cents": 0, "turnover_cents": 0,
                 "warn_percent": sheet["key"]["warn_percent"]},
            )  # fmt: skip
            known["cents"] += row["cents"]
            known["warn_percent"] = sheet["key"]["warn_percent"]
        for note in present.world.notes.where(round=sheet["round"]):
            if note.customer in found:
                found[note.customer]["turnover_cents"] += turnover_cents(note)
    return [{**one, **_dear(one)} for one in sorted(found.values(), key=lambda one: one["code"])]


def _dear(one: Json) -> Json:
    """Say which share of turnover delivery takes, in tenths of a percent; None without prices."""
    turnover = one["turnover_cents"]
    permille = one["cents"] * 1_000 // turnover if turnover else None
    return {
        "permille": permille,
        "too_dear": permille is not None and permille > one["warn_percent"] * 10,
    }


def turnover_cents(note: DeliveryNote) -> int:
    """Return what a note's goods are worth before tax, of the lines that have a price."""
    return sum(line_cents(line, note.returned) or 0 for line in note.lines)


def line_cents(line: NoteLine, returned: Iterable[NotePart] = ()) -> int | None:
    """Return what a line is worth before tax, less what came back; None without a price."""
    if line.price_cents is None:
        return None
    return worth_cents(line.price_cents, line.delivered_milli - returned_milli(line, returned))
