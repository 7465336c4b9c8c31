"""Reads what trainees practise with out of the hub's ledger: names and goods, no contact details.

Must not write to that ledger, nor hold what people confided: phones, mails, addresses of customers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from station.domain.words import LineState
from station.errors import HangarError
from station.importing.applying import KNOWN
from station.reading import Present, Readers

MASTER = ("producers", "products", "customers", "crate-types", "vehicles", "distances")
"""Copied as they are, less what is personal; rounds and orders are dated anew."""
CONFIDED = (
    *("phone", "email", "address", "postcode", "city"),
    *("siret", "service_code", "commitment"),
)
"""What no exercise needs of a farm or a customer."""
MOST_LINES = 200
"""Order lines of one exercise; a day of a small hub has about that many."""
EXERCISE_STOPS = 4
EXERCISE_LINES = 3
EXERCISE_MILLI = 5000
"""Where the hub has no round yet: so many customers order so many goods, five units of each."""

Row = dict[str, Any]


class SchoolError(HangarError):
    """The school cannot open; the message says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lessons:
    """Rows by kind as a file would bring them; rounds and orders stand on the day of practice."""

    rows: Mapping[str, Sequence[Row]]
    orders: Sequence[Row]


def read_lessons(ledger: Path, today: str) -> Lessons:
    """Read the hub's ledger, which may be in use by its server."""
    if not ledger.exists():
        raise SchoolError(
            f"ledger {ledger}: expected the hub's ledger with its farms and products, got no file:"
            " start the station or import the hub's data first, or practise with `hangar demo`"
        )
    readers = Readers(ledger)
    try:
        with readers.present() as present:
            rows = {kind: _master(present, kind) for kind in MASTER}
            rows["rounds"] = _rounds(present, rows["customers"], today)
            return Lessons(rows=rows, orders=_orders(present, rows, today))
    finally:
        readers.close()


def _master(present: Present, kind: str) -> list[Row]:
    return [_without_confided(kind, row) for row in KNOWN[kind](present).values()]


def _without_confided(kind: str, row: Row) -> Row:
    """Empty contact details; a customer who is a person is called by their code."""
    if kind not in ("producers", "customers"):
        return row
    less = row | {name: "" for name in CONFIDED if name in row}
    return less | {"name": row["code"]} if row.get("kind") == "person" else less


def _rounds(present: Present, customers: Sequence[Row], today: str) -> list[Row]:
    """Return the rounds of the hub's latest day, on the day of practice, without their drivers."""
    known = list(KNOWN["rounds"](present).values())
    latest = max((row["date"] for row in known), default=None)
    if latest is None:
        stops = [
            {"stop": number, "customer": customer["code"]}
            for number, customer in enumerate(customers[:EXERCISE_STOPS], start=1)
        ]
        made_up = {"vehicle": "", "driver": "", "depart_at": "", "round": "ECOLE"}
        return [{**made_up, "date": today, "stops": stops}] if stops else []
    return [{**row, "date": today, "driver": ""} for row in known if row["date"] == latest]


def _orders(present: Present, rows: Mapping[str, Sequence[Row]], today: str) -> list[Row]:
    """Return the order lines of the hub's latest delivery day, else a few made-up ones."""
    lines = [
        line for line in present.world.order_lines.all() if line.state is not LineState.CANCELLED
    ]
    latest = max((line.delivery_date for line in lines), default=None)
    if latest is None:
        return _made_up_orders(rows, today)
    return [
        _order_line(
            today,
            customer=line.customer,
            product={"code": line.product, "producer": line.producer, "unit": line.unit.value},
            quantity_milli=line.quantity_milli,
        )
        for line in lines
        if line.delivery_date == latest
    ][:MOST_LINES]


def _made_up_orders(rows: Mapping[str, Sequence[Row]], today: str) -> list[Row]:
    customers = [stop["customer"] for round in rows["rounds"] for stop in round["stops"]]
    return [
        _order_line(today, customer=customer, product=product, quantity_milli=EXERCISE_MILLI)
        for customer in customers[:EXERCISE_STOPS]
        for product in rows["products"][:EXERCISE_LINES]
    ]


def _order_line(today: str, *, customer: str, product: Row, quantity_milli: int) -> Row:
    return {
        "order": f"ECOLE-{today}-{customer}",
        "customer": customer,
        "delivery_date": today,
        "producer": product["producer"],
        "product": product["code"],
        "quantity_milli": quantity_milli,
        "unit": product["unit"],
        "comment": "",
    }
