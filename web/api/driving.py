"""Photographs that drivers took on the way, sent late by their phones.

Must not decode a picture here: `station/photographs.py` does, in a limited child process.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any, Literal

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, from_plain
from station.domain.commands.driving import PhotographDelivery
from station.photographs import PictureRefused, PicturesBusy, cleaned
from station.views import driving
from web.api.pages import collection
from web.guard import FLOOR, READING, allow, hangar, sender

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class DriverPhoto:
    """What a phone says beside the picture itself, which stands in `data_b64`."""

    command_id: str
    customer: str
    about: Literal["unsigned", "refused", "damaged"]
    operator: str | None = None
    reader: str | None = None
    at: str | None = None


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/rounds/<id>/photos/<photo>")(allow(FLOOR)(post_delivery_photo))
    blueprint.get("/rounds/<id>/photos")(allow(READING)(delivery_photos))


def post_delivery_photo(id: str, photo: str) -> Response:
    """Keep a driver's picture: a list of one, as an outbox sends it; `photo` is its command id."""
    bodies = request.get_json(force=True)
    if not isinstance(bodies, list) or len(bodies) != 1 or not isinstance(bodies[0], dict):
        raise Malformed("", "a list of one picture", type(bodies).__name__)
    body = dict(bodies[0])
    data = body.pop("data_b64", None)
    sent = from_plain(DriverPhoto, body)
    if sent.command_id != photo:
        raise Malformed("command_id", f"the address's own id, {photo}", sent.command_id)
    return jsonify({"items": [_kept(id, sent, data)]})


def _kept(round: str, sent: DriverPhoto, data: object) -> Json:
    with hangar().readers.present() as present:
        known = present.world.rounds.get(round)
    if known is None:
        return {"status": 404, "command_id": sent.command_id, "code": "not_found",
                "detail": f"no round {round!r}"}  # fmt: skip
    try:
        jpeg = cleaned(base64.b64decode(data if isinstance(data, str) else "", validate=True))
    except PicturesBusy as busy:
        return {"status": 503, "command_id": sent.command_id, "code": "pictures_busy",
                "detail": str(busy)}  # fmt: skip
    except (PictureRefused, ValueError) as error:
        return {"status": 422, "command_id": sent.command_id, "code": "no_picture",
                "detail": str(error)}  # fmt: skip
    picture = PhotographDelivery(
        round=round,
        customer=sent.customer,
        about=sent.about,
        jpeg=base64.b64encode(jpeg).decode("ascii"),
    )
    result = hangar().photograph_delivery(
        picture,
        sender(),
        command_id=sent.command_id,
        operator=sent.operator,
        reader=sent.reader,
        at=sent.at,
    )
    return result.answer


def delivery_photos(id: str) -> Response:
    """Return what was photographed on a round; `/photos/{id}.jpg` answers the picture."""
    with hangar().readers.present() as present:
        return collection(driving.photos(present, id))
