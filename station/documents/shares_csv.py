"""Writes a month of shared rounds as CSV: inputs beside amounts, so that anybody can redo them.

Must not reckon anything, nor let a cell act.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from station.documents.lines_csv import BYTE_ORDER_MARK, cell

COLUMNS = (
    *("round", "date", "carrier", "kilometres", "km_cents", "minutes", "hour_cents", "fixed_cents"),
    *("cost_cents", "stops_percent", "kilograms_percent", "crates_percent"),
    *("producer", "name", "stops", "net_g", "crates", "cents"),
)


def shares_csv(month: dict[str, Any]) -> str:
    """Return one row a producer and round: semicolons, header row, CRLF.

    `stops` and `crates` are exact fractions as text (3/4).
    """
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for sheet in month["rounds"]:
        for row in sheet["producers"]:
            whole = sheet | sheet["key"] | row | {"producer": row["code"]}
            writer.writerow([cell(whole[column]) for column in COLUMNS])
    return out.getvalue()
