"""Draws a party's statement of returnable crates: what it owes, and each movement by its event.

Must not reckon anything: it lays out the statement of the view.
"""

from __future__ import annotations

from typing import Any

from station.config.model import Hub
from station.documents import phrases
from station.documents.phrases import euros
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.domain.returnables import Occasion

OWED = (
    Column(title="Type de caisse", width_mm=52),
    Column(title="Avant", width_mm=22, align="R"),
    Column(title="Données", width_mm=24, align="R"),
    Column(title="Reprises", width_mm=24, align="R"),
    Column(title="Restent dues", width_mm=28, align="R"),
    Column(title="Consigne", width_mm=32, align="R"),
)
MOVED = (
    Column(title="Jour", width_mm=26),
    Column(title="Type de caisse", width_mm=42),
    Column(title="Quoi", width_mm=66),
    Column(title="Données", width_mm=24, align="R"),
    Column(title="Reprises", width_mm=24, align="R"),
)


def empties_pdf(statement: dict[str, Any], hub: Hub) -> bytes:
    """Return a party's statement of crates to print."""
    from station.documents.sheet import drawn

    title = f"Relevé de caisses {statement['name']}"
    return drawn(title, lambda sheet: draw_empties(sheet, statement, hub))


def draw_empties(sheet: Sheet, statement: dict[str, Any], hub: Hub) -> None:
    """Draw one statement, beginning on a new page."""
    span = f"{phrases.short_date(statement['since'])} au {phrases.short_date(statement['until'])}"
    sheet.paper(
        Head(
            issuer=hub.name,
            issuer_address=hub.address,
            title="Relevé de caisses",
            reference=statement["name"],
            date=f"Du {span}",
            about=statement["name"],
        )
    )
    draw_table(sheet, OWED, [_owed(row) for row in statement["types"]])
    sheet.gap()
    if statement["movements"]:
        draw_table(sheet, MOVED, [_moved(row) for row in statement["movements"]])
    else:
        sheet.sentence("Aucune caisse n’a bougé sur ces jours.")
    sheet.gap()
    worth = sum(row["worth_cents"] for row in statement["types"])
    sheet.sentence(f"Consigne des caisses dues : {euros(worth)}", bold=True)
    sheet.sentence(
        "Un nombre négatif : la plateforme doit ces caisses. Consigne au prix d’aujourd’hui.",
        small=True,
    )


def _owed(row: dict[str, Any]) -> list[Cell]:
    return [
        Cell(text=row["name"], bold=True),
        *(Cell(text=str(row[name])) for name in ("owed_before", "given", "taken")),
        Cell(text=str(row["owed"]), bold=True),
        Cell(text=euros(row["worth_cents"])),
    ]


def _moved(row: dict[str, Any]) -> list[Cell]:
    what = phrases.OCCASION_WORDS[Occasion(row["why"])]
    about = phrases.one_line(row["subject"], row["reason"], f"écriture {row['seq']}")
    return [
        Cell(text=phrases.short_date(row["day"])),
        Cell(text=row["crate_type_name"]),
        Cell(text=what, under=about),
        Cell(text=str(row["given"] or "")),
        Cell(text=str(row["taken"] or "")),
    ]
