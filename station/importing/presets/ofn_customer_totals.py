"""Open Food Network's report « order cycle customer totals », as CSV or as its API's JSON.

Must not read `date` as a delivery date (it is when the order was placed) nor a price as part of
a line. Columns may be hidden, rows about the report may stand above the header.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from station.importing.kinds import missing_columns
from station.importing.orders import NEEDS_DATE, Lines, read_lines
from station.importing.presets.ofn_headers import HEADERS
from station.importing.problems import Problem, Reading, quoted
from station.importing.table import MAX_CELL, MAX_ROWS, Row, Table, read_table, unreadable
from station.importing.text import clean, decode, has_control_character

MEANINGS: Mapping[str, str] = {
    "order_number": "order",
    "customer_code": "customer_code",
    "customer": "customer_name",
    "sku": "sku",
    "producer": "producer_name",
    "product": "product_name",
    "variant": "variant",
    "quantity": "quantity",
    "comments": "comment",
    "order_cycle": "cycle",
}
"""The shop's columns that are read; all others are known and left alone."""

PREAMBLE = 10
"""Rows about the report that may stand above its header: title, period, filters, printed at."""
NAMES = {"order": "N° commande / Order number", "quantity": "Quantité / Quantity"}

_KEYS = {name.casefold(): key for key, names in HEADERS.items() for name in names}


def read(content: bytes, delivery_date: date | None) -> Lines:
    """Read the report in either form; the caller says for which day it is."""
    if delivery_date is None:
        return Reading(rows=(), problems=(NEEDS_DATE,))
    if content.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        table = _json_table(content)
    else:
        table = read_table(content, _key_of, preamble=PREAMBLE)
    missing = missing_columns(table, list(NAMES), NAMES)
    if missing:
        return Reading(rows=(), problems=(*table.problems, *missing))
    return read_lines(table.rows, table.problems, delivery_date)


def _key_of(cell: str) -> str | None:
    name = cell.casefold()
    key = _KEYS.get(name) or _KEYS.get(name.rpartition(" (")[0])  # « Total (€) »
    return _meaning(key) if key else None


def _meaning(key: str) -> str:
    return MEANINGS.get(key, f"ignored:{key}")


def _json_table(content: bytes) -> Table:
    text = decode(content)
    if isinstance(text, Problem):
        return unreadable(text)
    try:
        answer = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        words = "Le fichier JSON est coupé ou abîmé. Refaites l'export, puis recommencez."
        return unreadable(Problem(row=line, column=None, code="bad_json", message=words))
    items = answer.get("data") if isinstance(answer, dict) else answer
    if not isinstance(items, list) or len(items) > MAX_ROWS:
        words = f"Il faut une liste « data » d'au plus {MAX_ROWS} lignes. Vérifiez le rapport."
        return unreadable(Problem(row=None, column="data", code="bad_json", message=words))
    if not items:
        words = "Le rapport n'a aucune ligne. Vérifiez ses filtres."
        return unreadable(Problem(row=None, column=None, code="no_rows", message=words))
    return _json_rows(items)


def _json_rows(items: list[Any]) -> Table:
    rows: list[Row] = []
    problems: list[Problem] = []
    columns: dict[str, None] = {}
    for place, item in enumerate(items, start=1):
        cells = _json_cells(item)
        if isinstance(cells, str):
            words = f"Valeur {quoted(cells)} inattendue. Refaites l'export, puis recommencez."
            problems.append(Problem(row=place, column=None, code="bad_json", message=words))
        else:
            columns.update(dict.fromkeys(cells))
            rows.append(Row(line=place, cells=cells))
    return Table(columns=tuple(columns), rows=tuple(rows), problems=tuple(problems))


def _json_cells(item: Any) -> dict[str, str] | str:
    """Return the cells of one object, or what in it is no cell."""
    if not isinstance(item, dict):
        return str(item)
    cells = {}
    for key, value in item.items():
        if isinstance(value, dict | list):
            return f"{key}: {value}"
        cell = "" if value is None else clean(_plain(value))
        if len(cell) > MAX_CELL or has_control_character(cell):
            return f"{key}: {cell}"
        cells[_meaning(key)] = cell
    return cells


def _plain(value: object) -> str:
    """Write a number without an exponent: 1E+1 is a spelling of ten that no person uses."""
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) < 30:
        return format(value, "f")
    return str(value)
