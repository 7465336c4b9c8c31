"""What is plugged into the station, for the people who set it up.

Must not change the configuration; what it proposes is copied by a person.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from station.discovered import discovered
from web.api.documents import PDF, file_answer
from web.guard import OFFICE, READING, allow, hangar


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/devices/discovered")(allow(OFFICE)(discovered_devices))
    blueprint.get("/devices/calibration-sheet.pdf")(allow(READING)(calibration_sheet))


def discovered_devices() -> Response:
    """Return what is plugged in, with proposals of configuration lines and what is in the way."""
    return jsonify(discovered(hangar().config))


def calibration_sheet() -> Response:
    """Return the sheet of three codes that tell how a scanner is set."""
    from station.calibration_sheet import calibration_pdf

    return file_answer(calibration_pdf(hangar().config.hub.name), PDF, "reglage-douchette.pdf")
