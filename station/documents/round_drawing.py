"""Draws a round's sheet, and behind it every delivery note of the round, in one file.

Must not compute what is in the van: it lays out what the paper of the round says.
"""

from __future__ import annotations

from station.documents import phrases
from station.documents.note_drawing import draw_note
from station.documents.phrases import one_line
from station.documents.round_sheet import RoundPaper, StopOnPaper
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table

PLANNED = (
    Column(title="Arrêt", width_mm=12, align="C"),
    Column(title="Client", width_mm=62),
    Column(title="Chargé", width_mm=15, align="C"),
    Column(title="Froid", width_mm=25),
    Column(title="Reste", width_mm=68),
)
GONE = (
    Column(title="Arrêt", width_mm=12, align="C"),
    Column(title="Client", width_mm=52),
    Column(title="Caisses", width_mm=26),
    Column(title="Bon", width_mm=27),
    Column(title="Manque", width_mm=23),
    Column(title="Vides repris, laissés", width_mm=22),
    Column(title="Heure, visa", width_mm=20),
)
MOST_WORDS = 12
"""Things named in one cell; further ones are counted."""


def draw_round(sheet: Sheet, round: RoundPaper) -> None:
    """Draw the sheet, then every note in the order of delivery."""
    sheet.paper(_head(round))
    sheet.sentence(_journey(round))
    sheet.gap()
    if round.left:
        draw_table(sheet, GONE, [_gone(stop) for stop in round.stops])
    else:
        moment = phrases.local_moment(round.printed_at, round.timezone)
        sheet.sentence(f"Feuille prévue, imprimée le {moment}, avant départ.", bold=True)
        sheet.sentence("Chargez le dernier arrêt d’abord, dans chaque froid.")
        sheet.gap()
        draw_table(sheet, PLANNED, [_planned(stop) for stop in round.stops])
    _totals(sheet, round)
    for note in round.notes:
        draw_note(sheet, note)


def _head(round: RoundPaper) -> Head:
    return Head(
        issuer=round.hub.name,
        issuer_address=round.hub.address,
        title=f"Tournée {round.name}",
        reference="Feuille de tournée",
        date=phrases.long_date(round.date),
        about=round.vehicle,
    )


def _journey(round: RoundPaper) -> str:
    if round.departed_at:
        moment = phrases.local_moment(round.departed_at, round.timezone)
        left = f"partie le {moment}"
    else:
        left = f"départ prévu à {round.depart_at}" if round.depart_at else ""
    return one_line(round.vehicle, round.driver, left, between=" · ")


def _customer(stop: StopOnPaper) -> Cell:
    door = f"porte : {stop.door_code}" if stop.door_code else ""
    about = (stop.customer.address, stop.customer.phone, door, stop.window)
    more = one_line(*about, between="\n")
    return Cell(text=stop.customer.name, under=more, bold=True)


def _planned(stop: StopOnPaper) -> list[Cell]:
    missing = f"manquant : {_some(stop.missing)}" if stop.missing else ""
    nothing = "" if stop.expected or stop.remaining else "rien de prévu"
    return [
        Cell(text=str(stop.stop), bold=True),
        _customer(stop),
        Cell(text=f"{stop.loaded}/{stop.expected}", bold=True),
        Cell(text=phrases.by_class(stop.classes)),
        Cell(text=nothing, under=one_line(_some(stop.remaining), missing, between="\n")),
    ]


def _gone(stop: StopOnPaper) -> list[Cell]:
    weight = phrases.weight(stop.net_g) if stop.net_g else ""
    return [
        Cell(text=str(stop.stop), bold=True),
        _customer(stop),
        Cell(
            text=phrases.crates(stop.loaded) if stop.loaded else "rien à livrer",
            under=one_line(phrases.by_class(stop.classes), weight, between="\n"),
            bold=bool(stop.loaded),
        ),
        Cell(text=stop.note or ""),
        Cell(text="", under=_some(stop.missing)),
        Cell(text=""),
        Cell(text=""),
    ]


def _some(words: tuple[str, ...]) -> str:
    rest = len(words) - MOST_WORDS
    more = (f"et {phrases.many(rest, 'autre')}",) if rest > 0 else ()
    return " · ".join((*words[:MOST_WORDS], *more))


def _totals(sheet: Sheet, round: RoundPaper) -> None:
    crates = sum(stop.expected for stop in round.stops)
    loaded = sum(stop.loaded for stop in round.stops)
    net_g = sum(stop.net_g for stop in round.stops)
    sheet.gap()
    sheet.keep(30)
    sheet.sentence(
        one_line(
            phrases.many(len(round.stops), "arrêt"),
            phrases.crates(crates),
            "" if round.left else phrases.many(loaded, "chargée"),
            phrases.weight(net_g) if net_g else "",
            phrases.many(len(round.notes), "bon de livraison", "bons de livraison")
            if round.left
            else "",
            between=" · ",
        ),
        bold=True,
    )
    sheet.gap(3)
    sheet.blanks(
        [
            ("Température au départ", 0.25),
            ("Température au retour", 0.25),
            ("Kilomètres, minutes", 0.25),
            ("Visa du livreur", 0.25),
        ],
        height_mm=16,
    )
