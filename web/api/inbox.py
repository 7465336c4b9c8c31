"""Files in the folder of order files: each with its difference, applied or refused by a person.

Must not apply by itself, nor read any file that is not waiting there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import from_plain
from station.importing import inbox
from station.importing.applying import Report, import_file
from station.importing.problems import Problem
from web.api.commands import send_as_sender
from web.api.pages import collection
from web.guard import OFFICE, allow, hangar
from web.problems import problem


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxBody:
    """What becomes of a file: `dry_run` shows the difference, else it is applied, or refused.

    `delivery_date`: None takes the day in the file's name, if there is one. `digest`: of the bytes
    whose difference was seen; needed to apply, so that nothing is applied unseen.
    """

    file: str
    preset: str | None = None
    delivery_date: str | None = None
    dry_run: bool = True
    confirm_cancellations: bool = False
    refuse: str | None = None
    digest: str | None = None


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/inbox")(allow(OFFICE)(inbox_files))
    blueprint.post("/inbox")(allow(OFFICE)(settle_file))


def inbox_files() -> Response:
    """Return the files that wait in the folder; `still` once they have stopped growing."""
    return collection([_line(one) for one in hangar().inbox.look()])


def _line(one: inbox.Dropped) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.path.name,
        "bytes": one.bytes,
        "still": one.still,
        "day": one.day,
    }


def settle_file() -> Response | tuple[Response, int]:
    """Compare, apply or refuse one waiting file; what was applied or refused leaves the folder."""
    body = from_plain(InboxBody, request.get_json(force=True))
    file = hangar().inbox.file(body.file)
    if file is None or not file.still:
        return problem(404, "not_found", f"no file that stands still: {body.file!r}")
    if body.refuse is not None:
        return jsonify(_moved(Report(), file, "refused", body.refuse or "refusé").as_json())
    try:
        content = inbox.read(file)
    except OSError as error:
        return problem(404, "not_found", f"{body.file!r} is gone: {error.strerror}")
    digest = sha256(content).hexdigest()
    if not body.dry_run and body.digest != digest:
        return problem(409, "changed_meanwhile", "the file is not the one that was seen")
    report = _imported(file, content, body)
    if report.applied:
        report = _moved(report, file, "done", _told(report))
    return jsonify(report.as_json() | {"digest": digest})


def _moved(report: Report, file: inbox.Dropped, where: str, words: str) -> Report:
    """Move the file; one that cannot be moved is told, and what was applied stays so."""
    try:
        inbox.settle(file, where, words)
    except OSError as error:
        message = f"Le fichier n'a pas pu être déplacé ({error.strerror}). Retirez-le."
        stuck = Problem(row=None, column=None, code="not_moved", message=message, blocks=False)
        return replace(report, problems=(*report.problems, stuck))
    return report


def _imported(file: inbox.Dropped, content: bytes, body: InboxBody) -> Report:
    return import_file(
        "orders",
        content,
        readers=hangar().readers,
        send=send_as_sender,
        source=file.path.name,
        preset=body.preset,
        delivery_date=body.delivery_date or file.day,
        dry_run=body.dry_run,
        confirm_cancellations=body.confirm_cancellations,
        closed=hangar().closed,
    )


def _told(report: Report) -> str:
    late = sum(bool(row.get("late")) for row in (*report.added, *report.changed))
    return (
        f"Appliqué : {len(report.added)} lignes ajoutées, {len(report.changed)} changées,"
        f" {len(report.unchanged)} identiques, {late} après l'heure limite."
    )
