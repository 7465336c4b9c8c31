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
from station.domain.commands import COMMANDS, RENAMED
from station.domain.events import EVENTS
from station.domain.refusals import TABLE
from station.domain.words import Verdict
from station.messages import Envelope
from station.scan_body import ScanBody
from web.api.schemas import PLACE, Schema, Schemas
from web.guard import PUBLIC, allow

VERSION = "3.1.0"
PART = re.compile(r"<(?:(?P<converter>\w+):)?(?P<name>\w+)>")
ANSWERS: Mapping[str, str] = {
    "api.post_commands": "CommandAnswers",
    "api.post_scan": "ScanAnswer",
    "api.events": "Events",
    "api.reprint": "CommandAnswer",
}
"""Endpoints whose answer has a schema of its own, beside the collections."""
BODIES: Mapping[str, str] = {"api.post_commands": "Commands", "api.post_scan": "ScanBody"}
CONTENT = (
    (".png", "image/png"),
    (".pdf", "application/pdf"),
    (".csv", "text/csv"),
    ("/stream", "text/event-stream"),
    ("/metrics", "text/plain"),
)
"""What routes answer that is no JSON, by the end of their address; pages answer HTML."""
TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
ANYTHING: Schema = {"type": ["object", "null"]}


def register(blueprint: Blueprint) -> None:
    """Add this area's route."""
    blueprint.get("/openapi.json")(allow(PUBLIC)(document))


def document() -> Response:
    """Return this document."""
    return jsonify(openapi(current_app))


def openapi(app: Flask) -> dict[str, Any]:
    """Return the OpenAPI document of an application, every route of it."""
    schemas = Schemas()
    _envelopes(schemas)
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
                "session": {"type": "apiKey", "in": "cookie", "name": "hangar_session"},
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
        "parameters": [_parameter(part) for part in PART.finditer(rule.rule)],
        "security": [{"token": []}, {"session": []}] if roles else [],
        "x-roles": roles,
        "responses": _responses(rule),
    }
    if body:
        content = {"application/json": {"schema": {"$ref": PLACE + body}}}
        operation["requestBody"] = {"required": True, "content": content}
    return operation


def _parameter(part: re.Match[str]) -> Schema:
    kind = "integer" if part["converter"] == "int" else "string"
    return {"name": part["name"], "in": "path", "required": True, "schema": {"type": kind}}


def _responses(rule: Rule) -> Schema:
    endings = [kind for ending, kind in CONTENT if rule.rule.endswith(ending)]
    page = rule.endpoint.startswith("pages.")
    kind = "text/html" if page else endings[0] if endings else "application/json"
    if rule.endpoint == "static":
        kind = "application/octet-stream"
    schema = {"$ref": PLACE + ANSWERS[rule.endpoint]} if rule.endpoint in ANSWERS else {}
    problem = {"application/problem+json": {"schema": {"$ref": PLACE + "Problem"}}}
    return {
        "200": {"description": "The answer.", "content": {kind: {"schema": schema}}},
        "default": {"description": "A problem (RFC 9457).", "content": problem},
    }


def _envelopes(schemas: Schemas) -> None:
    """Name what calls send and get: commands by type, scans, answers, events, problems."""
    named = schemas.named
    envelope = schemas.object_of(Envelope)
    for name, (cls, roles) in COMMANDS.items():
        data = schemas.object_of(cls, {ours: said for said, ours in RENAMED.get(name, {}).items()})
        one = dict(envelope["properties"]) | {"type": {"const": name}, "data": data}
        named[f"Command.{name}"] = {
            **envelope,
            "description": data["description"],
            "properties": one,
            "x-roles": sorted(role.value for role in roles),
        }
    command = {
        "oneOf": [{"$ref": f"{PLACE}Command.{name}"} for name in COMMANDS],
        "discriminator": {
            "propertyName": "type",
            "mapping": {name: f"{PLACE}Command.{name}" for name in COMMANDS},
        },
    }
    many = {"type": "array", "items": {"$ref": PLACE + "Command"}, "maxItems": 200}
    named["Command"] = command
    named["Commands"] = {"anyOf": [{"$ref": PLACE + "Command"}, many]}
    schemas.of(ScanBody)
    for name, cls in EVENTS.items():
        named[f"Event.{name}"] = schemas.object_of(cls)
    named |= _answers()


def _answers() -> dict[str, Schema]:
    refusal = _object(code={"enum": sorted(TABLE)}, say=TEXTS, remedy=TEXTS)
    ledger = _object(epoch={"type": "string"}, seq={"type": "integer"}, head={"type": "string"})
    answer = _object(
        status={"type": "integer"},
        command_id={"type": "string"},
        outcome={"enum": ["accepted", "refused"]},
        replayed={"type": "boolean"},
        events={"type": "array", "items": {"$ref": PLACE + "Event"}},
        crate=ANYTHING,
        label=ANYTHING,
        ledger={"$ref": PLACE + "Ledger"},
    )
    answer["properties"]["refusal"] = {"$ref": PLACE + "Refusal"}
    return {
        "Ledger": ledger,
        "Refusal": refusal,
        "Event": _event(),
        "Events": _object(
            items={"type": "array", "items": {"$ref": PLACE + "Event"}},
            next={"type": ["string", "null"]},
        ),
        "CommandAnswer": answer,
        "CommandAnswers": {
            "anyOf": [
                {"$ref": PLACE + "CommandAnswer"},
                _object(items={"type": "array", "items": {"$ref": PLACE + "ListedAnswer"}}),
            ]
        },
        "ListedAnswer": {
            "anyOf": [{"$ref": PLACE + "CommandAnswer"}, {"$ref": PLACE + "ItemProblem"}]
        },
        "ItemProblem": _object(
            status={"type": "integer"},
            command_id={"type": ["string", "null"]},
            code={"type": "string"},
            detail={"type": "string"},
        ),
        "ScanAnswer": _scan_answer(),
        "Problem": _object(
            type={"type": "string"},
            title={"type": "string"},
            status={"type": "integer"},
            code={"type": "string"},
            detail={"type": "string"},
            remedy={"type": "string"},
        ),
    }


def _event() -> Schema:
    event = _object(
        seq={"type": "integer"},
        id={"type": "string"},
        type={"enum": list(EVENTS)},
        command_id={"type": ["string", "null"]},
        stream={"type": "string"},
        version={"type": "integer"},
        recorded_at={"type": "string", "format": "date-time"},
    )
    event["properties"]["data"] = {"anyOf": [{"$ref": f"{PLACE}Event.{name}"} for name in EVENTS]}
    event["required"].append("data")
    return event


def _scan_answer() -> Schema:
    nothing = {"type": "null"}
    return _object(
        verdict={"enum": [verdict.value for verdict in Verdict]},
        say=TEXTS,
        next={"anyOf": [TEXTS, nothing]},
        crate=ANYTHING,
        label=ANYTHING,
        round={"type": ["string", "null"]},
        refusal={"anyOf": [{"$ref": PLACE + "Refusal"}, nothing]},
        command={"anyOf": [{"$ref": PLACE + "CommandAnswer"}, nothing]},
    )


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}
