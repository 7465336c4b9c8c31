"""What the coordinator's pages show beside lists: the day at a glance, the history of a record.

Must not add up anything: the station's views do.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.views import history as histories
from station.views import lists
from station.views import today as views
from web.api import own
from web.api.pages import collection
from web.guard import ANY, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/today")(allow(READING)(today))
    blueprint.get("/helps")(allow(ANY - {"producer"})(helps))
    blueprint.get("/helps/<id>")(allow(ANY)(one_help))
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


def helps() -> Response:
    """Return the calls for help that are open, the oldest first."""
    with hangar().readers.present() as present:
        return collection(lists.helps(present))


def one_help(id: str) -> Response:
    """Return one call for help, ended ones too; a farm reads who asked only where it did."""
    with hangar().readers.present() as present:
        found = lists.help_line(present, id)
    return jsonify(own.told(found)) if found else problem(404, "not_found", f"no call {id!r}")
