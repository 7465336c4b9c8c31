"""Commands and scans: the two calls that change the hangar."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.bus import Result
from station.domain.codec import Malformed
from station.domain.commands import COMMANDS
from station.errors import HangarError, LedgerBusy
from station.messages import Sender
from web.api import own
from web.guard import ANY, FLOOR, allow, hangar, sender
from web.problems import problem

MAX_COMMANDS = 200
"""Most commands in one list (contract)."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/commands")(allow(ANY - {"inspector"})(post_commands))
    blueprint.post("/posts/<post>/scans")(allow(FLOOR | {"producer"})(post_scan))


def post_commands() -> Response:
    """Take one command or a list; each item of a list has its own status."""
    body = request.get_json(force=True, silent=False)
    if isinstance(body, list):
        return jsonify({"items": _many(_bounded(body), sender())})
    forbidden = _forbidden(body, sender())
    if forbidden:
        return problem(403, "not_allowed", forbidden, "Demandez au coordinateur.")
    return _answer(hangar().command(body, sender()))


def _bounded(bodies: list[object]) -> list[object]:
    if len(bodies) > MAX_COMMANDS:
        raise Malformed("", f"at most {MAX_COMMANDS} items", f"{len(bodies)} items")
    return bodies


def _answer(result: Result) -> Response:
    if result.conflict:
        say = "this command id came with another body before"
        return problem(409, "duplicate_id", say, "Prévenez le coordinateur.", **_told(result))
    status = int(result.answer["status"])
    if own.for_a_farm():
        return Response(json.dumps(own.told(result.answer)), status, mimetype="application/json")
    return Response(result.text, status, mimetype="application/json")


def _told(result: Result) -> dict[str, Any]:
    """Return what an alarm adds to its problem document: the stored refusal and the head."""
    return {name: item for name, item in result.answer.items() if name != "status"}


def _many(bodies: list[object], caller: Sender) -> list[dict[str, Any]]:
    """Decide a list; a malformed or forbidden item answers for itself alone."""
    answers: dict[int, dict[str, Any]] = {}
    allowed: list[tuple[int, object]] = []
    for place, body in enumerate(bodies):
        forbidden = _forbidden(body, caller)
        if forbidden:
            answers[place] = _error(body, 403, "not_allowed", forbidden)
        else:
            allowed.append((place, body))
    results = hangar().commands([body for _, body in allowed], caller)
    for (place, body), result in zip(allowed, results, strict=True):
        answers[place] = _item(body, result)
    return [answers[place] for place in range(len(bodies))]


def _failed(body: object, error: Exception) -> dict[str, Any]:
    if isinstance(error, Malformed):
        return _error(body, 400, "malformed", str(error))
    if isinstance(error, LedgerBusy | TimeoutError):
        return _error(body, 503, "busy", str(error) or "not acknowledged in time")
    if isinstance(error, UnicodeEncodeError | RecursionError):
        return _error(body, 400, "malformed", "expected valid Unicode and few levels")
    if isinstance(error, HangarError):
        return _error(body, 500, "failed", str(error))
    return _error(body, 500, "bug", "The station met a bug; nothing was half-applied.")


def _error(body: object, status: int, code: str, detail: str) -> dict[str, Any]:
    command_id = body.get("command_id") if isinstance(body, dict) else None
    return {"status": status, "command_id": command_id, "code": code, "detail": detail}


def _forbidden(body: object, caller: Sender) -> str | None:
    """Return why this role may not send this command, None when it may (or the type is unknown)."""
    name = body.get("type") if isinstance(body, dict) else None
    known = COMMANDS.get(name) if isinstance(name, str) else None
    if known is None or caller.role in known[1]:
        return None
    roles = ", ".join(sorted(role.value for role in known[1]))
    return f"{name}: expected role {roles}, got {caller.role.value}"


def post_scan(post: str) -> Response:
    """Judge one scan at a post, or a list that a handheld kept; each item has its own status."""
    if post not in hangar().bus.settings.posts:
        return problem(404, "no_such_post", f"post {post!r} is not in hangar.toml")
    body = request.get_json(force=True)
    if not isinstance(body, list):
        return _answer(hangar().scan(post, body, sender()))
    results = hangar().scans(post, _bounded(body), sender())
    return jsonify({"items": [_item(*pair) for pair in zip(body, results, strict=True)]})


def _item(body: object, result: Result | Exception) -> dict[str, Any]:
    if isinstance(result, Result):
        told: dict[str, Any] = own.told(result.answer)
        return told
    return _failed(body, result)


def send_as_sender(type: str, data: dict[str, Any]) -> dict[str, Any]:
    """Send one command in the name of who called."""
    station = hangar()
    body = {"command_id": station.new_command_id(), "type": type, "data": data}
    return station.command(body, sender()).answer
