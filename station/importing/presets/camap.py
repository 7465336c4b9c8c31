"""CAMAP's order export of one distribution (`Export-commandes-….csv`).

Must not take its file name for a date, nor its price for part of a line. Cells stand between
quotation marks that are not doubled inside, so ordinary CSV rules would tear them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from station.importing.kinds import missing_columns
from station.importing.orders import NEEDS_DATE, Lines, read_lines
from station.importing.problems import Reading
from station.importing.table import Record, read_table, standard_records

COLUMNS: Mapping[str, str] = {
    "userid": "customer_code",
    "username": "customer_name",
    "productname": "product_name",
    "ref": "sku",
    "catalogname": "producer_name",
    "catalogid": "ignored:catalogId",
    "vendorid": "ignored:vendorId",
    "price": "ignored:price",
    "quantity": "quantity",
    "fees": "ignored:fees",
    "total": "ignored:total",
    "paid": "ignored:paid",
}
"""Their names and what they hold; known ones that are not read are not reported as unknown."""

NAMES = {"customer_code": "userId", "quantity": "quantity", "product_name": "productName"}


def read(content: bytes, delivery_date: date | None) -> Lines:
    """Read the lines of one distribution; each member's lines of the day are one order."""
    if delivery_date is None:
        return Reading(rows=(), problems=(NEEDS_DATE,))
    table = read_table(content, lambda cell: COLUMNS.get(cell.casefold()), split=_records)
    missing = missing_columns(table, list(NAMES), NAMES)
    if missing:
        return Reading(rows=(), problems=(*table.problems, *missing))
    return read_lines(table.rows, table.problems, delivery_date, _order_of)


def _order_of(cells: Mapping[str, str], day: date) -> str:
    """The file has no order number: one member orders once for one day."""
    member = cells.get("customer_code", "")
    return f"CAMAP-{day.isoformat()}-{member}" if member else ""


def _records(text: str, separator: str) -> Iterator[Record]:
    """Split at quotation mark, separator, quotation mark; a file saved again is ordinary CSV."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), start=1) if line]
    quoted = all(len(line) > 1 and line[0] == line[-1] == '"' for _, line in lines[1:])
    if separator != ";" or not quoted:
        yield from standard_records(text, separator)
        return
    for number, line in lines:
        bare = line[1:-1] if line.startswith('"') else line
        yield number, bare.split('";"' if line.startswith('"') else ";")
