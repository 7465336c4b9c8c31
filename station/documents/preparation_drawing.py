"""Draws a preparation sheet: by customer, what to put into their crates, and the day's harvest.

Must not compute what is to be brought: it lays out what the paper says.
"""

from __future__ import annotations

from itertools import groupby

from station.documents import phrases
from station.documents.phrases import quantity
from station.documents.preparation_sheet import SheetPaper, SheetRow, customer_title
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table

BY_CUSTOMER = (
    Column(title="Produit", width_mm=70),
    Column(title="Quantité", width_mm=36, align="R"),
    Column(title="Étiquettes", width_mm=22, align="R"),
    Column(title="Ce qui change", width_mm=38),
    Column(title="Fait", width_mm=16, align="C"),
)
TOTALS = (
    Column(title="En tout", width_mm=110),
    Column(title="À récolter ou préparer", width_mm=72, align="R"),
)
BOX = "☐"


def draw_sheet(sheet: Sheet, paper: SheetPaper) -> None:
    """Draw one producer's sheet."""
    sheet.paper(_head(paper))
    sheet.sentence(f"Pour {paper.producer.name} : {paper.title}.", bold=True)
    sheet.sentence(_moment(paper))
    if paper.outdated:
        sheet.sentence("Attention : des commandes ont changé depuis cette version.", bold=True)
    sheet.gap()
    if not paper.rows:
        sheet.sentence("Rien à apporter ce jour-là.", bold=True)
        return
    draw_table(sheet, BY_CUSTOMER, _rows(paper))
    sheet.gap(4)
    draw_table(
        sheet,
        TOTALS,
        [
            [Cell(text=name, bold=True), Cell(text=quantity(milli, unit), bold=True)]
            for name, unit, milli in paper.totals
        ],
    )
    sheet.gap()
    sheet.sentence("Une caisse par client. Collez sur chaque caisse l’étiquette de son client.")


def _head(paper: SheetPaper) -> Head:
    return Head(
        issuer=paper.hub.name,
        issuer_address=paper.hub.address,
        title="Feuille de préparation",
        reference=f"{paper.producer.code} · {paper.title}",
        date=f"Livraison du {phrases.long_date(paper.date)}",
        about=paper.producer.name,
    )


def _moment(paper: SheetPaper) -> str:
    if not paper.issued_at:
        return ""
    return f"Envoyée le {phrases.local_moment(paper.issued_at, paper.timezone)}."


def _rows(paper: SheetPaper) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = []
    for title, group in groupby(paper.rows, key=customer_title):
        rows.append(title)
        rows += [_row(row) for row in group]
    return rows


def _row(row: SheetRow) -> list[Cell]:
    return [
        Cell(text=row.name, bold=not row.gone),
        Cell(text="" if row.gone else quantity(row.quantity_milli, row.unit), bold=True),
        Cell(text=str(row.crates) if row.crates else ""),
        Cell(text=row.change, bold=True),
        Cell(text="" if row.gone else BOX),
    ]
