"""What a round is to collect at farms, what is aboard, and what of it reception has had.

Must not decide what is short: `station.domain.deciding.picked_up` compares.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from station.domain.desk import Settings
from station.domain.model import Announcement, Product
from station.domain.pickups import Collected, FarmStop, PickupState, farm_key
from station.reading import Present
from station.views.arrivals import day_after, expected

Json = dict[str, Any]

AT_THE_GATE = ("address", "postcode", "city", "phone")
"""What a driver must know of a farm."""
DONE = ("complete", "over")
"""States of an order line for which a farm has nothing more to give."""


def farms_of(present: Present, round: str) -> list[FarmStop]:
    """Return a round's farms in their order."""
    return sorted(present.world.farm_stops.where(round=round), key=lambda stop: stop.rank)


def to_collect(present: Present, round: str, today: str) -> list[Json]:
    """Return a round's farms as its driver needs them: where, what is expected, which labels."""
    return [_farm(present, stop, today) for stop in farms_of(present, round)]


def _farm(present: Present, stop: FarmStop, today: str) -> Json:
    entry = present.vault.get(f"producer/{stop.producer}") or {}
    days = [stop.date, day_after(stop.date)]
    rows = expected(present, stop.producer, days, today)
    said = present.world.announcements.where(producer=stop.producer)
    return {
        "rank": stop.rank,
        "producer": stop.producer,
        "name": present.name("producer", stop.producer),
        **{name: entry.get(name, "") for name in AT_THE_GATE},
        "collected_at": stop.collected_at,
        "expected": [_line(row) for row in rows if _wanted(row)],
        "announced": _beyond([one for one in said if one.day in days], rows),
        "aboard": [_aboard(present, one) for one in _rows(present, stop)],
        "owed": {
            row.crate_type: row.owed for row in present.world.empties.where(party=stop.producer)
        },
    }


def _wanted(row: Json) -> bool:
    return row["state"] not in DONE and not row["missing"]


def _beyond(said: Iterable[Announcement], rows: list[Json]) -> list[Json]:
    """Return what a farm announced beyond its orders: what answers an order is expected with it."""
    left: Counter[str] = Counter()
    for one in said:
        left[one.product] += one.quantity_milli
    for row in rows:
        left[row["product"]] -= 0 if row["missing"] else row["quantity_milli"]
    return [{"product": code, "quantity_milli": much} for code, much in sorted((+left).items())]


def _line(row: Json) -> Json:
    names = ("product", "customer", "name", "quantity_milli", "unit", "delivery_date")
    labels = [
        {name: label[name] for name in ("codes", "count")}
        for label in (*row["labels"], *row["old_labels"])
        if label["state"] != "received"
    ]
    return {name: row[name] for name in names} | {"labels": labels}


def _rows(present: Present, stop: FarmStop) -> list[Collected]:
    return present.world.pickups.where(round=stop.round, producer=stop.producer)


def _aboard(present: Present, one: Collected) -> Json:
    product = present.world.products.get(one.product)
    return {
        "id": one.id,
        "product": one.product,
        "product_name": present.product_name(one.product),
        "family": product.family if product else "",
        "unit": product.unit.value if product else "",
        "crates": one.crates,
        "arrived": len(one.arrived),
        "count": one.count,
        "code": one.code,
        "crate_type": one.crate_type,
        "celsius_tenths": one.celsius_tenths,
        "no_celsius": one.no_celsius,
        "state": one.state.value,
        "at": one.at,
        "by": present.name("operator", one.by),
    }


def products_of(present: Present, settings: Settings, round: str) -> dict[str, Json]:
    """Return what the farms of a round sell, with what a driver must ask of each at loading."""
    return {
        product.code: _product(product, settings)
        for stop in farms_of(present, round)
        for product in present.world.products.where(producer=stop.producer)
    }


def _product(product: Product, settings: Settings) -> Json:
    return {
        "name": product.name,
        "family": product.family,
        "unit": product.unit.value,
        "producer": product.producer,
        "temperature_class": product.temperature_class.value,
        "asked": product.temperature_class in settings.temperature_asked,
        "max_celsius_tenths": settings.celsius_limits.get(product.temperature_class),
    }


def farm_lines(present: Present, round: str) -> list[Json]:
    """Return a round's farms with how many crates were collected and how many came in."""
    lines = []
    for stop in farms_of(present, round):
        rows = _rows(present, stop)
        lines.append(
            {
                "rank": stop.rank,
                "producer": stop.producer,
                "name": present.name("producer", stop.producer),
                "collected_at": stop.collected_at,
                "closed": stop.closed,
                "crates": sum(one.crates for one in rows),
                "arrived": sum(len(one.arrived) for one in rows),
            }
        )
    return lines


def aboard(present: Present, producer: str | None = None) -> list[Json]:
    """Return each farm's pick-up that reception still waits for, the oldest first."""
    waiting = present.world.pickups.where(state=PickupState.ABOARD.value)
    keys = {farm_key(one.round, one.producer) for one in waiting}
    stops = [present.world.farm_stops.get(key) for key in keys]
    lines = [
        _awaited(present, stop) for stop in stops if stop and producer in (None, stop.producer)
    ]
    return sorted(lines, key=lambda line: (line["date"], line["collected_at"], line["producer"]))


def _awaited(present: Present, stop: FarmStop) -> Json:
    round = present.world.rounds.get(stop.round)
    return {
        "round": stop.round,
        "round_name": round.name if round else stop.round,
        "vehicle": round.vehicle if round else "",
        "date": stop.date,
        "producer": stop.producer,
        "name": present.name("producer", stop.producer),
        "collected_at": stop.collected_at or "",
        "rows": [_aboard(present, one) for one in _rows(present, stop)],
    }
