"""What vans collected at farms and reception still waits for.

Must not compare anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, request

from station.views import pickups
from web.api.pages import collection
from web.guard import FLOOR, READING, allow, hangar


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/pickups")(allow(FLOOR | READING)(aboard))


def aboard() -> Response:
    """Return the pick-ups that are not all in, by farm; `producer=` those of one farm."""
    with hangar().readers.present() as present:
        return collection(pickups.aboard(present, request.args.get("producer")))
