"""What a farm sees behind its private link: the days it brings goods, and what it announced.

Must show no other farm's things, and of a customer no more than the name on the crate.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from station.config.model import Hub
from station.documents.phrases import crates, local_moment, long_date, quantity
from station.documents.preparation_sheet import SheetPaper, customer_title, sheet_paper
from station.domain.words import LineState
from station.importing import cells
from station.importing.problems import CellError
from station.reading import Present

Json = dict[str, Any]

AHEAD_DAYS = 14
"""Days for which a farm may say what it expects; nobody knows more."""


LAST_NOTES = 10
"""Intake notes shown: those of some weeks."""


def page(present: Present, producer: str, hub: Hub, today: str) -> Json:
    """Return all that a farm's page shows."""
    first = date.fromisoformat(today)
    return {
        "name": present.name("producer", producer),
        "days": [_day(present, producer, day, hub) for day in days(present, producer, today)],
        "products": _products(present, producer),
        "announced": _announced(present, producer, today),
        "notes": _notes(present, producer, hub),
        "first_day": today,
        "last_day": (first + timedelta(days=AHEAD_DAYS)).isoformat(),
    }


def days(present: Present, producer: str, today: str) -> list[str]:
    """Return the days from today on which a farm is to bring something, or was told to."""
    ordered = {
        line.delivery_date
        for product in present.world.products.where(producer=producer)
        for line in present.world.order_lines.where(product=product.code)
        if line.state is not LineState.CANCELLED
    }
    told = {sheet.delivery_date for sheet in present.world.sheets.where(producer=producer)}
    return sorted(day for day in ordered | told if day >= today)


def _day(present: Present, producer: str, day: str, hub: Hub) -> Json:
    paper = sheet_paper(present, producer, day, hub)
    assert paper is not None, "the link was opened for a producer who is known"
    labels = present.world.ready_crates.where(producer=producer, deliver_on=day, state="expected")
    return {
        "date": day,
        "title": long_date(day),
        "version": paper.title,
        "outdated": paper.outdated,
        "labels": len(labels),
        "customers": _customers(paper),
        "totals": [
            {"name": name, "quantity": quantity(milli, unit)} for name, unit, milli in paper.totals
        ],
    }


def _customers(paper: SheetPaper) -> list[Json]:
    return [
        {
            "title": title,
            "rows": [
                {
                    "name": row.name,
                    "quantity": quantity(row.quantity_milli, row.unit),
                    "change": row.change,
                    "gone": row.gone,
                }
                for row in rows
            ],
        }
        for title, rows in groupby(paper.rows, key=customer_title)
    ]


def _notes(present: Present, producer: str, hub: Hub) -> list[Json]:
    """Return the farm's last intake notes that are closed, the newest first."""
    closed = present.world.intakes.where(producer=producer, state="closed")
    newest = sorted(closed, key=lambda intake: intake.closed_at or "", reverse=True)
    return [
        {
            "id": intake.id,
            "crates": crates(intake.crates),
            "moment": local_moment(intake.closed_at or intake.opened_at, hub.timezone),
        }
        for intake in newest[:LAST_NOTES]
    ]


def _products(present: Present, producer: str) -> list[Json]:
    products = present.world.products.where(producer=producer)
    return [
        {"code": product.code, "name": product.name, "unit": product.unit.value}
        for product in sorted(products, key=lambda product: product.name)
    ]


def _announced(present: Present, producer: str, today: str) -> list[Json]:
    shown = []
    for said in present.world.announcements.where(producer=producer):
        product = present.world.products.get(said.product)
        if product is not None and said.day >= today:
            much = quantity(said.quantity_milli, product.unit)
            shown.append(
                {
                    "day": said.day,
                    "title": long_date(said.day),
                    "name": product.name,
                    "quantity": much,
                }
            )
    return sorted(shown, key=lambda one: (one["day"], one["name"]))


def milli(text: str, *, whole: bool) -> int | None:
    """Read a typed quantity by the rules of a file's cell; None for what is no such number."""
    typed = text.strip()
    try:
        thousandths = cells.milli(cells.decimal(typed), typed)
    except CellError:
        return None
    return None if whole and thousandths % 1000 else thousandths
