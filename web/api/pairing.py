"""Pairing of tablets and phones: an invitation shown as a QR, its redemption, the list, revoking.

Must not keep a secret: the invitation is answered once, the cookie goes to the device alone.
"""

from __future__ import annotations

import base64
import secrets
import uuid
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.clock import instant_text
from station.domain.codec import Malformed, from_plain, to_plain
from station.domain.deciding.devices import MAX_NAME
from station.paired import Invited, Pairing
from web.api.pages import collection
from web.guard import (
    DEVICE_COOKIE,
    OFFICE,
    PUBLIC,
    READING,
    access,
    allow,
    from_here,
    hangar,
    sender,
)
from web.problems import problem

COOKIE_AGE_S = 400 * 24 * 3600
"""As long as browsers keep one; each log-in on the device hands it out anew."""
PAGE = "/pair"

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """For which post a device is invited, and what it is called."""

    post: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Redemption:
    """The code of the QR, or its six digits typed."""

    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revocation:
    """Why a device is taken out of service."""

    reason: str = "retiré"


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/pairings")(allow(OFFICE)(invite))
    blueprint.post("/pairings/redeem")(allow(PUBLIC)(redeem))
    blueprint.get("/paired-devices")(allow(READING)(paired_devices))
    blueprint.post("/paired-devices/<id>/revoke")(allow(OFFICE)(revoke))


def invite() -> Response | tuple[Response, int]:
    """Open a pairing for ten minutes: a link for the QR, and six digits to type."""
    asked = from_plain(Invitation, request.get_json(force=True))
    if asked.post not in hangar().bus.settings.posts:
        raise Malformed("post", f"one of {', '.join(hangar().bus.settings.posts)}", asked.post)
    name = asked.name.strip()
    if not 1 <= len(name) <= MAX_NAME or not name.isprintable():
        raise Malformed("name", f"1 to {MAX_NAME} characters", asked.name)
    return jsonify(_shown(access().devices.invite(asked.post, name))), 201


def _shown(pairing: Pairing) -> Json:
    from labels.qr import qr_svg

    url = pairing_url(request.host_url, pairing.code)
    picture = base64.b64encode(qr_svg(url).encode()).decode()
    expires = datetime.fromtimestamp(pairing.expires_at, UTC)
    return {
        "url": url,
        "digits": pairing.digits,
        "qr": f"data:image/svg+xml;base64,{picture}",
        "post": pairing.post,
        "name": pairing.name,
        "expires_at": instant_text(expires),
    }


def pairing_url(origin: str, code: str) -> str:
    """Return the link of a QR; the code stands behind the #, so that no log ever sees it."""
    return f"{origin.rstrip('/')}{PAGE}#{code}"


def redeem() -> Response | tuple[Response, int]:
    """Pair the calling device: use the code up, tell the ledger, hand the cookie over."""
    if not from_here():
        return problem(403, "csrf", "The pairing came from another site.")
    asked = from_plain(Redemption, request.get_json(force=True))
    invited = access().devices.redeem(asked.code.strip(), origin=str(request.remote_addr))
    if invited is None:
        say = {"fr": "Ce code n’est plus bon.", "en": "This code is not good any more."}
        return problem(404, "unknown_pairing", say["fr"], "Demandez un nouveau code.", say=say)
    id = f"d-{secrets.token_hex(5)}"
    answer = hangar().send("RegisterDevice", device=id, name=invited.name, post=invited.post)
    if answer["outcome"] != "accepted":
        return problem(409, "not_paired", answer["refusal"]["say"]["fr"])
    return _admitted(id, invited)


def _admitted(id: str, invited: Invited) -> Response:
    answer = jsonify({"device": {"id": id, "post": invited.post, "name": invited.name}})
    give_cookie(answer, access().devices.admit(id, invited))
    return answer


def give_cookie(answer: Response, cookie: str) -> None:
    """Hand a device its cookie, or prolong it."""
    answer.set_cookie(
        DEVICE_COOKIE,
        cookie,
        max_age=COOKIE_AGE_S,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure,
    )


def paired_devices() -> Response:
    """Return the hub's paired devices, those in service first."""
    with hangar().readers.present() as present:
        found = present.world.devices.all()
    alive = access().devices.ids()
    items = [{**to_plain(each), "in_service": each.id in alive} for each in found]
    items.sort(key=lambda item: (not item["in_service"], item["post"], item["name"]))
    return collection(items)


def revoke(id: str) -> Response | tuple[Response, int]:
    """Take one device out of service at once; the people logged in on it are logged out."""
    asked = from_plain(Revocation, request.get_json(force=True, silent=True) or {})
    result = hangar().command(_revocation(id, asked.reason), sender())
    access().devices.revoke(id)
    return jsonify(result.answer)


def _revocation(id: str, reason: str) -> Json:
    return {
        "command_id": str(uuid.uuid4()),
        "type": "RevokeDevice",
        "data": {"device": id, "reason": reason},
    }
