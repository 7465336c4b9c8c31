"""Compares an order file with the orders that are known, and says what applying it would send.

Must not write: `applying` sends the difference as one command.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from station.domain.codec import to_plain
from station.domain.model import OrderLine
from station.domain.words import LineState
from station.importing.diff import ChangedLine, Diff, KnownLine, diff_orders
from station.importing.difference import Difference
from station.importing.matching import Aliases, folded, match_orders
from station.importing.orders import OrderRow
from station.importing.presets import DEFAULT_PRESET, PRESETS, read_orders
from station.importing.problems import CellError, Problem, Reading
from station.reading import Present


@dataclass(frozen=True, slots=True)
class _Named:
    """A customer or product as matching sees it."""

    code: str
    name: str
    producer: str = ""
    unit: str = ""
    gtin: str | None = None


def order_difference(
    present: Present,
    content: bytes,
    *,
    preset: str | None,
    delivery_date: str | None,
    source: str,
    confirm_cancellations: bool,
) -> tuple[Difference, bool]:
    """Return the difference of an order file, and whether a problem keeps it from being applied."""
    if preset is not None and preset not in PRESETS:
        names = ", ".join(PRESETS)
        message = f"Modèle {preset!r} inconnu. Choisissez parmi : {names}."
        problem = Problem(row=None, column=None, code="unknown_preset", message=message)
        return Difference(data={}, problems=(problem,)), True
    day, wrong = _date(delivery_date)
    if wrong:
        return Difference(data={}, problems=(wrong,)), True
    lines = read_orders(content, preset=preset or DEFAULT_PRESET, delivery_date=day)
    reading = match_orders(
        lines,
        customers=[
            _Named(customer.code, present.name("customer", customer.code))
            for customer in present.world.customers.all()
        ],
        products=[
            _Named(p.code, p.name, p.producer, p.unit.value, p.gtin or None)
            for p in present.world.products.all()
        ],
        aliases=_aliases(present),
    )
    difference = rows_difference(
        present, reading, source=source, confirm_cancellations=confirm_cancellations
    )
    return difference, reading.blocked


def rows_difference(
    present: Present, reading: Reading[OrderRow], *, source: str, confirm_cancellations: bool
) -> Difference:
    """Return the difference that rows in our own codes make, whatever they were read from."""
    diff = diff_orders(_known(present, reading.rows), reading.rows, reading.problems)
    return Difference(
        added=tuple(_row(row) for row in diff.added),
        changed=tuple(_changed(change) for change in diff.changed),
        cancelled=tuple(_line(line) for line in diff.cancelled),
        unchanged=tuple(_line(line) for line in diff.unchanged),
        data=_data(diff, source, confirm_cancellations),
        problems=reading.problems,
    )


def _date(text: str | None) -> tuple[date | None, Problem | None]:
    if text is None:
        return None, None
    try:
        return date.fromisoformat(text), None
    except ValueError:
        error = CellError("bad_date", f"Date {text!r} : écrivez AAAA-MM-JJ.")
        return None, Problem(
            row=None, column="delivery_date", code=error.code, message=error.message
        )


def _aliases(present: Present) -> Aliases:
    found: dict[str, dict[str, str]] = {"customer": {}, "product": {}}
    for alias in present.world.aliases.all():
        found[alias.kind][folded(alias.name)] = alias.code
    return Aliases(customers=found["customer"], products=found["product"])


def _known(present: Present, rows: tuple[OrderRow, ...]) -> list[KnownLine]:
    """Return the lines in force of the orders that the file names."""
    known = []
    for order in sorted({row.order for row in rows}):
        for line in present.world.order_lines.where(order=order):
            if line.state is not LineState.CANCELLED:
                known.append(_known_line(line, present.comment(line.id)))
    return known


def _known_line(line: OrderLine, comment: str) -> KnownLine:
    return KnownLine(
        id=line.id,
        order=line.order,
        customer=line.customer,
        delivery_date=date.fromisoformat(line.delivery_date),
        producer=line.producer,
        product=line.product,
        quantity_milli=line.quantity_milli,
        unit=line.unit.value,
        comment=comment,
    )


def _row(row: OrderRow) -> dict[str, Any]:
    names = ("order", "customer", "producer", "product", "quantity_milli", "unit", "comment")
    plain: dict[str, Any] = {name: to_plain(getattr(row, name)) for name in names}
    return plain | {"delivery_date": row.delivery_date.isoformat(), "row": row.line}


def _line(line: KnownLine) -> dict[str, Any]:
    names = ("id", "order", "customer", "producer", "product", "quantity_milli", "unit", "comment")
    plain: dict[str, Any] = {name: to_plain(getattr(line, name)) for name in names}
    return plain | {"delivery_date": line.delivery_date.isoformat()}


def _changed(change: ChangedLine) -> dict[str, Any]:
    return {**_row(change.row), "id": change.known.id, "was": _line(change.known)}


def _data(diff: Diff, source: str, confirm_cancellations: bool) -> dict[str, Any]:
    """Return the command's data; nothing when the file changes nothing."""
    cancelled = [line.id for line in diff.cancelled] if confirm_cancellations else []
    if not (diff.added or diff.changed or cancelled):
        return {}
    added = [{k: v for k, v in _row(row).items() if k != "row"} for row in diff.added]
    changed = [
        {
            "order_line": change.known.id,
            "quantity_milli": change.row.quantity_milli,
            "delivery_date": change.row.delivery_date.isoformat(),
            "comment": change.row.comment,
        }
        for change in diff.changed
    ]
    orders = {"source": source, "added": added, "changed": changed, "cancelled": cancelled}
    return {"orders": orders}
