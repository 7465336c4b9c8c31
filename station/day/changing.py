"""Plays an order that changes after it was prepared: the file comes again, with another quantity.

Must change nothing by hand: the import says what changed, the coordinator settles the exception.
"""

from __future__ import annotations

import csv
import io

from station.day.calls import Answer
from station.day.cast import Day

COLUMNS = (
    "order", "customer", "delivery_date", "producer", "product", "quantity", "unit", "comment",
)  # fmt: skip
"""The contract's order form."""
MORE_MILLI = 500
"""What the customer wants more: half a unit, so that the line is still served well enough."""


def order_changed(day: Day) -> None:
    """Send a prepared order again with another quantity; see the exception, and settle it."""
    orders = day.calls.all(f"/api/v1/orders?date={day.hub.date}")
    prepared = sorted(filter(_prepared, orders), key=lambda each: (each["order"], each["product"]))
    line = day.dice("change").choice(prepared)
    whole = [each for each in orders if each["order"] == line["order"]]
    file = _file(whole, line["id"], line["quantity_milli"] + MORE_MILLI)
    first = day.calls.upload("/api/v1/imports/orders", {"source": "téléphone"}, file)
    day.story.expect(
        first["applied"] and len(first["changed"]) == 1 and not first["cancelled"],
        f"commande {line['order']} modifiée après préparation : une ligne change",
        first,
    )
    again = day.calls.upload("/api/v1/imports/orders", {"source": "téléphone"}, file)
    day.story.expect(
        len(again["unchanged"]) == len(whole) and not again["changed"],
        "le même fichier une seconde fois : tout est inchangé",
        again,
    )
    _settled(day, line)


def _prepared(line: Answer) -> bool:
    """True for a weighed line that was picked from stock and has room for half a kilogram more."""
    picked = any(row["picked"] for row in line["allocations"])
    return bool(picked and line["unit"] == "kg" and line["quantity_milli"] >= 10_000)


def _file(lines: list[Answer], changed: str, quantity_milli: int) -> bytes:
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, extrasaction="ignore")
    writer.writeheader()
    for line in lines:
        milli = quantity_milli if line["id"] == changed else line["quantity_milli"]
        writer.writerow(line | {"quantity": f"{milli // 1000}.{milli % 1000:03d}"})
    return text.getvalue().encode()


def _settled(day: Day, line: Answer) -> None:
    listed = [
        each
        for each in day.calls.all("/api/v1/exceptions")
        if each["kind"] == "changed_after_preparation" and each["subject"] == line["id"]
    ]
    day.story.expect(
        len(listed) == 1,
        "le changement est une exception pour la coordinatrice",
        listed,
    )
    for each in listed:
        data = {"exception": each["id"], "note": "la caisse préparée suffit"}
        day.calls.command("SettleException", data, role="coordinator")
