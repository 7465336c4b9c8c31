"""The searchable ledger: filters, pages by seq, a sentence beside each event's raw data.

Must not word or judge anything: the station's views do.
"""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, Response, jsonify, request

from labels.scanned import interpret
from station.views import ledger
from station.views.ledger import Question
from web.api.pages import limit
from web.api.state import LARGEST_SEQ, without_badges
from web.guard import READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/ledger")(allow(READING)(search))
    blueprint.get("/ledger/choices")(allow(READING)(choices))


def search() -> Response:
    """Return events newest first: by type, stream, post, operator, day, or any code."""
    asked = {each.name: request.args.get(each.name, "").strip() for each in fields(Question)}
    before = request.args.get("before", type=int) or request.args.get("cursor", type=int)
    station = hangar()
    try:
        with station.readers.present() as present:
            found = ledger.search(
                present,
                Question(**asked),
                scanned=interpret(asked["code"]).code if asked["code"] else "",
                zone=station.clock.zone,
                before=min(before, LARGEST_SEQ) if before else None,
                limit=limit(),
            )
    except (ValueError, OverflowError):
        return problem(400, "malformed", f"day: expected a date, got {asked['day']!r}")
    without_badges(found["items"])
    return jsonify(found)


def choices() -> Response:
    """Return the types, posts and people that a search can name."""
    station = hangar()
    with station.readers.present() as present:
        return jsonify(ledger.choices(present, sorted(station.bus.settings.posts)))
