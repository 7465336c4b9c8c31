"""Shared rounds and indicators: a month's sheets, the members' balances, figures of a span of days.

Must not reckon anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.documents.shares_csv import shares_csv
from station.domain.codec import Malformed
from station.views import indicators, sharing
from web.api.documents import CSV, file_answer
from web.api.spans import month_asked, span_asked
from web.guard import READING, allow, hangar

WEIGHTS = ("stops", "kilograms", "crates")


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/shares")(allow(READING)(shares))
    blueprint.get("/documents/shares/<month>.csv")(allow(READING)(shares_file))
    blueprint.get("/indicators")(allow(READING)(figures))


def shares() -> Response:
    """Return a month's shared rounds; `stops`, `kilograms`, `crates` in percent try another key."""
    month = month_asked(request.args.get("month") or hangar().clock.today()[:7])
    tried = _tried()
    with hangar().readers.present() as present:
        return jsonify(sharing.month(present, month, tried=tried))


def shares_file(month: str) -> Response:
    """Return a month's shares as CSV: every figure that is needed to work them out again."""
    with hangar().readers.present() as present:
        found = sharing.month(present, month_asked(month))
    return file_answer(shares_csv(found), CSV, f"partage-{month}.csv")


def figures() -> Response:
    """Return the indicators of the days `since` to `until`, today's month where none is given."""
    since, until = span_asked()
    with hangar().readers.present() as present:
        return jsonify(indicators.indicators(present, since=since, until=until))


def _tried() -> tuple[int, int, int] | None:
    """Return the weights to try, None where none is given; they must add up to a hundred."""
    given = [request.args.get(name) for name in WEIGHTS]
    if not any(given):
        return None
    if not all(text is not None and text.isdecimal() and len(text) <= 3 for text in given):
        raise Malformed("stops, kilograms, crates", "three whole percents", given)
    stops, kilograms, crates = (int(text or 0) for text in given)
    if stops + kilograms + crates != 100:
        raise Malformed("stops, kilograms, crates", "percents that add up to 100", given)
    return stops, kilograms, crates
