"""Copies of the ledger, as the office asks for them; what became of one stands in the status.

Must not make a copy here: the station does, in a process of its own.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify

from web.guard import OFFICE, allow, hangar


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.post("/backups")(allow(OFFICE)(make_backup))


def make_backup() -> tuple[Response, int]:
    """Begin a verified copy at every place that is there; the status tells when it is done."""
    hangar().backups.ask()
    return jsonify({"backup": hangar().backups.status()}), 202
