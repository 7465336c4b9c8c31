"""The JSON API under /api/v1, one file an area; each registers its routes on the blueprint."""

from __future__ import annotations

from flask import Blueprint

from web.api import (
    availability,
    backups,
    billing,
    charter,
    claims,
    closings,
    commands,
    coordinating,
    devices,
    documents,
    driving,
    drops,
    empties,
    enrolment,
    handhelds,
    imports,
    inbox,
    label_templates,
    learning,
    ledger,
    lists,
    mappings,
    mentions,
    openapi,
    opening,
    ordering,
    pairing,
    papers,
    people,
    pickups,
    planning,
    pulling,
    self_test,
    sharing,
    state,
    streams,
)

AREAS = (
    availability,
    billing,
    charter,
    claims,
    papers,
    backups,
    closings,
    commands,
    coordinating,
    devices,
    documents,
    driving,
    drops,
    empties,
    enrolment,
    handhelds,
    imports,
    inbox,
    label_templates,
    learning,
    ledger,
    lists,
    mappings,
    mentions,
    openapi,
    opening,
    ordering,
    pairing,
    people,
    pickups,
    planning,
    pulling,
    self_test,
    sharing,
    state,
    streams,
)


def api_blueprint() -> Blueprint:
    """Return the blueprint of the whole API."""
    blueprint = Blueprint("api", __name__, url_prefix="/api/v1")
    for area in AREAS:
        area.register(blueprint)
    return blueprint
