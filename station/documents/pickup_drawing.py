"""Draws a round's pick-up sheet: a farm after the other, with boxes for a pen.

Must not compute what is expected: it lays out what the paper says.
"""

from __future__ import annotations

from station.documents import phrases
from station.documents.phrases import one_line, quantity
from station.documents.pickup_sheet import FarmOnPaper, GoodsOnPaper, PickupPaper
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table

GOODS = (
    Column(title="Produit", width_mm=58),
    Column(title="Attendu", width_mm=30, align="R"),
    Column(title="Étiquettes", width_mm=20, align="R"),
    Column(title="Caisses prises", width_mm=26),
    Column(title="Température", width_mm=24),
    Column(title="Laissées, raison", width_mm=24),
)
SPARE = 2
"""Empty rows under each farm: what nobody expected."""
NOT_MEASURED = "—"


def draw_pickup(sheet: Sheet, paper: PickupPaper) -> None:
    """Draw the sheet, a table for each farm."""
    sheet.paper(
        Head(
            issuer=paper.hub.name,
            issuer_address=paper.hub.address,
            title=f"Ramassage {paper.name}",
            reference="Feuille de ramassage",
            date=phrases.long_date(paper.date),
            about=paper.vehicle,
        )
    )
    sheet.sentence(one_line(paper.vehicle, paper.driver, between=" · "))
    moment = phrases.local_moment(paper.printed_at, paper.timezone)
    sheet.sentence(f"Imprimée le {moment}. Si le téléphone marche, il suffit.")
    sheet.sentence("Au retour, donnez cette feuille : elle se saisit en un écran.", bold=True)
    for farm in paper.farms:
        sheet.gap(4)
        _farm(sheet, farm)


def _farm(sheet: Sheet, farm: FarmOnPaper) -> None:
    sheet.keep(45)
    sheet.sentence(f"{farm.rank} · {farm.farm.name}", bold=True)
    sheet.sentence(one_line(farm.farm.address, farm.farm.phone, between=" · "))
    blank = [Cell(text=phrases.NBSP, under=phrases.NBSP)] + [Cell(text="")] * (len(GOODS) - 1)
    draw_table(sheet, GOODS, [*(_row(one) for one in farm.goods), *([blank] * SPARE)])
    sheet.gap(1)
    sheet.blanks(
        [("Vides donnés", 0.25), ("Vides repris", 0.25), ("Heure", 0.2), ("Visa ferme", 0.3)],
        height_mm=13,
    )


def _row(goods: GoodsOnPaper) -> list[Cell]:
    return [
        Cell(text=goods.name, bold=True),
        Cell(text=quantity(goods.quantity_milli, goods.unit)),
        Cell(text=str(goods.labels) if goods.labels else ""),
        Cell(text=""),
        Cell(text="" if goods.cold else NOT_MEASURED),
        Cell(text=""),
    ]
