"""What the coordinator's pages show beside lists: the day at a glance, the history of a record.

Must not add up anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.views import history as histories
from station.views import today as views
from web.api.pages import collection
from web.guard import READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/today")(allow(READING)(today))
    blueprint.get("/history/<kind>/<path:code>")(allow(READING)(history))


def today() -> Response:
    """Return a day's figures: ordered and received, weights by hour, temperatures, gaps."""
    station = hangar()
    date = request.args.get("date") or station.clock.today()
    try:
        with station.readers.present() as present:
            return jsonify(views.today(present, date, station.clock.zone))
    except (ValueError, OverflowError):
        return problem(400, "malformed", f"date: expected a date, got {date!r}")


def history(kind: str, code: str) -> Response:
    """Return what was changed of a registered thing, by whom and when, newest first."""
    if kind not in histories.KINDS:
        known = ", ".join(histories.KINDS)
        return problem(404, "not_found", f"kind: expected one of {known}, got {kind!r}")
    with hangar().readers.present() as present:
        return collection(histories.history(present, kind, code))
