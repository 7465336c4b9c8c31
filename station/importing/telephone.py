"""An order told on the telephone and typed on a page, compared with what is known like a file.

Must not write: the difference goes to the ledger as the one of a file does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from station.domain.model import Product
from station.importing.cells import iso_date
from station.importing.difference import Difference
from station.importing.matching import FRACTIONAL
from station.importing.orders import OrderRow
from station.importing.orders_applying import Closed, never, rows_difference
from station.importing.problems import CellError, Problem, Reading, bounded
from station.reading import Present

SOURCE = "téléphone"
MAX_LINES = 200
"""Lines of one call; a canteen's longest order has some fifty."""
MAX_COMMENT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldLine:
    """One line as told; `quantity_milli` in thousandths of the product's own unit."""

    product: str
    quantity_milli: int
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldOrder:
    """A customer's whole order for one day: what it does not name any more is to be cancelled.

    `seen`: the order's known lines, id to thousandths, as the difference showed them; None where
    nobody looked. Somebody else's change since then is shown, never overwritten.
    """

    customer: str
    delivery_date: str
    lines: tuple[ToldLine, ...]
    dry_run: bool = False
    confirm_cancellations: bool = False
    seen: dict[str, int] | None = None


def order_number(customer: str, delivery_date: str) -> str:
    """Return the number of a customer's telephone order: one for each day of delivery."""
    return f"TEL-{delivery_date}-{customer}"


def telephone_difference(
    present: Present, told: ToldOrder, closed: Closed = never
) -> tuple[Difference, bool]:
    """Return the difference a told order makes, and whether a problem keeps it from being taken."""
    reading = _read(present, told)
    difference = rows_difference(
        present,
        reading,
        source=SOURCE,
        confirm_cancellations=told.confirm_cancellations,
        closed=closed,
    )
    known = [*difference.unchanged, *difference.cancelled, *(x["was"] for x in difference.changed)]
    if told.seen is not None and told.seen != {x["id"]: x["quantity_milli"] for x in known}:
        words = "Quelqu'un a changé cette commande. Regardez la nouvelle différence."
        problem = Problem(row=None, column=None, code="changed_meanwhile", message=words)
        return replace(difference, problems=(*difference.problems, problem)), True
    return difference, reading.blocked


def _read(present: Present, told: ToldOrder) -> Reading[OrderRow]:
    try:
        day = iso_date(told.delivery_date)
    except CellError as error:
        return _nothing("delivery_date", error.code, "Choisissez la date de livraison.")
    if present.world.customers.get(told.customer) is None:
        return _nothing("customer", "unknown_customer", "Choisissez un client de la liste.")
    if not 0 < len(told.lines) <= MAX_LINES:
        words = f"Il faut 1 à {MAX_LINES} lignes. Complétez la commande."
        return _nothing("lines", "no_rows", words)
    rows: list[OrderRow] = []
    problems: list[Problem] = []
    for place, line in enumerate(told.lines, start=1):
        read = _row(present, told, place, line, day)
        if isinstance(read, Problem):
            problems.append(read)
        else:
            rows.append(read)
    return Reading(rows=tuple(rows), problems=bounded(problems))


def _nothing(column: str, code: str, message: str) -> Reading[OrderRow]:
    problem = Problem(row=None, column=column, code=code, message=message)
    return Reading(rows=(), problems=(problem,))


def _row(
    present: Present, told: ToldOrder, place: int, line: ToldLine, day: date
) -> OrderRow | Problem:
    order = order_number(told.customer, told.delivery_date)
    product = present.world.products.get(line.product)
    if product is None:
        words = "Choisissez un produit de la liste."
        return Problem(
            row=place, column="product", code="unknown_product", message=words, order=order
        )
    wrong = _wrong_quantity(line, product) or _wrong_comment(line)
    if wrong:
        column, code, words = wrong
        return Problem(row=place, column=column, code=code, message=words, order=order)
    return OrderRow(
        line=place,
        order=order,
        customer=told.customer,
        delivery_date=day,
        producer=product.producer,
        product=product.code,
        quantity_milli=line.quantity_milli,
        unit=product.unit.value,
        comment=line.comment.strip(),
    )


def _wrong_quantity(line: ToldLine, product: Product) -> tuple[str, str, str] | None:
    if line.quantity_milli <= 0:
        words = f"{product.name} : écrivez une quantité, ou retirez la ligne."
        return "quantity", "zero_quantity", words
    if product.unit.value not in FRACTIONAL and line.quantity_milli % 1000:
        return "quantity", "fraction", f"{product.name} se compte. Écrivez un nombre entier."
    return None


def _wrong_comment(line: ToldLine) -> tuple[str, str, str] | None:
    if len(line.comment) > MAX_COMMENT or not line.comment.isprintable():
        words = f"Remarque d'au plus {MAX_COMMENT} caractères, sur une ligne."
        return "comment", "too_long", words
    return None
