"""Order lines as files write them, before anybody knows which customer and product they mean.

Must not look anything up: `matching` turns an `OrderLine` into an `OrderRow`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from station.importing import cells
from station.importing.problems import CellError, Problem, Reading, bounded
from station.importing.table import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line as written: codes and names to be matched, quantity as a number, no price.

    `variant` is the shop's packing (« 1kg », « botte »); `quantity` counts these packings.
    """

    line: int
    order: str
    delivery_date: date
    customer_code: str
    customer_name: str
    sku: str
    producer_code: str
    producer_name: str
    product_name: str
    variant: str
    unit: str
    quantity: Decimal
    comment: str
    cycle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderRow:
    """One line the station understands: codes, and thousandths of the product's unit."""

    line: int = field(compare=False)
    order: str
    customer: str
    delivery_date: date
    producer: str
    product: str
    quantity_milli: int
    unit: str
    comment: str


Lines = Reading[OrderLine]
OrderOf = Callable[[Mapping[str, str], date], str]
"""The order's name where the file has none of its own."""

MAX_ORDER = 60
"""Longest order number; those of shops have some 10 characters."""

NEEDS_DATE = Problem(
    row=None,
    column="delivery_date",
    code="delivery_date_required",
    message="Ce fichier ne dit pas quand livrer. Choisissez la date de livraison.",
)


def read_lines(
    rows: tuple[Row, ...],
    problems: tuple[Problem, ...],
    delivery_date: date | None,
    order_of: OrderOf | None = None,
) -> Lines:
    """Read all rows; a bad one is reported under its line and loses no neighbour."""
    lines: list[OrderLine] = []
    found = list(problems)
    for row in rows:
        try:
            lines.append(_read_line(row, delivery_date, order_of))
        except CellError as error:
            found.append(_problem(row, error, delivery_date, order_of))
    return Reading(rows=tuple(lines), problems=bounded(found))


def _problem(
    row: Row, error: CellError, delivery_date: date | None, order_of: OrderOf | None
) -> Problem:
    order = row.cells.get("order")
    if order_of is not None and delivery_date is not None:
        order = order_of(row.cells, delivery_date)
    return Problem(
        row=row.line,
        column=error.column,
        code=error.code,
        message=error.message,
        order=order or None,
    )


def _read_line(row: Row, delivery_date: date | None, order_of: OrderOf | None) -> OrderLine:
    get = row.cells.get
    day = _day(get("delivery_date", ""), delivery_date)
    return OrderLine(
        line=row.line,
        order=_order(order_of(row.cells, day) if order_of else get("order", "")),
        delivery_date=day,
        customer_code=_unmasked(get("customer_code", "")),
        customer_name=_unmasked(get("customer_name", "")),
        sku=get("sku", ""),
        producer_code=get("producer_code", ""),
        producer_name=get("producer_name", ""),
        product_name=get("product_name", ""),
        variant=get("variant", ""),
        unit=get("unit", "").casefold(),
        quantity=_quantity(get("quantity", "")),
        comment=get("comment", ""),
        cycle=get("cycle", ""),
    )


def _day(cell: str, delivery_date: date | None) -> date:
    if cell:
        try:
            return cells.iso_date(cell)
        except CellError as error:
            raise CellError(error.code, error.message, "delivery_date") from error
    if delivery_date is None:
        words = "Date de livraison vide. Remplissez-la ou choisissez-la."
        raise CellError("missing_value", words, "delivery_date")
    return delivery_date


def _order(name: str) -> str:
    if not name or len(name) > MAX_ORDER:
        words = f"Il faut un numéro de commande de 1 à {MAX_ORDER} caractères. Corrigez-le."
        raise CellError("missing_value" if not name else "too_long", words, "order")
    return name


def _quantity(cell: str) -> Decimal:
    if not cell:
        words = "Quantité vide. Remplissez-la, puis recommencez."
        raise CellError("missing_value", words, "quantity")
    try:
        number = cells.decimal(cell)
        cells.milli(number, cell)
    except CellError as error:
        raise CellError(error.code, error.message, "quantity") from error
    if number == 0:
        words = "Quantité zéro. Pour annuler, retirez la ligne du fichier."
        raise CellError("zero_quantity", words, "quantity")
    return number


def _unmasked(cell: str) -> str:
    """Drop « < Hidden > »: what a shop shows to those who may not see its customers."""
    return "" if cell.startswith("<") and cell.endswith(">") else cell
