"""A delivery note's own page behind its QR: its customer says what was short, damaged or bad.

Must hold no rule of the hangar; the link says which note this is, and nothing else does. What is
sent becomes a claim; a picture goes through the limited child process like every other.
"""

from __future__ import annotations

import base64
import uuid
from functools import partial
from typing import Any

from flask import Flask, render_template, request, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from station.domain.codec import Malformed
from station.domain.commands.claims import PhotographClaim
from station.domain.model import DeliveryNote
from station.domain.words import Role, Unit
from station.errors import LedgerError
from station.messages import Sender
from station.photographs import PictureRefused, PicturesBusy, cleaned
from station.reading import Present
from station.tries import Pace, TooManyTries, Tries
from station.views import note_page as view
from station.views.farm import milli
from web.guard import hangar
from web.pages import words
from web.private_links import behind_link

Json = dict[str, Any]
Form = dict[str, str]

ONE_NOTE = Pace(free=12, most_s=120)
"""Sendings of one note before each waits longer: a note has as many products, not more often."""
ALL_NOTES = Pace(free=60, most_s=30)
"""Sendings of all notes in a quarter of an hour: more is no hub's customers."""
EVERYBODY = "*"
FIELDS = ("id", "product", "kind", "quantity", "words", "contact")


def register(app: Flask) -> None:
    """Add the page and where its form goes; each opens with a signed link alone."""
    sendings = Tries()
    app.add_url_rule("/bon/<link>", "note_page", behind_link(page, _opened), methods=["GET"])
    app.add_url_rule(
        "/bon/<link>",
        "note_claim",
        behind_link(partial(claim, sendings), _opened),
        methods=["POST"],
    )


def _opened(present: Present, text: str) -> DeliveryNote | None:
    return hangar().correspondence.note_opened(present, text)


def page(note: DeliveryNote, text: str) -> str:
    """Show what came, and what became of what was said."""
    return _page(note, text, said=request.args.get("said", ""))


def _page(note: DeliveryNote, text: str, **more: Any) -> str:
    station = hangar()
    with station.readers.present() as present:
        shown = view.page(present, note, station.config.hub.timezone)
    return render_template(
        "note.html",
        w=words(),
        hub=station.config.hub.name,
        link=text,
        id=str(uuid.uuid4()),
        **{"typed": {}, "trouble": "", "said": "", "again": False, **shown, **more},
    )


def claim(sendings: Tries, note: DeliveryNote, text: str) -> Response | tuple[str, int] | str:
    """Open a claim on one product; what cannot be taken is said, and stays as it was typed.

    The same sending again, with its id, gets the first answer: a reload opens no second claim.
    """
    try:
        typed: Form = {name: _plain(request.form.get(name, "")) for name in FIELDS}
    except RequestEntityTooLarge:  # its form could not be read either
        return _page(note, text, trouble=words()["office_note_too_large"]), 413
    try:
        _paced(sendings, note)
    except TooManyTries as many:
        return _again(note, text, typed, words()["office_note_slow"], 429, wait_s=int(many.wait_s))
    line = next((one for one in note.lines if one.product == typed["product"]), None)
    much = _milli(typed["quantity"], line.unit if line else Unit.PIECE)
    if line is None or much is None:
        return _again(note, text, typed, words()["office_note_not_understood"], 422)
    try:
        jpeg = _picture()
    except PicturesBusy:
        return _again(note, text, typed, words()["office_note_busy"], 503)
    except PictureRefused:
        return _again(note, text, typed, words()["office_note_no_picture"], 422)
    try:
        opened = _open(note, typed, much)
        kept = jpeg is None or _photograph(note, typed, opened, jpeg)
    except _NotTaken as refused:
        return _again(note, text, typed, str(refused), 422)
    except (LedgerError, TimeoutError):  # whether it was stored, only the same id again tells
        return _again(note, text, typed, words()["office_note_try_again"], 503, again=True)
    return redirect(url_for("note_page", link=text, said="yes" if kept else "no-photo"), 303)


def _paced(sendings: Tries, note: DeliveryNote) -> None:
    """Count a sending; raise `TooManyTries` where they come too fast."""
    for key, pace in ((note.id, ONE_NOTE), (EVERYBODY, ALL_NOTES)):
        sendings.pause(key, pace)
        sendings.wrong(key)


def _again(
    note: DeliveryNote, text: str, typed: Form, trouble: str, status: int, **more: Any
) -> tuple[str, int]:
    photo = request.files.get("photo")
    if photo and photo.filename:  # a browser fills in no file again
        trouble = f"{trouble} {words()['office_note_photo_again']}"
    return _page(note, text, typed=typed, trouble=trouble, **more), status


def _picture() -> bytes | None:
    """Return the picture that came, drawn anew; None where none came."""
    sent = request.files.get("photo")
    content = sent.read() if sent and sent.filename else b""
    return cleaned(content) if content else None


class _NotTaken(Exception):
    """What the person is told: why their words opened no claim."""


def _open(note: DeliveryNote, typed: Form, much: int) -> str:
    """Open the claim and return its id; raise `_NotTaken` where the hangar refuses it."""
    data = {
        "note": note.id,
        "product": typed["product"],
        "kind": typed["kind"],
        "quantity_milli": much,
        "words": typed["words"],
        "contact": typed["contact"],
        "source": "note",
    }
    try:
        body = {"command_id": _id(typed), "type": "OpenClaim", "data": data}
        answer = hangar().command(body, _sender(note)).answer
    except Malformed:
        raise _NotTaken(words()["office_note_not_understood"]) from None
    if answer.get("outcome") != "accepted":
        refusal = answer.get("refusal")
        raise _NotTaken(_told(refusal) if refusal else words()["office_note_not_understood"])
    return str(answer["claim"])


def _photograph(note: DeliveryNote, typed: Form, opened: str, jpeg: bytes) -> bool:
    """Keep a claim's picture; say whether the hangar took it."""
    picture = PhotographClaim(claim=opened, jpeg=base64.b64encode(jpeg).decode("ascii"))
    id = f"{_id(typed)}-photo"
    kept = hangar().photograph_claim(picture, _sender(note), command_id=id).answer
    return bool(kept["outcome"] == "accepted")


def _id(typed: Form) -> str:
    return f"bon-{typed['id']}"


def _sender(note: DeliveryNote) -> Sender:
    """Return who speaks by a note's link; a driver's rights are the least that open a claim."""
    return Sender(name=f"bon-{note.id}", role=Role.DRIVER)


def _told(refusal: Json) -> str:
    return f"{refusal['say']['fr']} {refusal['remedy']['fr']}"


def _milli(text: str, unit: Unit) -> int | None:
    """Read how much a person typed, thousandths; nothing typed is 0: not said how much."""
    return milli(text, whole=unit is not Unit.KG) if text else 0


def _plain(text: str) -> str:
    """Return a text without what nobody can see."""
    return "".join(char for char in text if char.isprintable() or char == "\n").strip()
