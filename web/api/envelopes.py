"""What calls carry around the domain's own types: commands by type, answers, events, problems.

Must not repeat a dataclass; these are the shapes that the contract writes down.
"""

from __future__ import annotations

from station.domain.commands import COMMANDS, RENAMED
from station.domain.events import EVENTS
from station.domain.order_mapping import OrderMapping
from station.domain.refusals import TABLE
from station.domain.words import Verdict
from station.handhelds import Report
from station.importing.telephone import ToldOrder
from station.messages import Envelope
from station.scan_body import ScanBody
from web.api.inbox import InboxBody
from web.api.pulling import PullBody
from web.api.schemas import PLACE, Schema, Schemas

TEXTS: Schema = {"type": "object", "additionalProperties": {"type": "string"}}
ANYTHING: Schema = {"type": ["object", "null"]}


def name_envelopes(schemas: Schemas) -> None:
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
    schemas.of(Report)
    schemas.of(ToldOrder)
    schemas.of(PullBody)
    schemas.of(InboxBody)
    schemas.of(OrderMapping)
    scan = schemas.of(ScanBody)
    named["Scans"] = {"anyOf": [scan, {"type": "array", "items": scan, "maxItems": 200}]}
    for name, cls in EVENTS.items():
        named[f"Event.{name}"] = schemas.object_of(cls)
    named |= _forms() | _answers()


def _forms() -> dict[str, Schema]:
    """Return the bodies that are read field by field."""
    text = {"type": "string"}
    flag = {"type": "string", "enum": ["true", "false"]}
    form = _object(file={"type": "string", "contentMediaType": "application/octet-stream"})
    form["properties"] |= dict.fromkeys(("preset", "delivery_date", "source", "cycle"), text)
    form["properties"] |= dict.fromkeys(("dry_run", "confirm_cancellations", "keep_good"), flag)
    mapping = _object(file={"type": "string", "contentMediaType": "application/octet-stream"})
    mapping["properties"] |= dict.fromkeys(("mapping", "delivery_date"), text)
    photo = _object(file={"type": "string", "contentMediaType": "image/*"})
    photo["properties"] |= dict.fromkeys(("command_id", "post"), text)
    person = _object(operator=text, pin=text)
    return {
        "ImportForm": form,
        "MappingForm": mapping,
        "PhotoForm": photo,
        "Login": {
            "anyOf": [_object(badge=text), person],
            "properties": {"post": {"type": ["string", "null"]}},
        },
        "Learn": {
            "type": "object",
            "properties": {
                "url": text,
                "seconds": {"type": "integer"},
                "ask": {"type": "boolean"},
            },
            "required": ["url"],
        },
        "TemplateText": {
            "type": "object",
            "properties": {"text": text, "was": {"type": ["string", "null"]}},
            "required": ["text"],
        },
        "SelfTestStep": {
            "type": "object",
            "properties": {
                "step": {"enum": ["start", "print", "weigh", "scan", "finish"]},
                "data": text,
            },
            "required": ["step"],
        },
        "Reprint": {"type": "object", "properties": {"command_id": text, "post": text}},
    }


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
        "ScanAnswers": {
            "anyOf": [
                {"$ref": PLACE + "ScanAnswer"},
                _object(items={"type": "array", "items": {"$ref": PLACE + "ListedScan"}}),
            ]
        },
        "ListedScan": {"anyOf": [{"$ref": PLACE + "ScanAnswer"}, {"$ref": PLACE + "ItemProblem"}]},
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
        otherwise={"anyOf": [{"$ref": PLACE + "Refusal"}, nothing]},
    )


def _object(**properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "required": list(properties)}
