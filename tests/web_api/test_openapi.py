"""The OpenAPI document says what the station does: every route, every command, real answers.

The document is checked against the part of OpenAPI 3.1 that it uses, written out below.
"""

from __future__ import annotations

import inspect
import re
import uuid
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from station.domain.codec import Malformed
from station.domain.commands import COMMANDS
from station.domain.events import EVENTS
from station.domain.words import Role
from station.messages import Sender, open_envelope
from tests.web_api.station_at_work import Station, command
from web.api import openapi, pages, spans
from web.guard import SIGNED_LINK

OPERATION = {
    "type": "object",
    "required": ["operationId", "summary", "security", "responses", "parameters"],
    "properties": {
        "operationId": {"type": "string", "pattern": r"^[a-z]+\.[A-Za-z0-9_.-]+$"},
        "summary": {"type": "string", "minLength": 8},
        "tags": {"type": "array", "items": {"type": "string"}},
        "security": {"type": "array", "items": {"type": "object"}},
        "x-roles": {
            "type": "array",
            "items": {"enum": [*(role.value for role in Role), *SIGNED_LINK]},
        },
        "parameters": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["name", "in", "required", "schema"],
                "oneOf": [
                    {"properties": {"in": {"const": "path"}, "required": {"const": True}}},
                    {"properties": {"in": {"const": "query"}, "required": {"const": False}}},
                ],
            },
        },
        "requestBody": {"type": "object", "required": ["content"]},
        "responses": {
            "type": "object",
            "required": ["200", "default"],
            "additionalProperties": {"type": "object", "required": ["description"]},
        },
    },
    "additionalProperties": False,
}
DOCUMENT = {
    "type": "object",
    "required": ["openapi", "info", "paths", "components"],
    "properties": {
        "openapi": {"type": "string", "pattern": r"^3\.1\.\d+$"},
        "info": {"type": "object", "required": ["title", "version"]},
        "servers": {"type": "array", "items": {"type": "object", "required": ["url"]}},
        "paths": {
            "type": "object",
            "patternProperties": {
                "^/": {
                    "type": "object",
                    "propertyNames": {"enum": ["get", "post", "put", "patch", "delete"]},
                    "additionalProperties": OPERATION,
                }
            },
            "additionalProperties": False,
        },
        "components": {
            "type": "object",
            "properties": {
                "schemas": {
                    "type": "object",
                    "propertyNames": {"pattern": r"^[A-Za-z0-9._-]+$"},
                },
                "securitySchemes": {"type": "object"},
            },
            "additionalProperties": False,
        },
    },
    "additionalProperties": False,
}


@pytest.fixture
def document(station: Station) -> dict[str, Any]:
    return dict(station.get("/api/v1/openapi.json", role=None))


def references(value: Any) -> set[str]:
    if isinstance(value, list):
        return set().union(*map(references, value))
    if not isinstance(value, dict):
        return set()
    here = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
    return here.union(*map(references, value.values()))


def fits(document: dict[str, Any], name: str, value: Any) -> None:
    """Check a value against a named schema of the document; raise where it does not fit."""
    schema = {"$ref": f"#/components/schemas/{name}", "components": document["components"]}
    jsonschema.Draft202012Validator(schema).validate(value)


def test_the_document_is_well_formed(document: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator(DOCUMENT).validate(document)
    for schema in document["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}

    assert references(document["paths"]) | references(document["components"]) <= known


def test_no_two_calls_have_the_same_id(document: dict[str, Any]) -> None:
    calls = [call["operationId"] for path in document["paths"].values() for call in path.values()]

    assert len(calls) == len(set(calls))


def test_every_route_is_listed_with_its_access_rule(
    station: Station, document: dict[str, Any]
) -> None:
    for rule in station.app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        roles = station.app.view_functions[rule.endpoint].access_roles  # type: ignore[attr-defined]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            call = document["paths"][path][method.lower()]
            assert set(call["x-roles"]) == set(roles)
            assert bool(call["security"]) == bool(roles - SIGNED_LINK)
            in_path = {part["name"] for part in call["parameters"] if part["in"] == "path"}
            assert in_path == rule.arguments


def test_what_is_described_by_endpoint_is_there(station: Station) -> None:
    described = {*openapi.ANSWERS, *openapi.BODIES, *openapi.QUERIES}

    assert described <= set(station.app.view_functions)


@pytest.mark.parametrize("endpoint", sorted(openapi.QUERIES))
def test_a_query_that_is_described_is_read(station: Station, endpoint: str) -> None:
    view = inspect.unwrap(station.app.view_functions[endpoint])
    source = Path(inspect.getsourcefile(view) or "").read_text("utf-8")
    source += inspect.getsource(pages) + inspect.getsource(spans)

    assert [name for name in openapi.QUERIES[endpoint] if f'"{name}"' not in source] == []


def test_every_command_and_event_has_a_schema(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert {f"Command.{name}" for name in COMMANDS} <= set(schemas)
    assert {f"Event.{name}" for name in EVENTS} <= set(schemas)
    assert len(schemas["Command"]["oneOf"]) == len(COMMANDS)


def test_no_number_of_the_domain_has_a_fraction(document: dict[str, Any]) -> None:
    assert '"number"' not in str(document["components"]).replace("'", '"')


@pytest.mark.parametrize(
    "data",
    [
        {"producer": "F01", "product": "RADIS", "crate_type": "E2", "count": 12},
        {"producer": "F01", "product": "RADIS", "weigh": {"receipt": "w-812"}},
        {"producer": "F01", "product": "RADIS", "weigh": "post"},
        {"producer": "F01", "product": "RADIS", "weigh": {"gross_g": 1.5}},
        {"producer": "F01", "product": "RADIS", "count": "12"},
        {"producer": "F01", "product": "RADIS", "poids": 12},
        {"producer": "F01"},
    ],
)
def test_the_document_and_the_station_agree_on_a_body(
    document: dict[str, Any], data: dict[str, Any]
) -> None:
    body = command("ReceiveCrate", **data)

    assert _document_takes(document, body) == _station_takes(body)


def test_a_part_is_picked_from_a_crate_as_the_contract_calls_it(document: dict[str, Any]) -> None:
    picked = {"from": "C1", "customer": "C01", "round": None, "into": None, "count": 3}
    body = command("PickToCustomer", **picked)

    assert _document_takes(document, body)
    assert _station_takes(body)


def _document_takes(document: dict[str, Any], body: dict[str, Any]) -> bool:
    try:
        fits(document, "Commands", body)
    except jsonschema.ValidationError:
        return False
    return True


def _station_takes(body: dict[str, Any]) -> bool:
    try:
        open_envelope(body, Sender(name="essai", role=Role.ADMIN))
    except Malformed:
        return False
    return True


def test_real_answers_fit_the_document(station: Station, document: dict[str, Any]) -> None:
    station.crate()
    refused = station.post("/api/v1/commands", command("StoreCrate", crate="?", zone="SEC"))
    listed = station.post("/api/v1/commands", [command("OpenIntake", producer="F01"), {"x": 1}])
    scanned = station.scan("cold-door", data="RIEN")
    crate = station.crate()
    stored = station.scan("cold-door", data=crate["id"], context={"zone": "SEC"})
    absent = station.call("GET", "/api/v1/crates/RIEN")

    fits(document, "CommandAnswers", refused)
    fits(document, "CommandAnswers", listed)
    fits(document, "ScanAnswer", scanned)
    fits(document, "ScanAnswer", stored)
    fits(document, "Events", station.get("/api/v1/events"))
    fits(document, "Problem", absent.get_json())
    assert uuid.UUID(stored["command_id"])
