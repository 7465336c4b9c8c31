"""Saved mappings of other programs' order files: listed, tried on a file before they are saved.

Must not save anything: that is a command.
"""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from flask import Blueprint, Response, jsonify, request

from station.domain.codec import Malformed, from_plain, to_plain
from station.domain.order_mapping import FIELDS, OrderMapping
from station.importing.applying import Report, apply
from station.importing.orders_applying import mapped_difference
from station.importing.presets.mapped import SAMPLE, columns_of
from web.api.pages import collection
from web.api.spans import day_given
from web.guard import OFFICE, READING, allow, hangar
from web.problems import problem

MAX_VALUES = 40
"""Different words of one column shown; a column of units has a dozen."""


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/order-mappings")(allow(READING)(order_mappings))
    blueprint.post("/order-mappings/preview")(allow(OFFICE)(preview_mapping))


def order_mappings() -> Response:
    """Return the saved mappings of order files by name."""
    with hangar().readers.present() as present:
        return collection([to_plain(one) for one in present.world.order_mappings.all()])


def preview_mapping() -> Response | tuple[Response, int]:
    """Return a file's columns and first lines; with `mapping` also what it would change."""
    sent = request.files.get("file")
    if sent is None:
        return problem(400, "malformed", "file: expected a multipart file, got none")
    content = sent.read()
    table = columns_of(content)
    answer: dict[str, Any] = {
        "fields": list(FIELDS),
        "columns": [
            {"header": header, "values": _values([row.cells.get(header, "") for row in table.rows])}
            for header in dict.fromkeys(table.columns)
        ],
        "sample": [dict(row.cells) for row in table.rows[:SAMPLE]],
        "problems": to_plain(table.problems),
        "report": None,
    }
    if request.form.get("mapping"):
        answer["report"] = _tried(content, request.form["mapping"]).as_json()
    return jsonify(answer)


def _values(cells: list[str]) -> list[str]:
    return list(dict.fromkeys(cell for cell in cells if cell))[:MAX_VALUES]


def _tried(content: bytes, text: str) -> Report:
    """Read the file by a mapping that is not saved yet; nothing is applied."""
    try:
        said = json.loads(text)
    except ValueError as error:
        raise Malformed("mapping", "JSON", text[:80]) from error
    mapping = from_plain(OrderMapping, said)
    given = request.form.get("delivery_date")
    day = date.fromisoformat(day_given("delivery_date", given)) if given else None
    with hangar().readers.present() as present:
        difference, blocked = mapped_difference(
            present, content, mapping, delivery_date=day, source="aperçu", closed=hangar().closed
        )
    return apply(difference, blocked, True, lambda type, data: {}, "aperçu")
