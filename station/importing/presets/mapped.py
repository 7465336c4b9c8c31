"""Any CSV of orders, read by a mapping that a person made: columns, numbers, dates, unit words.

Must not guess: a cell that the mapping does not explain is a problem of its line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from station.domain.order_mapping import OrderMapping
from station.importing.matching import folded
from station.importing.orders import NEEDS_DATE, Lines, OrderOf, read_lines
from station.importing.presets.hub import COLUMNS, PREAMBLE
from station.importing.problems import Reading
from station.importing.table import Row, Table, read_table
from station.importing.text import clean

SAMPLE = 5
"""Lines shown while a mapping is made."""
NUMERIC_DATE = re.compile(r"([0-9]{1,2})[/.-]([0-9]{1,2})[/.-]([0-9]{4})(?: .*)?")
ISO_BEGINNING = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[ T].*")


def read(content: bytes, delivery_date: date | None, mapping: OrderMapping) -> Lines:
    """Read a file by a mapping; the day is asked for where no column holds it."""
    if delivery_date is None and "delivery_date" not in mapping.columns.values():
        return Reading(rows=(), problems=(NEEDS_DATE,))
    meanings = {
        folded(clean(header)): COLUMNS.get(field, field)
        for header, field in mapping.columns.items()
    }
    table = read_table(content, lambda cell: meanings.get(folded(cell)), preamble=PREAMBLE)
    rows = tuple(replace(row, cells=_translated(row, mapping)) for row in table.rows)
    named = "order" in mapping.columns.values()
    return read_lines(rows, table.problems, delivery_date, None if named else _order_of(mapping))


def _translated(row: Row, mapping: OrderMapping) -> dict[str, str]:
    cells = dict(row.cells)
    cells["quantity"] = _number(cells.get("quantity", ""), mapping.decimal)
    cells["delivery_date"] = _date(cells.get("delivery_date", ""), mapping.dates)
    unit = cells.get("unit", "")
    words = {folded(word): ours for word, ours in mapping.units.items()}
    cells["unit"] = words.get(folded(unit), unit)
    return cells


def _number(cell: str, decimal: str) -> str:
    """Take out what groups thousands; what stays is read, or refused, as any quantity."""
    match decimal:
        case "comma":
            return re.sub(r"[. ](?=[0-9]{3}(?:[,. ]|$))", "", cell)
        case "dot":
            return re.sub(r"[, ](?=[0-9]{3}(?:[,. ]|$))", "", cell)
        case _:
            return cell


def _date(cell: str, dates: str) -> str:
    """Write a date the ISO way; what is no date of that form stays, and is refused as it is."""
    iso = ISO_BEGINNING.fullmatch(cell)
    if dates == "iso":
        return iso[1] if iso else cell
    found = NUMERIC_DATE.fullmatch(cell)
    if not found:
        return cell
    day, month = (found[1], found[2]) if dates == "day_first" else (found[2], found[1])
    return f"{found[3]}-{int(month):02}-{int(day):02}"


def _order_of(mapping: OrderMapping) -> OrderOf:
    """Name orders of a file without numbers: one customer orders once for one day."""

    def order(cells: Mapping[str, str], day: date) -> str:
        who = cells.get("customer_code") or folded(cells.get("customer_name", ""))
        return f"{mapping.name}-{day.isoformat()}-{who}"[:60] if who else ""

    return order


def columns_of(content: bytes) -> Table:
    """Return the columns of any CSV under their own names, with its rows, for a person to map."""

    def own(cell: str) -> str | None:
        return cell or None

    return read_table(content, own, preamble=PREAMBLE)
