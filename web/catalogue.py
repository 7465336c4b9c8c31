"""The public page of what can be ordered; it exists where the hub says `[catalogue] public = true`.

Must hold no rule and name no customer.
"""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Flask, render_template

from station.documents import phrases
from station.documents.phrases import euros
from station.domain.words import Unit
from station.views.availability import availability
from web.guard import PUBLIC, allow, hangar


def register(app: Flask) -> None:
    """Add the page."""
    app.add_url_rule("/catalogue", endpoint="catalogue", view_func=allow(PUBLIC)(catalogue))


def catalogue() -> str:
    """Return the catalogue as a plain page that can be printed."""
    station = hangar()
    today = station.clock.today()
    with station.readers.present() as present:
        items = [_row(item) for item in availability(present, today=today)]
    families = [
        (family or "autres", list(rows))
        for family, rows in groupby(items, key=lambda row: str(row["family"]))
    ]
    return render_template(
        "catalogue.html",
        hub=station.config.hub,
        day=phrases.long_date(today),
        families=families,
    )


def _row(item: dict[str, Any]) -> dict[str, Any]:
    unit = Unit(item["unit"])
    price = item["price_cents"]
    return item | {
        "free": phrases.quantity(item["free_milli"], unit) if item["free_milli"] else "",
        "price": f"{euros(price)} / {phrases.unit_word(unit)}" if price is not None else "",
        "expected": [
            f"{phrases.short_date(one['day'])} : {phrases.quantity(one['quantity_milli'], unit)}"
            for one in item["expected"]
        ],
    }
