"""Compares an order file with the orders that are known, and says what applying it would send.

Must not write: `applying` sends the difference as one command.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from station.domain.codec import to_plain
from station.domain.late import LateKind, LateLine, LateState
from station.domain.model import OrderLine
from station.domain.order_mapping import OrderMapping
from station.domain.words import LineState
from station.importing.cells import iso_date
from station.importing.diff import ChangedLine, Diff, KnownLine, diff_orders
from station.importing.difference import Difference
from station.importing.matching import Aliases, folded, match_orders
from station.importing.orders import Lines, OrderRow
from station.importing.presets import DEFAULT_PRESET, PRESETS, read_orders
from station.importing.presets.mapped import read as read_mapped_orders
from station.importing.problems import CellError, Problem, Reading
from station.reading import Present

Closed = Callable[[str], bool]
"""Tells whether the cut-off of a delivery date has passed."""
MAX_CYCLE = 60
"""Longest name of an order cycle kept; what shops write has some 30 characters."""


def never(delivery_date: str) -> bool:
    """Tell that a date has no cut-off."""
    return False


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
    cycle: str = "",
    closed: Closed = never,
) -> tuple[Difference, bool]:
    """Return the difference of an order file, and whether a problem keeps it from being applied."""
    mapping = present.world.order_mappings.get(preset or "")
    if preset is not None and preset not in PRESETS and mapping is None:
        saved = [one.name for one in present.world.order_mappings.all()]
        names = ", ".join([*PRESETS, *saved])
        message = f"Modèle {preset!r} inconnu. Choisissez parmi : {names}."
        problem = Problem(row=None, column=None, code="unknown_preset", message=message)
        return Difference(data={}, problems=(problem,)), True
    day, wrong = _date(delivery_date)
    if wrong:
        return Difference(data={}, problems=(wrong,)), True
    if mapping is not None and preset not in PRESETS:
        lines = read_mapped_orders(content, day, mapping)
    else:
        lines = read_orders(content, preset=preset or DEFAULT_PRESET, delivery_date=day)
    return _lines_difference(
        present,
        lines,
        source=source,
        confirm_cancellations=confirm_cancellations,
        cycle=cycle,
        closed=closed,
    )


def mapped_difference(
    present: Present,
    content: bytes,
    mapping: OrderMapping,
    *,
    delivery_date: date | None,
    source: str,
    closed: Closed = never,
) -> tuple[Difference, bool]:
    """Return the difference of a file read by a mapping that need not be saved yet."""
    lines = read_mapped_orders(content, delivery_date, mapping)
    return _lines_difference(
        present, lines, source=source, confirm_cancellations=False, closed=closed
    )


def _lines_difference(
    present: Present,
    lines: Lines,
    *,
    source: str,
    confirm_cancellations: bool,
    cycle: str = "",
    closed: Closed = never,
) -> tuple[Difference, bool]:
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
        present,
        reading,
        source=source,
        cycle=cycle or _cycle(lines),
        confirm_cancellations=confirm_cancellations,
        closed=closed,
    )
    return difference, reading.blocked


def _cycle(lines: Lines) -> str:
    """Return the order cycle that a file names; several are told together."""
    named = ", ".join(sorted({line.cycle for line in lines.rows if line.cycle}))
    return named if len(named) <= MAX_CYCLE else named[: MAX_CYCLE - 1] + "…"


def rows_difference(
    present: Present,
    reading: Reading[OrderRow],
    *,
    source: str,
    confirm_cancellations: bool,
    cycle: str = "",
    closed: Closed = never,
) -> Difference:
    """Return the difference that rows in our own codes make, whatever they were read from."""
    known, settled = _known(present, reading.rows)
    diff = diff_orders(known, reading.rows, reading.problems)
    cancelled = tuple(line for line in diff.cancelled if line.id not in settled)
    diff = replace(diff, cancelled=cancelled)
    return Difference(
        added=tuple(_row(row, closed) for row in diff.added),
        changed=tuple(_changed(change, closed) for change in diff.changed),
        cancelled=tuple(_line(line) for line in diff.cancelled),
        unchanged=tuple(_line(line) for line in diff.unchanged),
        data=_data(diff, source, cycle, confirm_cancellations),
        problems=reading.problems,
    )


def _date(text: str | None) -> tuple[date | None, Problem | None]:
    if text is None:
        return None, None
    try:
        return iso_date(text), None
    except CellError as error:
        return None, Problem(
            row=None, column="delivery_date", code=error.code, message=error.message
        )


def _aliases(present: Present) -> Aliases:
    found: dict[str, dict[str, str]] = {"customer": {}, "product": {}}
    for alias in present.world.aliases.all():
        found[alias.kind][folded(present.alias_name(alias))] = alias.code
    return Aliases(customers=found["customer"], products=found["product"])


def _known(present: Present, rows: tuple[OrderRow, ...]) -> tuple[list[KnownLine], set[str]]:
    """Return the lines in force of the orders that the file names, and those never to be missed.

    A late line that somebody answered, or still has to, counts as it was asked for: the same file
    asks for it no second time. Its cancellation, or what it became on another day, neither.
    """
    known: list[KnownLine] = []
    settled: set[str] = set()
    for order in sorted({row.order for row in rows}):
        late = [x for x in present.world.late_lines.where(order=order) if x.state.answered]
        asked = {x.placed or x.order_line: x for x in late if x.kind is not LateKind.CHANGED}
        asked |= {x.order_line: x for x in late if x.kind is LateKind.CHANGED}
        extra = {x.placed for x in late if x.kind is LateKind.CHANGED}
        settled |= {x.order_line for x in late if x.kind is LateKind.CANCELLED}
        settled |= {x.id for x in late if x.state is LateState.REFUSED}
        for line in present.world.order_lines.where(order=order):
            if line.state is LineState.CANCELLED or line.id in extra:
                continue
            known.append(_in_force(present, line, asked.get(line.id)))
        known += [_known_late(present, x, x.id) for x in late if not x.order_line and not x.placed]
    return known, settled


def _in_force(present: Present, line: OrderLine, late: LateLine | None) -> KnownLine:
    if late is None or late.kind is LateKind.CANCELLED:
        return _known_line(line, present.comment(line.id))
    return _known_late(present, late, line.id)


def _known_late(present: Present, late: LateLine, id: str) -> KnownLine:
    return KnownLine(
        id=id,
        order=late.order,
        customer=late.customer,
        delivery_date=date.fromisoformat(late.delivery_date),
        producer=late.producer,
        product=late.product,
        quantity_milli=late.quantity_milli,
        unit=late.unit.value,
        comment=(present.vault.get(f"late/{late.id}") or {}).get("comment", ""),
    )


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


def _row(row: OrderRow, closed: Closed) -> dict[str, Any]:
    names = ("order", "customer", "producer", "product", "quantity_milli", "unit", "comment")
    plain: dict[str, Any] = {name: to_plain(getattr(row, name)) for name in names}
    day = row.delivery_date.isoformat()
    return plain | {"delivery_date": day, "row": row.line, "late": closed(day)}


def _line(line: KnownLine) -> dict[str, Any]:
    names = ("id", "order", "customer", "producer", "product", "quantity_milli", "unit", "comment")
    plain: dict[str, Any] = {name: to_plain(getattr(line, name)) for name in names}
    return plain | {"delivery_date": line.delivery_date.isoformat()}


def _changed(change: ChangedLine, closed: Closed) -> dict[str, Any]:
    row, was = _row(change.row, closed), _line(change.known)
    late = row["late"] or closed(was["delivery_date"])
    return {**row, "id": change.known.id, "was": was, "late": late}


def _data(diff: Diff, source: str, cycle: str, confirm_cancellations: bool) -> dict[str, Any]:
    """Return the command's data; nothing when the file changes nothing."""
    cancelled = [line.id for line in diff.cancelled] if confirm_cancellations else []
    if not (diff.added or diff.changed or cancelled):
        return {}
    added = [
        {k: v for k, v in _row(row, never).items() if k not in ("row", "late")}
        for row in diff.added
    ]
    changed = [
        {
            "order_line": change.known.id,
            "quantity_milli": change.row.quantity_milli,
            "delivery_date": change.row.delivery_date.isoformat(),
            "comment": change.row.comment,
        }
        for change in diff.changed
    ]
    lines = {"added": added, "changed": changed, "cancelled": cancelled}
    return {"orders": {"source": source, "cycle": cycle, **lines}}
