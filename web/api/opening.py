"""The carré-vente's hours; they are set by commands.

Must hold no rule.
"""

from __future__ import annotations

from datetime import datetime

from flask import Blueprint, Response, jsonify

from station.views import opening as view
from web.guard import ANY, allow, hangar


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/shop-hours")(allow(ANY)(shop_hours))


def shop_hours() -> Response:
    """Return the week's hours, the days that differ from today on, and whether it is open now."""
    with hangar().readers.present() as present:
        return jsonify(view.hours(present, wall_now()))


def wall_now() -> datetime:
    """Return the clock on the hub's wall, without a zone."""
    clock = hangar().clock
    return clock.local(clock.now()).replace(tzinfo=None)
