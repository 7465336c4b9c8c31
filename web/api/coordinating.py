"""What the coordinator's pages show beside lists: the day at a glance.

Must not add up anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.views import today as views
from web.guard import READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/today")(allow(READING)(today))


def today() -> Response:
    """Return a day's figures: ordered and received, weights by hour, temperatures, gaps."""
    station = hangar()
    date = request.args.get("date") or station.clock.today()
    try:
        with station.readers.present() as present:
            return jsonify(views.today(present, date, station.clock.zone))
    except (ValueError, OverflowError):
        return problem(400, "malformed", f"date: expected a date, got {date!r}")
