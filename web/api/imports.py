"""Files imported over HTTP: the diff first, applied after; as `hangar import` does it."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from web.api.commands import send_as_sender
from web.guard import OFFICE, allow, hangar
from web.problems import problem

TRUE = frozenset({"1", "true", "yes", "on", "oui"})


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/imports/<kind>")(allow(OFFICE)(post_import))


def post_import(kind: str) -> Response | tuple[Response, int]:
    """Import a file: multipart `file` with preset, delivery_date, source, dry_run, …"""
    from station.importing.applying import import_file
    from station.importing.kinds import KINDS

    if kind not in (*KINDS, "orders"):
        return problem(404, "no_such_kind", f"expected one of {', '.join(KINDS)}, orders")
    sent = request.files.get("file")
    if sent is None:
        return problem(400, "malformed", "file: expected a multipart file, got none")
    report = import_file(
        kind,
        sent.read(),
        readers=hangar().readers,
        send=send_as_sender,
        source=request.form.get("source") or sent.filename or "http",
        preset=request.form.get("preset") or None,
        delivery_date=request.form.get("delivery_date") or None,
        dry_run=_flag("dry_run"),
        confirm_cancellations=_flag("confirm_cancellations"),
        keep_good=_flag("keep_good"),
        cycle=request.form.get("cycle", ""),
        closed=hangar().closed,
    )
    return jsonify(report.as_json())


def _flag(name: str) -> bool:
    return request.form.get(name, "").casefold() in TRUE
