"""The public page of what can be ordered; it exists where the hub says `[catalogue] public = true`.

Must hold no rule and name no customer.
"""

from __future__ import annotations

from datetime import date, timedelta
from itertools import groupby
from typing import Any

from flask import Flask, render_template

from station.documents import phrases
from station.documents.phrases import DAYS, euros
from station.domain.words import Unit
from station.views import opening
from station.views.availability import availability
from web.api.opening import wall_now
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
        open_there = "shop" not in station.config.flows.off
        shop = _shop(opening.hours(present, wall_now()), today) if open_there else None
    families = [
        (family or "autres", list(rows))
        for family, rows in groupby(items, key=lambda row: str(row["family"]))
    ]
    return render_template(
        "catalogue.html",
        hub=station.config.hub.name,
        hub_address=station.config.hub.address,
        day=phrases.long_date(today),
        families=families,
        shop=shop,
    )


NEXT_DAYS = 30
"""Days that differ are told this long before."""


def _shop(hours: dict[str, Any], today: str) -> dict[str, Any] | None:
    """Return the carré-vente's hours in words; None where nobody has set any."""
    if hours["now"] is None:
        return None
    by_day: dict[int, list[dict[str, str]]] = {}
    for span in hours["week"]:
        by_day.setdefault(span["weekday"], []).append(span)
    soon = (date.fromisoformat(today) + timedelta(days=NEXT_DAYS)).isoformat()
    return {
        "week": [(DAYS[day - 1], _spans(spans)) for day, spans in sorted(by_day.items())],
        "days": [
            (phrases.long_date(day["date"]), _spans(day["spans"]), day["note"])
            for day in hours["days"]
            if day["date"] <= soon
        ],
        "now": _now(hours["now"]),
    }


def _spans(spans: list[dict[str, str]]) -> str:
    said = (f"{phrases.hour(one['opens'])} à {phrases.hour(one['closes'])}" for one in spans)
    return ", ".join(said) or "fermé"


def _now(now: dict[str, Any]) -> str:
    if now["open"]:
        return f"Ouvert jusqu’à {phrases.hour(now['until'][11:])}."
    if now["next"] is None:
        return "Fermé."
    return f"Fermé. Ouvre {phrases.long_date(now['next'][:10])} à {phrases.hour(now['next'][11:])}."


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
