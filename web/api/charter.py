"""Producers' documents: how they stand, for the office, and what reception must say of a farm.

Must not judge anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from station.views import charter as view
from web.api.pages import collection
from web.guard import FLOOR, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/charter")(allow(READING)(charter))
    blueprint.get("/producers/<code>/notices")(allow(FLOOR | READING)(notices))


def charter() -> Response:
    """Return each farm's documents and weekly limits, the worst first."""
    station = hangar()
    with station.readers.present() as present:
        return collection(view.charter(present, station.config.charter, station.clock.today()))


def notices(code: str) -> Response:
    """Return what reception must say of a farm: documents that end or ended, limits near."""
    station = hangar()
    with station.readers.present() as present:
        found = view.notices(present, code, station.config.charter, station.clock.today())
    return jsonify(found) if found else problem(404, "not_found", f"no producer {code!r}")
