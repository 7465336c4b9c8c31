"""What was changed of one registered thing: field by field, by whom and when, newest first.

Must not show what is in the vault: of personal data it says only that it changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from station.ledger.chain import events_of_stream
from station.ledger.events import StoredEvent
from station.reading import Present

Json = dict[str, Any]

KINDS = ("producer", "product", "customer", "crate-type", "zone", "operator")
"""The kinds of things that have a history, as their streams begin."""

MENTIONS = "mentions"
"""The field that holds several: what the law asks on a label."""
PERSONAL = "digest"
"""The field that seals what is personal: another digest says that something of it changed."""
NOT_TOLD = frozenset({"code", "card", "party", "kind", "crate_type", "weighing"})
"""Fields that name the thing, or how it was measured."""


def history(present: Present, kind: str, code: str) -> list[Json]:
    """Return each change of a thing with its fields, from the newest to its registration."""
    told, before = [], dict[str, Any]()
    for event in events_of_stream(present.connection, f"{kind}/{code}"):
        data = json.loads(event.data)
        changes = list(_changes(event, before, data))
        before |= data
        told.append(_entry(present, event, changes))
    return told[::-1]


def _entry(present: Present, event: StoredEvent, changes: list[Json]) -> Json:
    return {
        "seq": event.seq,
        "type": event.type,
        "at": event.recorded_at,
        "operator": event.operator,
        "by": present.name("operator", event.operator) or event.sender or "",
        "first": event.version == 1,
        "changes": changes,
    }


def _changes(event: StoredEvent, before: Json, after: Json) -> Iterator[Json]:
    if event.type == "PartyErased":
        yield {"field": "personal", "erased": True}
        return
    for name, value in after.items():
        if name == PERSONAL:
            if before and before.get(name) != value:
                yield {"field": "personal"}
        elif name == MENTIONS and before:
            yield from _mentions(before.get(MENTIONS) or {}, value)
        elif _is_told(event, name) and before and before.get(name) != value:
            yield {"field": name, "from": before.get(name), "to": value}


def _mentions(before: dict[str, str], after: dict[str, str]) -> Iterator[Json]:
    """Tell each mention by itself, as if it stood beside the other fields."""
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield {"field": key, "from": before.get(key), "to": after.get(key)}


def _is_told(event: StoredEvent, name: str) -> bool:
    """A customer's kind is told; the kind of a card or party is not."""
    return name not in NOT_TOLD or (name == "kind" and event.type == "CustomerRegistered")
