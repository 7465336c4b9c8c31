"""The OpenAPI document, made of the route table, the access rules and the domain's own types.

Must not describe by hand what the code says: a route's docstring is its summary, its access rule
its security, a dataclass its schema.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify
from werkzeug.routing import Rule

from station import __version__
from web.api.envelopes import name_envelopes
from web.api.schemas import PLACE, Schema, Schemas
from web.guard import COOKIE, PUBLIC, SIGNED_LINK, allow

VERSION = "3.1.0"
PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
ANSWERS: Mapping[str, str] = {
    "api.post_commands": "CommandAnswers",
    "api.post_scan": "ScanAnswers",
    "api.events": "Events",
    "api.reprint": "CommandAnswer",
    "api.post_photo": "CommandAnswer",
}
"""Endpoints whose answer has a schema of its own, beside the collections."""
BODIES: Mapping[str, tuple[str, str]] = {
    "api.post_commands": ("application/json", "Commands"),
    "api.post_scan": ("application/json", "Scans"),
    "api.report": ("application/json", "Report"),
    "api.login": ("application/json", "Login"),
    "api.reprint": ("application/json", "Reprint"),
    "api.learn": ("application/json", "Learn"),
    "api.try_template": ("application/json", "TemplateText"),
    "api.save_template": ("application/json", "TemplateText"),
    "api.self_test_step": ("application/json", "SelfTestStep"),
    "api.preview_mapping": ("multipart/form-data", "MappingForm"),
    "api.settle_file": ("application/json", "InboxBody"),
    "api.pull_orders": ("application/json", "PullBody"),
    "api.tell_order": ("application/json", "ToldOrder"),
    "api.post_import": ("multipart/form-data", "ImportForm"),
    "api.post_photo": ("multipart/form-data", "PhotoForm"),
}
"""Endpoints that read a body: its media type and schema."""
PAGED = ("cursor", "limit")
QUERIES: Mapping[str, tuple[str, ...]] = {
    "api.events": ("after", *PAGED),
    "api.intakes": ("open", "post", *PAGED),
    "api.crates": ("zone", "customer", "state", "round", "intake", "deliver_on", *PAGED),
    "api.rounds": ("date", *PAGED),
    "api.orders": ("date", *PAGED),
    "api.order_mappings": PAGED,
    "api.inbox_files": PAGED,
    "api.late_orders": ("state", *PAGED),
    "api.order_imports": PAGED,
    "api.draft": ("customer", "date"),
    "api.prepare": ("date", *PAGED),
    "api.exceptions": ("state", *PAGED),
    "api.notes": ("round", "date", "customer", *PAGED),
    "api.labels": ("post", "state", "crate", *PAGED),
    "api.delivery_photos": PAGED,
    "api.cards_pdf": ("kind",),
    "api.expected": ("date", *PAGED),
    "api.sheets": ("date", *PAGED),
    "api.announcements": PAGED,
    "api.ready_labels_pdf": ("sheet",),
    "api.emergency_labels_pdf": ("code", "sheet"),
    "farm_labels_pdf": ("sheet",),
    "api.charter": PAGED,
    "api.empties": PAGED,
    "api.empties_of": ("since", "until"),
    "api.empties_paper": ("since", "until"),
    "api.empties_file": ("since", "until"),
    "api.tares": ("crate_type", "code", *PAGED),
    "api.shares": ("month", "stops", "kilograms", "crates"),
    "api.figures": ("since", "until"),
    "api.claims": ("state", "note", "customer", *PAGED),
    "api.invoices": ("customer", "month", *PAGED),
    "api.to_issue": ("since", "until", *PAGED),
    "api.statement": ("since", "until"),
    "api.statement_file": ("since", "until"),
}
"""What may stand behind the question mark, by endpoint."""
WHOLE_NUMBERS = frozenset({"after", "cursor", "limit", "stops", "kilograms", "crates"})
CONTENT = (
    (".png", "image/png"),
    (".jpg", "image/jpeg"),
    (".pdf", "application/pdf"),
    (".csv", "text/csv"),
    (".xml", "application/xml"),
    (".jsonl", "application/jsonl"),
    ("/stream", "text/event-stream"),
    ("/metrics", "text/plain"),
)
"""What routes answer that is no JSON, by the end of their address; pages answer HTML."""


def register(blueprint: Blueprint) -> None:
    """Add this area's route."""
    blueprint.get("/openapi.json")(allow(PUBLIC)(document))


def document() -> Response:
    """Return this document."""
    return jsonify(openapi(current_app))


def openapi(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application, every route of it."""
    schemas = Schemas()
    name_envelopes(schemas)
    paths: dict[str, dict[str, Any]] = {}
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: rule.rule):
        path = PART.sub(r"{\g<name>}", rule.rule)
        paths.setdefault(path, {}).update(_operations(app, rule))
    return {
        "openapi": VERSION,
        "info": {
            "title": "Hangar station",
            "version": __version__,
            "description": "Weights are integer grams, quantities thousandths, money cents.",
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {
            "schemas": schemas.named,
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey",
                    "in": "cookie",
                    "name": COOKIE,
                    "description": "Changes carry the session's csrf in X-CSRF-Token.",
                },
            },
        },
    }


def _operations(app: Flask, rule: Rule) -> dict[str, Any]:
    methods = sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    return {method.lower(): _operation(app, rule, method) for method in methods}


def _operation(app: Flask, rule: Rule, method: str) -> dict[str, Any]:
    view = app.view_functions[rule.endpoint]
    roles = sorted(getattr(view, "access_roles", ()))
    body = BODIES.get(rule.endpoint)
    operation: dict[str, Any] = {
        "operationId": f"{method.lower()}.{rule.endpoint}",
        "tags": [rule.endpoint.partition(".")[0]],
        "summary": (inspect.getdoc(view) or f"Page « {rule.endpoint} ».").split("\n")[0],
        "parameters": [_parameter(part) for part in PART.finditer(rule.rule)]
        + [_query(name) for name in QUERIES.get(rule.endpoint, ())],
        "security": [{"token": []}, {"session": []}] if set(roles) - SIGNED_LINK else [],
        "x-roles": roles,
        "responses": _responses(rule),
    }
    if body:
        content = {body[0]: {"schema": {"$ref": PLACE + body[1]}}}
        operation["requestBody"] = {"required": body[1] != "Reprint", "content": content}
    return operation


def _parameter(part: re.Match[str]) -> Schema:
    kind = "integer" if part["converter"] == "int" else "string"
    return {"name": part["name"], "in": "path", "required": True, "schema": {"type": kind}}


def _query(name: str) -> Schema:
    kind = "integer" if name in WHOLE_NUMBERS else "string"
    return {"name": name, "in": "query", "required": False, "schema": {"type": kind}}


def _responses(rule: Rule) -> Schema:
    endings = [kind for ending, kind in CONTENT if rule.rule.endswith(ending)]
    page = rule.endpoint.startswith(("pages.", "farm_page"))
    kind = "text/html" if page else endings[0] if endings else "application/json"
    if rule.endpoint == "static":
        kind = "application/octet-stream"
    schema = {"$ref": PLACE + ANSWERS[rule.endpoint]} if rule.endpoint in ANSWERS else {}
    problem = {"application/problem+json": {"schema": {"$ref": PLACE + "Problem"}}}
    return {
        "200": {"description": "The answer.", "content": {kind: {"schema": schema}}},
        "default": {"description": "A problem (RFC 9457).", "content": problem},
    }
