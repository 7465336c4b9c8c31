"""Reads what one producer is to bring on a day, sorted by customer, with what changed since.

Must not number anything: a version is the one that was issued; without one it is a draft.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.config.model import Hub
from station.documents.parties import Party, hub_party, producer_party
from station.documents.phrases import one_line, quantity
from station.domain.deciding.papers import sheet_lines
from station.domain.model import PreparationSheet, SheetLine, sheet_key
from station.domain.words import Unit
from station.reading import Present


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetRow:
    """One thing to bring for one customer; `change` says what the version before said."""

    order_line: str
    customer: str
    customer_name: str
    round: str
    stop: int | None
    product: str
    name: str
    unit: Unit
    quantity_milli: int
    crates: int
    change: str = ""
    gone: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPaper:
    """A preparation sheet; `version` 0 is a draft, `outdated` says that orders moved since."""

    producer: Party
    hub: Party
    date: str
    version: int
    issued_at: str | None
    timezone: str
    outdated: bool
    rows: tuple[SheetRow, ...]

    @property
    def title(self) -> str:
        """« version 2, remplace la 1 »."""
        if not self.version:
            return "projet, pas encore envoyé"
        former = f", remplace la {self.version - 1}" if self.version > 1 else ""
        return f"version {self.version}{former}"

    @property
    def totals(self) -> list[tuple[str, Unit, int]]:
        """What to harvest in all: name, unit, thousandths, by name."""
        sums: dict[tuple[str, Unit], int] = {}
        for row in self.rows:
            if not row.gone:
                key = (row.name, row.unit)
                sums[key] = sums.get(key, 0) + row.quantity_milli
        return [(name, unit, milli) for (name, unit), milli in sorted(sums.items())]


def sheet_paper(present: Present, producer: str, date: str, hub: Hub) -> SheetPaper | None:
    """Return a producer's sheet of a day as last issued, else as a draft; None for nobody."""
    if present.world.producers.get(producer) is None:
        return None
    sheet = present.world.sheets.get(sheet_key(producer, date))
    lines = sheet_lines(present.world.order_lines.where(delivery_date=date), producer, date)
    return SheetPaper(
        producer=producer_party(present, producer, date, hub),
        hub=hub_party(hub),
        date=date,
        version=sheet.version if sheet else 0,
        issued_at=sheet.issued_at if sheet else None,
        timezone=hub.timezone,
        outdated=sheet is not None and sheet.lines != lines,
        rows=_rows(present, date, sheet or _draft(producer, date, lines)),
    )


def _draft(producer: str, date: str, lines: tuple[SheetLine, ...]) -> PreparationSheet:
    return PreparationSheet(
        key="",
        producer=producer,
        delivery_date=date,
        version=0,
        lines=lines,
        former=(),
        issued_at="",
    )


def _rows(present: Present, date: str, sheet: PreparationSheet) -> tuple[SheetRow, ...]:
    before = {line.order_line: line for line in sheet.former}
    flagged = sheet.version > 1
    rows = [
        _row(present, date, line, _change(line, before.pop(line.order_line, None), flagged))
        for line in sheet.lines
    ]
    rows += [_row(present, date, line, "annulé", gone=True) for line in before.values()]
    return tuple(
        sorted(rows, key=lambda row: (row.round or "~", row.stop or 0, row.customer_name, row.name))
    )


def _change(line: SheetLine, before: SheetLine | None, flagged: bool) -> str:
    if not flagged:
        return ""
    if before is None:
        return "nouveau"
    if (before.quantity_milli, before.unit) == (line.quantity_milli, line.unit):
        return ""
    return f"changé, avant : {quantity(before.quantity_milli, before.unit)}"


def _row(
    present: Present, date: str, line: SheetLine, change: str, *, gone: bool = False
) -> SheetRow:
    stops = present.world.stops.where(customer=line.customer, date=date)
    round = present.world.rounds.get(stops[0].round) if stops else None
    labels = present.world.ready_crates.where(order_line=line.order_line, state="expected")
    return SheetRow(
        order_line=line.order_line,
        customer=line.customer,
        customer_name=present.name("customer", line.customer),
        round=round.name if round else "",
        stop=stops[0].stop if stops else None,
        product=line.product,
        name=present.product_name(line.product),
        unit=line.unit,
        quantity_milli=line.quantity_milli,
        crates=0 if gone else len(labels),
        change=change,
        gone=gone,
    )


def customer_title(row: SheetRow) -> str:
    """« Cantine des Tilleuls · T1 · arrêt 3 »."""
    stop = f"arrêt {row.stop}" if row.stop else ""
    return one_line(row.customer_name, row.round, stop, between=" · ")
