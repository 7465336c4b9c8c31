"""Draws the day's weights to correct: only lines that differ, in the shop's own order.

Must not reckon an amount.
"""

from __future__ import annotations

from station.config.model import Hub
from station.documents import phrases
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.documents.weights_sheet import WeightLine
from station.domain.words import Unit

TABLE = (
    Column(title="Produit", width_mm=72),
    Column(title="Producteur", width_mm=44),
    Column(title="Commandé", width_mm=33, align="R"),
    Column(title="À saisir", width_mm=33, align="R"),
)


def draw_weights(sheet: Sheet, lines: list[WeightLine], date: str, hub: Hub) -> None:
    """Draw the lines that differ, order by order, beginning on a new page."""
    sheet.paper(
        Head(
            issuer=hub.name,
            issuer_address=hub.address,
            title="Poids à corriger",
            reference=date,
            date=phrases.long_date(date),
            about="commandes",
        )
    )
    rows: list[list[Cell] | str] = []
    order = ""
    for one in lines:
        if not one.differs:
            continue
        if one.line.order != order:
            order = one.line.order
            rows.append(f"{order} · {one.customer_name}")
        rows.append(_row(one))
    draw_table(sheet, TABLE, rows)
    if not rows:
        sheet.sentence("Rien à corriger : tout est livré comme commandé.")
    sheet.gap()
    sheet.sentence(phrases.NOT_REGULATED, small=True)


def _row(one: WeightLine) -> list[Cell]:
    unit = one.line.unit
    got = phrases.weight(one.net_g) if unit is Unit.KG else phrases.units(one.count, unit)
    return [
        Cell(text=one.name),
        Cell(text=one.producer_name),
        Cell(text=phrases.quantity(one.line.quantity_milli, unit)),
        Cell(text=got, bold=True),
    ]
