"""What the law asks of a lot, and photographs of producers' own labels.

Must not decode a picture here: `station/photographs.py` does, in a limited child process.
"""

from __future__ import annotations

import base64

from flask import Blueprint, Response, jsonify, request

from station.photographs import PictureRefused, PicturesBusy, cleaned
from station.views import lists, mentions
from web.guard import FLOOR, OFFICE, READING, allow, hangar, sender
from web.problems import problem

MENTIONS = FLOOR | READING


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/lots/<id>/mentions")(allow(MENTIONS)(lot_mentions))
    blueprint.post("/crates/<code>/photo")(allow(FLOOR)(post_photo))
    blueprint.get("/photos/<id>.jpg")(allow(OFFICE)(photo_jpg))


def lot_mentions(id: str) -> Response:
    """Return what is known of a lot, what is missing, and what may be tapped."""
    with hangar().readers.present() as present:
        found = mentions.of_lot(present, id)
    return jsonify(found) if found else problem(404, "not_found", f"no lot {id!r}")


def post_photo(code: str) -> Response | tuple[Response, int]:
    """Keep a picture of the producer's own label: multipart `file` and, to repeat, `command_id`."""
    sent = request.files.get("file")
    if sent is None:
        return problem(400, "malformed", "file: expected a multipart picture, got none")
    with hangar().readers.present() as present:
        known = lists.crate(present, code)
    if known is None:
        return problem(404, "not_found", f"no crate {code!r}")
    try:
        jpeg = cleaned(sent.read())
    except PicturesBusy as busy:
        return problem(503, "pictures_busy", str(busy), "Renvoyez la photo.")
    except PictureRefused as error:
        return problem(422, "no_picture", str(error), "Reprenez la photo.")
    result = hangar().photograph(
        code,
        base64.b64encode(jpeg).decode("ascii"),
        sender(),
        command_id=request.form.get("command_id"),
        post=request.form.get("post"),
    )
    return jsonify(result.answer), int(result.answer["status"])


def photo_jpg(id: str) -> Response:
    """Return a photographed label, until it is erased."""
    with hangar().readers.present() as present:
        kept = present.vault.get(f"photo/{id}")
    if kept is None:
        return problem(404, "not_found", f"no photo {id!r}")
    return Response(base64.b64decode(kept["jpeg"]), mimetype="image/jpeg")
