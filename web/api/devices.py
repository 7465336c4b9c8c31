"""What is plugged into the station, for the people who set it up.

Must not change the configuration; what it proposes is copied by a person.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from station.discovered import discovered
from web.guard import OFFICE, allow, hangar


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/devices/discovered")(allow(OFFICE)(discovered_devices))


def discovered_devices() -> Response:
    """Return what is plugged in, with proposals of configuration lines and what is in the way."""
    return jsonify(discovered(hangar().config))
