"""The hub's own order form: the contract's columns.

Must not match codes: it only names what each column holds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from station.importing.kinds import missing_columns
from station.importing.orders import Lines, read_lines
from station.importing.problems import Reading
from station.importing.table import read_table
from station.importing.text import clean

COLUMNS: Mapping[str, str] = {
    "order": "order",
    "customer": "customer_code",
    "delivery_date": "delivery_date",
    "producer": "producer_code",
    "product": "sku",
    "quantity": "quantity",
    "unit": "unit",
    "comment": "comment",
}
"""The contract's names and what they hold."""

REQUIRED = ("order", "customer_code", "sku", "quantity")
PREAMBLE = 10
"""Lines that a foreign program may write above its header."""
NAMES = {meaning: name for name, meaning in COLUMNS.items()}


def read(content: bytes, delivery_date: date | None) -> Lines:
    """Read the hub's own CSV."""
    return _read(content, _key_of(COLUMNS), delivery_date, preamble=0)


def _read(
    content: bytes,
    key_of: Callable[[str], str | None],
    delivery_date: date | None,
    *,
    preamble: int,
) -> Lines:
    table = read_table(content, key_of, preamble=preamble)
    needed = [*REQUIRED, *([] if delivery_date else ["delivery_date"])]
    missing = missing_columns(table, needed, NAMES)
    if missing:
        return Reading(rows=(), problems=(*table.problems, *missing))
    return read_lines(table.rows, table.problems, delivery_date)


def _key_of(meanings: Mapping[str, str]) -> Callable[[str], str | None]:
    folded = {clean(header).casefold(): meaning for header, meaning in meanings.items()}

    def key_of(cell: str) -> str | None:
        return folded.get(cell.casefold())

    return key_of
