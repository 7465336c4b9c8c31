"""Plays an order that changes after it was prepared: the file comes again, with another quantity.

Must change nothing by hand: the import says what changed, the coordinator settles the exception.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

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
        kept = day.calls.command("KeepPrepared", {"exception": each["id"]}, role="coordinator")
        day.story.quietly(kept["outcome"] == "accepted", "la caisse préparée suffit", kept)


def line_cancelled(day: Day) -> None:
    """Send a prepared order again without one of its lines; its crate becomes stock again."""
    orders = day.calls.all(f"/api/v1/orders?date={day.hub.date}")
    line, crate = _alone(day, orders)
    whole = [each for each in orders if each["order"] == line["order"] and each is not line]
    fields = {"source": "téléphone", "confirm_cancellations": "true"}
    answer = day.calls.upload("/api/v1/imports/orders", fields, _file(whole, "", 0))
    (told,) = [
        each
        for each in day.calls.all("/api/v1/exceptions")
        if each["kind"] == "cancelled_after_preparation" and each["subject"] == line["id"]
    ]
    data = {"exception": told["id"]}
    released = day.calls.command("ReleasePrepared", data, role="coordinator")
    now = day.calls.get(f"/api/v1/crates/{crate}")
    day.story.expect(
        len(answer["cancelled"]) == 1
        and released["outcome"] == "accepted"
        and now["customer"] is None,
        f"ligne de {line['order']} annulée après préparation : sa caisse redevient du stock",
        (answer["problems"], released.get("refusal"), now["customer"]),
    )


def _alone(day: Day, orders: list[Answer]) -> tuple[Answer, str]:
    """Return a prepared line, of an order with others, that has a crate for itself alone."""
    lines_of = Counter(row["crate"] for each in orders for row in each["allocations"])
    orders_of = Counter(each["order"] for each in orders)
    found = [
        (each, rows[0]["crate"])
        for each in sorted(orders, key=lambda each: (each["order"], each["product"]))
        if (rows := each["allocations"])
        and len(rows) == 1
        and rows[0]["picked"]
        and lines_of[rows[0]["crate"]] == 1
        and orders_of[each["order"]] > 1
    ]
    line, crate = day.dice("cancel").choice(found)
    return line, str(crate)
