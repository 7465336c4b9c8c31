"""Draws a producer's statement: received, sold, lost, in stock, and the amount due.

Must not reckon anything: it lays out the statement of the view.
"""

from __future__ import annotations

from typing import Any

from station.config.model import Hub
from station.documents import phrases
from station.documents.phrases import euros, one_line, percent
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.domain.words import Unit

SOLD = (
    Column(title="Produit", width_mm=102),
    Column(title="Quantité", width_mm=40, align="R"),
    Column(title="Montant HT", width_mm=40, align="R"),
)


def draw_statement(sheet: Sheet, statement: dict[str, Any], hub: Hub) -> None:
    """Draw one statement, beginning on a new page."""
    span = f"{phrases.short_date(statement['since'])} au {phrases.short_date(statement['until'])}"
    sheet.paper(
        Head(
            issuer=hub.name,
            issuer_address=hub.address,
            title="Relevé",
            reference=statement["name"],
            date=f"Du {span}",
            about=statement["name"],
        )
    )
    sheet.boxes(
        [
            ("Reçu", _amounts(statement, "received"), ""),
            ("Perdu", _amounts(statement, "lost"), ""),
            ("En stock aujourd’hui", _amounts(statement, "in_stock"), ""),
        ]
    )
    draw_table(sheet, SOLD, [_row(row) for row in statement["sold"]])
    if not statement["sold"]:
        sheet.sentence("Rien de facturé sur ces jours.")
    sheet.gap()
    commission = percent(statement["commission_permille"])
    sheet.sentence(f"Vendu : {euros(statement['sold_cents'])} HT")
    sheet.sentence(f"Commission {commission} : {euros(statement['commission_cents'])}")
    sheet.sentence(f"À vous verser : {euros(statement['due_cents'])} HT", bold=True)


def _row(row: dict[str, Any]) -> list[Cell]:
    return [
        Cell(text=row["name"], bold=True),
        Cell(text=phrases.quantity(row["quantity_milli"], Unit(row["unit"]))),
        Cell(text=euros(row["net_cents"])),
    ]


def _amounts(statement: dict[str, Any], what: str) -> str:
    grams, count = statement[f"{what}_g"], statement[f"{what}_count"]
    return (
        one_line(
            phrases.weight(grams) if grams else "",
            phrases.many(count, "unité") if count else "",
        )
        or "rien"
    )
