"""Writes a delivery note as CSV, one row a line, with the names of the JSON form.

Must not let a cell act: a text that a spreadsheet would take for a formula is disarmed.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata

from station.documents.delivery_note import DeliveryPaper, PaperLine

COLUMNS = (
    *("note", "date", "round", "stop", "customer", "customer_name", "order_line"),
    *("producer", "producer_name", "product", "name", "organic", "lots", "producer_lots"),
    "mentions",
    *("unit", "ordered_milli", "net_g", "count", "basis", "missing", "crates"),
    *("revision", "taken_back_milli"),
)
"""Grams, counts and thousandths are whole numbers, so that no comma is guessed; crates stand by
their internal code, because spreadsheets round an SSCC's 18 digits."""

STARTS_A_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
NOT_IN_A_CELL = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Controls, invisible marks and line ends."""
NUMBER = re.compile(r"-?[0-9]+([.,][0-9]+)?")
"""An amount is no formula, below zero either."""
BETWEEN = " | "
BYTE_ORDER_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Lets French spreadsheets read UTF-8; every reader of CSV here skips it."""


def note_lines_csv(note: DeliveryPaper) -> str:
    """Return the note as CSV: semicolons, header row, CRLF."""
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for line in note.lines:
        writer.writerow([cell(value) for value in _row(note, line)])
    return out.getvalue()


def cell(value: str | int | None) -> str | int:
    """Return what may stand in a cell: one line of text without controls, no formula."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    text = "".join(" " if unicodedata.category(char) in NOT_IN_A_CELL else char for char in value)
    if NUMBER.fullmatch(text):
        return text
    return f"'{text}" if text.lstrip().startswith(STARTS_A_FORMULA) else text


def _row(note: DeliveryPaper, line: PaperLine) -> list[str | int | None]:
    return [
        note.id,
        note.date,
        note.round.name if note.round else None,
        note.round.stop if note.round else None,
        note.addressee.code,
        note.addressee.name,
        line.order_line,
        line.owner.code,
        line.owner.name,
        line.product,
        line.name,
        line.organic,
        BETWEEN.join(lot.lot for lot in line.lots),
        BETWEEN.join(lot.producer_lot for lot in line.lots if lot.producer_lot),
        BETWEEN.join(lot.mentions for lot in line.lots if lot.mentions),
        line.unit.value,
        line.ordered_milli,
        line.net_g,
        line.count,
        line.basis.value if line.basis else None,
        int(line.missing),
        BETWEEN.join(line.crates),
        max((one.revision for one in note.revisions if one.product == line.product), default=None),
        sum(one.taken_back_milli for one in note.revisions if one.product == line.product),
    ]
