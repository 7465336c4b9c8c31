"""Compares what a file says with what is known: added, changed, cancelled, unchanged.

Must not apply anything. Absence never cancels by itself: a line that an order in the file no
longer has is only a candidate, and an order that the file does not name is left alone.

A line is known by its order, customer, product and unit, never by a price or by its place in
the file. Where an order has the same product several times (Open Food Network writes one row
per price), the rows stay apart: equal ones are paired first, the rest in order of day,
quantity and comment, so that the order of the rows never matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Generic, Protocol, TypeVar

from station.importing.orders import OrderRow
from station.importing.problems import Problem

LineKey = tuple[str, str, str, str]
Said = tuple[date, int, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownLine:
    """An order line that is in force at the station."""

    id: str
    order: str
    customer: str
    delivery_date: date
    producer: str
    product: str
    quantity_milli: int
    unit: str
    comment: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """A known line and the row that now says something else."""

    known: KnownLine
    row: OrderRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Diff:
    """What applying a file would do; `cancelled` waits for a confirmation."""

    added: tuple[OrderRow, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    cancelled: tuple[KnownLine, ...] = ()
    unchanged: tuple[KnownLine, ...] = ()


def diff_orders(
    known: Iterable[KnownLine], rows: Iterable[OrderRow], problems: Iterable[Problem] = ()
) -> Diff:
    """Compare order lines; of an order with an unreadable row nothing counts as missing."""
    came = _grouped(rows)
    stored = _grouped(known)
    named = {key[0] for key in came} - _half_read(problems, {key[0] for key in came})
    parts = [
        _pair(stored.get(key, []), came.get(key, []), key[0] in named)
        for key in sorted(stored.keys() | came.keys())
    ]
    return Diff(
        added=tuple(row for part in parts for row in part.added),
        changed=tuple(change for part in parts for change in part.changed),
        cancelled=tuple(line for part in parts for line in part.cancelled),
        unchanged=tuple(line for part in parts for line in part.unchanged),
    )


def _half_read(problems: Iterable[Problem], orders: set[str]) -> set[str]:
    """Return the orders a bad row belongs to: all, where it cannot be told."""
    bad = {problem.order for problem in problems if problem.blocks}
    return orders if None in bad else {order for order in bad if order is not None}


LineT = TypeVar("LineT", KnownLine, OrderRow)


def _grouped(lines: Iterable[LineT]) -> dict[LineKey, list[LineT]]:
    groups: dict[LineKey, list[LineT]] = defaultdict(list)
    for line in lines:
        groups[line.order, line.customer, line.product, line.unit].append(line)
    return groups


def _said(line: KnownLine | OrderRow) -> Said:
    return line.delivery_date, line.quantity_milli, line.comment


def _pair(known: list[KnownLine], rows: list[OrderRow], named: bool) -> Diff:
    """Pair the lines of one key: equal ones first, then the others in a settled order."""
    waiting = sorted(rows, key=_said)
    unchanged, others = [], []
    for line in sorted(known, key=lambda line: (_said(line), line.id)):
        equal = next((row for row in waiting if _said(row) == _said(line)), None)
        if equal is None:
            others.append(line)
        else:
            waiting.remove(equal)
            unchanged.append(line)
    pairs = list(zip(others, waiting, strict=False))
    return Diff(
        added=tuple(waiting[len(pairs) :]),
        changed=tuple(ChangedLine(known=line, row=row) for line, row in pairs),
        cancelled=tuple(others[len(pairs) :]) if named else (),
        unchanged=tuple(unchanged),
    )


class Coded(Protocol):
    """A row of master data."""

    @property
    def code(self) -> str:
        """Return what names it."""


CodedT = TypeVar("CodedT", bound=Coded)


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterDiff(Generic[CodedT]):
    """What applying master data would do; what a file does not name stays as it is."""

    added: tuple[CodedT, ...] = field(default=())
    changed: tuple[CodedT, ...] = field(default=())
    unchanged: tuple[CodedT, ...] = field(default=())


def diff_master(known: Mapping[str, CodedT], rows: Iterable[CodedT]) -> MasterDiff[CodedT]:
    """Compare rows of one kind with the known ones by code (the line in the file is no part)."""
    added, changed, unchanged = [], [], []
    for row in rows:
        before = known.get(row.code)
        if before is None:
            added.append(row)
        elif before != row:
            changed.append(row)
        else:
            unchanged.append(row)
    return MasterDiff(added=tuple(added), changed=tuple(changed), unchanged=tuple(unchanged))
