"""The coordinator's day at a glance: ordered and received, weights by hour, temperatures, gaps.

Must not change anything. What was received is read from the day's own events, so that the page
costs the same in its first week and in its tenth year.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import Any

from station.domain.model import OrderLine
from station.domain.words import LineState
from station.ledger.events import StoredEvent
from station.ledger.seeking import events_between
from station.reading import Present
from station.views.ledger import bounds_of

Json = dict[str, Any]

GAP_PERCENT = 5
"""Received this much less than ordered is named; less is the trade's usual tolerance."""
MOST_GAPS = 12
"""Gaps shown, the largest first."""

CAME = {"CrateReceived": 1, "CrateDroppedOff": 1, "CrateMeasured": 0, "DeclarationTaken": 0}
"""Events by which goods come in, and how many crates do: one dropped off is weighed later."""
RECEIVING = (*CAME, "CrateVoided", "IntakeOpened")
DIFFERING = ("CrateWeightCorrected", "PartPicked", "CrateSplit", "CrateEmptied")
READ = (*RECEIVING, *DIFFERING, "TemperatureRecorded")
"""The types of event this page is made of."""


@dataclass(slots=True)
class Sum:
    """Grams, units and crates of something, added up."""

    net_g: int = 0
    count: int = 0
    crates: int = 0

    def add(self, part: Json) -> None:
        """Add one content of a crate."""
        self.net_g += part["net_g"] or 0
        self.count += part["count"] or 0


@dataclass(slots=True)
class Received:
    """What came in on one day."""

    hours: dict[int, Sum] = field(default_factory=dict)
    producers: dict[str, Sum] = field(default_factory=dict)
    products: dict[str, Sum] = field(default_factory=dict)
    intakes: int = 0

    def crate(self, hour: int, contents: list[Json], crates: int) -> None:
        """Add a crate that came in during an hour, or the goods of one that is there already."""
        whole = self.hours.setdefault(hour, Sum())
        whole.crates += crates
        for part in contents:
            whole.add(part)
            self.products.setdefault(part["product"], Sum()).add(part)
            self.producers.setdefault(part["producer"], Sum()).add(part)
        for producer in {part["producer"] for part in contents}:
            self.producers[producer].crates += crates


def today(present: Present, date: str, zone: tzinfo) -> Json:
    """Return the day's figures for the coordinator's page."""
    events = events_between(present.connection, *bounds_of(date, zone), types=READ)
    received, lines = _received(events, zone), _lines(present, date)
    return {
        "date": date,
        "received": {
            "intakes": received.intakes,
            "crates": sum(one.crates for one in received.hours.values()),
            "net_g": sum(one.net_g for one in received.hours.values()),
        },
        "hours": [
            {"hour": hour, "net_g": one.net_g, "crates": one.crates}
            for hour, one in sorted(received.hours.items())
        ],
        "producers": _producers(present, lines, received),
        "gaps": _gaps(present, lines, received),
        "differences": _differences(present, events),
        "temperatures": _temperatures(present, events),
    }


def _data(events: Iterable[StoredEvent], *types: str) -> Iterator[tuple[StoredEvent, Json]]:
    return ((event, json.loads(event.data)) for event in events if event.type in types)


def _received(events: list[StoredEvent], zone: tzinfo) -> Received:
    """Add up what came in; a reception that was taken back the same day never was."""
    voided = {data["crate"] for _, data in _data(events, "CrateVoided")}
    received = Received(intakes=sum(event.type == "IntakeOpened" for event in events))
    for event, data in _data(events, *CAME):
        if data["crate"] not in voided:
            hour = datetime.fromisoformat(event.recorded_at).astimezone(zone).hour
            received.crate(hour, data["contents"], CAME[event.type])
    return received


def _lines(present: Present, date: str) -> list[OrderLine]:
    lines = present.world.order_lines.where(delivery_date=date)
    return [line for line in lines if line.state is not LineState.CANCELLED]


def _ordered(lines: list[OrderLine]) -> dict[tuple[str, str], Sum]:
    """Add up what is ordered, by producer and product."""
    ordered: dict[tuple[str, str], Sum] = {}
    for line in lines:
        whole = ordered.setdefault((line.producer, line.product), Sum())
        whole.add({"net_g": line.need_g, "count": line.need_count})
    return ordered


def _producers(present: Present, lines: list[OrderLine], received: Received) -> list[Json]:
    """Return each farm that is expected or came: those of whom nothing is here yet first."""
    farms: dict[str, Sum] = {code: Sum() for code in received.producers}
    for (producer, _), ordered in _ordered(lines).items():
        whole = farms.setdefault(producer, Sum())
        whole.net_g += ordered.net_g
        whole.count += ordered.count
    counted = Counter(line.producer for line in lines)
    rows = []
    for code, ordered in farms.items():
        came = received.producers.get(code, Sum())
        rows.append(
            {
                "producer": code,
                "name": present.name("producer", code),
                "lines": counted[code],
                "ordered_g": ordered.net_g,
                "ordered_count": ordered.count,
                "received_g": came.net_g,
                "received_count": came.count,
                "crates": came.crates,
            }
        )
    return sorted(rows, key=lambda row: (row["crates"] > 0, row["name"]))


def _gaps(present: Present, lines: list[OrderLine], received: Received) -> list[Json]:
    """Return the weighed products of which clearly less came in than is ordered."""
    rows: list[Json] = [
        {
            "product": product,
            "name": present.product_name(product),
            "producer_name": present.name("producer", producer),
            "ordered_g": ordered.net_g,
            "received_g": received.products.get(product, Sum()).net_g,
        }
        for (producer, product), ordered in _ordered(lines).items()
        if ordered.net_g
    ]
    short = [row for row in rows if _is_short(row)]
    return sorted(short, key=lambda row: row["received_g"] - row["ordered_g"])[:MOST_GAPS]


def _is_short(row: Json) -> bool:
    """Tell whether a product that has begun to come in is short of what is ordered."""
    enough_g = row["ordered_g"] * (100 - GAP_PERCENT)
    return bool(0 < row["received_g"] * 100 < enough_g)


def _differences(present: Present, events: list[StoredEvent]) -> list[Json]:
    """Return the grams by lot that no crate holds after a weighing: « écart », largest first."""
    by_lot: dict[str, int] = {}
    for _, data in _data(events, *DIFFERING):
        for lot, grams in data["other_g"].items():
            by_lot[lot] = by_lot.get(lot, 0) + grams
    largest = sorted(by_lot.items(), key=lambda pair: -abs(pair[1]))[:MOST_GAPS]
    return [
        {"lot": lot, "name": _lot_product(present, lot), "other_g": grams}
        for lot, grams in largest
        if grams
    ]


def _lot_product(present: Present, lot: str) -> str:
    known = present.world.lots.get(lot)
    return present.product_name(known.product) if known else ""


def _temperatures(present: Present, events: list[StoredEvent]) -> list[Json]:
    """Return each zone that has a limit or was measured, with its day's readings in order."""
    points: dict[str, list[Json]] = {}
    for event, data in _data(events, "TemperatureRecorded"):
        points.setdefault(data["zone"], []).append(
            {
                "at": event.recorded_at,
                "celsius_tenths": data["celsius_tenths"],
                "alarm": data["alarm"],
            }
        )
    return [
        {
            "zone": zone.code,
            "name": zone.name,
            "max_celsius_tenths": zone.max_celsius_tenths,
            "celsius_tenths": zone.celsius_tenths,
            "celsius_at": zone.celsius_at,
            "points": points.get(zone.code, []),
        }
        for zone in present.world.zones.all()
        if zone.max_celsius_tenths is not None or zone.code in points
    ]
