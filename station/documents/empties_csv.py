"""Writes a party's movements of returnable crates as CSV, each with the event that made it.

Must not reckon anything, nor let a cell act.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from station.documents.lines_csv import BYTE_ORDER_MARK, cell

COLUMNS = (
    *("event", "at", "day", "party", "name", "crate_type", "given", "taken", "owed"),
    *("why", "subject", "reason", "operator"),
)


def empties_csv(statement: dict[str, Any]) -> str:
    """Return one row a movement: semicolons, header row, CRLF; `event` is its number."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for moved in statement["movements"]:
        row = moved | {"event": moved["seq"], "name": statement["name"]}
        writer.writerow([cell(row[column]) for column in COLUMNS])
    return out.getvalue()
