"""The catalogue of availability, in the form that a caller asks for.

Must not reckon stock: the station's view does.
"""

from __future__ import annotations

import json

from flask import Blueprint, Response, jsonify, request

from station.documents.availability_files import availability_csv, availability_dfc
from station.views.availability import availability
from web.api import own
from web.api.documents import CSV
from web.guard import ANY, allow, hangar

JSON_LD = "application/ld+json"
FORMS = ("application/json", JSON_LD, "text/csv")


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/availability")(allow(ANY)(catalogue))


def catalogue() -> Response:
    """Return what is in stock, free and expected: JSON, CSV or DFC JSON-LD, by Accept.

    A farm reads of its own goods.
    """
    station = hangar()
    with station.readers.present() as present:
        items = own.narrowed(present, availability(present, today=station.clock.today()))
    wanted = request.accept_mimetypes.best_match(FORMS, default=FORMS[0])
    if wanted == JSON_LD:
        body = availability_dfc(items, station.config.hub, f"{request.host_url}dfc/")
        return Response(json.dumps(body, ensure_ascii=False), mimetype=JSON_LD)
    if wanted == "text/csv":
        return Response(availability_csv(items), mimetype=CSV)
    return jsonify({"items": items, "next": None})
