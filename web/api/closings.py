"""Closing the day: by hand, the list of closings, the evening label as a page.

Must not count nor draw anything: the station does.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web.api.documents import PDF, file_answer
from web.guard import OFFICE, READING, allow, hangar, sender


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/closings")(allow(READING)(closings))
    blueprint.post("/closings")(allow(OFFICE)(close_day))
    blueprint.get("/closings/<id>.pdf")(allow(READING)(closing_pdf))


def closings() -> Response:
    """Return the newest closings of days, each with the chain's head and its label."""
    return jsonify({"items": hangar().closings.listed(), "next": None})


def close_day() -> Response:
    """Close today: the chain's head into the ledger and onto the evening label."""
    return jsonify(hangar().closings.close(sender().operator))


def closing_pdf(id: str) -> Response:
    """Return the evening label of a closing as a page."""
    return file_answer(hangar().closings.pdf(id), PDF, f"{id}.pdf")
