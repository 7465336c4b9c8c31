"""Returnable crates: who owes how many, statements to read, print and reckon with, tares.

Must not move a crate: that is a command.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.documents.empties_csv import empties_csv
from station.views import empties as view
from web.api.documents import CSV, PDF, file_answer
from web.api.pages import collection
from web.api.spans import span_asked
from web.guard import ANY, READING, allow, hangar
from web.problems import problem


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/empties")(allow(ANY - {"producer"})(empties))
    blueprint.get("/empties/<party>")(allow(READING)(empties_of))
    blueprint.get("/tares")(allow(ANY)(tares))
    blueprint.get("/documents/empties/<party>.pdf")(allow(READING)(empties_paper))
    blueprint.get("/documents/empties/<party>.csv")(allow(READING)(empties_file))


def empties() -> Response:
    """Return the returnable crates that parties owe."""
    with hangar().readers.present() as present:
        return collection(view.empties(present))


def empties_of(party: str) -> Response:
    """Return what a party owes and each movement between `since` and `until`."""
    found = _statement(party)
    return jsonify(found) if found else problem(404, "not_found", f"no party {party!r}")


def empties_paper(party: str) -> Response:
    """Return a party's statement of crates to print."""
    from station.documents.empties_drawing import empties_pdf

    found = _statement(party)
    made = empties_pdf(found, hangar().config.hub) if found else None
    return file_answer(made, PDF, f"caisses-{party}.pdf")


def empties_file(party: str) -> Response:
    """Return a party's movements of crates as CSV."""
    found = _statement(party)
    return file_answer(empties_csv(found) if found else None, CSV, f"caisses-{party}.csv")


def tares() -> Response:
    """Return the history of tares, the latest first; `crate_type=`, `code=` narrow it."""
    names = ("crate_type", "code")
    equals = {name: request.args[name] for name in names if name in request.args}
    with hangar().readers.present() as present:
        return collection(view.tares(present, **equals))


def _statement(party: str) -> view.Json | None:
    since, until = span_asked()
    station = hangar()
    with station.readers.present() as present:
        return view.statement(
            present, party, since=since, until=until, timezone=station.config.hub.timezone
        )
