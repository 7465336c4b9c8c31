"""Draws a delivery note: four parties, lines by producer, weights with their basis, signature.

Must not compute a weight: it lays out what the paper of the note says.
"""

from __future__ import annotations

from station.documents import phrases
from station.documents.delivery_note import DeliveryPaper, PaperLine, PaperLot
from station.documents.parties import Party
from station.documents.phrases import one_line
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.domain.deciding.labels import degrees
from station.domain.words import Unit

COLUMNS = (
    Column(title="Producteur (propriétaire), produits, lots", width_mm=83),
    Column(title="Commandé", width_mm=30, align="R"),
    Column(title="Livré", width_mm=33, align="R"),
    Column(title="Base", width_mm=20),
    Column(title="Caisses", width_mm=16, align="R"),
)
MISSING = "manquant"
MOST_LOTS = 8
"""Lots in one row of the table, so that a row fits a page."""
QR_MM = 24.0
"""A side of the note's code: half a millimetre a module, read by any telephone."""
CLAIM_WORDS = (
    "Un manque, un produit abîmé, une qualité ?",
    "Visez ce code avec un téléphone, et dites-le. Rien d’autre à installer.",
)
MOST_CODES = 80
"""Label codes written out; more are counted, the JSON form names them all."""


def draw_note(sheet: Sheet, note: DeliveryPaper) -> None:
    """Draw one delivery note, beginning on a new page."""
    sheet.paper(_head(note))
    _parties(sheet, note)
    _returned(sheet, note)
    _revised(sheet, note)
    draw_table(sheet, COLUMNS, _rows(note))
    if not note.lines:
        sheet.gap()
        sheet.sentence("Aucune ligne.")
    _totals(sheet, note)
    _claim(sheet, note)
    _reception(sheet, note)


def _head(note: DeliveryPaper) -> Head:
    return Head(
        issuer=note.dispatcher.name,
        issuer_address=note.dispatcher.address,
        title="Bon de livraison" if note.round else "Bon de remise",
        reference=note.id,
        date=phrases.long_date(note.date),
        about=note.addressee.name,
    )


def _parties(sheet: Sheet, note: DeliveryPaper) -> None:
    """Name who dispatches and who is served; each line's owner stands over its lines."""
    sheet.boxes(
        [
            (
                "Expédié par",
                note.dispatcher.name,
                one_line(
                    note.dispatcher.address,
                    one_line(_certified(note.dispatcher), _gln(note.dispatcher), between=" · "),
                    between="\n",
                ),
            ),
            (
                "Livré à (destinataire et propriétaire)",
                note.addressee.name,
                one_line(
                    note.addressee.address,
                    one_line(
                        note.addressee.phone,
                        _siret(note.addressee),
                        _gln(note.addressee),
                        between=" · ",
                    ),
                    between="\n",
                ),
            ),
        ]
    )
    sheet.sentence(_journey(note))
    sheet.gap()


def _certified(party: Party) -> str:
    return f"Certifié {party.organic_body}" if party.organic_body else ""


def _siret(party: Party) -> str:
    return f"SIRET {party.siret}" if party.siret else ""


def _gln(party: Party) -> str:
    return f"GLN {party.gln}" if party.gln else ""


def _journey(note: DeliveryPaper) -> str:
    if note.round is None:
        return "Remis sur place."
    stop = f"arrêt {note.round.stop}" if note.round.stop is not None else ""
    return one_line(
        f"Tournée {note.round.name}",
        stop,
        note.round.vehicle,
        note.round.driver,
        f"expédié le {phrases.local_moment(note.issued_at, note.timezone)}",
        between=" · ",
    )


def _returned(sheet: Sheet, note: DeliveryPaper) -> None:
    if note.returned:
        words = (
            f"{phrases.many(note.returned, 'caisse revenue', 'caisses revenues')} depuis ce bon."
        )
        sheet.sentence(words, bold=True)
        sheet.gap()


def _revised(sheet: Sheet, note: DeliveryPaper) -> None:
    """Say each revision under the title: « Révision 1 : 3 bottes en moins, Radis. »."""
    for one in note.revisions:
        much = phrases.quantity(one.taken_back_milli, one.unit)
        sheet.sentence(f"Révision {one.revision} : {much} en moins, {one.name}.", bold=True)
    if note.revisions:
        sheet.gap()


def _rows(note: DeliveryPaper) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = []
    by_owner: dict[str, list[PaperLine]] = {}
    for line in note.lines:
        by_owner.setdefault(line.owner.code, []).append(line)
    for lines in by_owner.values():
        rows.append(_owner(lines[0].owner))
        for line in sorted(lines, key=lambda line: line.name):
            rows.extend(_line(line))
    return rows


def _owner(owner: Party) -> str:
    approval = f"agrément {owner.approval_number}" if owner.approval_number else ""
    return one_line(owner.name, owner.address, approval)


def _line(line: PaperLine) -> list[list[Cell]]:
    """Return the row of a line; lots beyond a row's worth go on in rows of their own."""
    lots = [_lot(lot) for lot in line.lots]
    rows = [_first_row(line, lots[:MOST_LOTS])]
    for start in range(MOST_LOTS, len(lots), MOST_LOTS):
        under = "\n".join(lots[start : start + MOST_LOTS])
        rows.append([Cell(text="", under=under), *(Cell(text="") for _ in COLUMNS[1:])])
    return rows


def _first_row(line: PaperLine, lots: list[str]) -> list[Cell]:
    claim = one_line(f"bio {line.organic}" if line.organic else "", line.farming)
    ordered = "" if line.ordered_milli is None else phrases.quantity(line.ordered_milli, line.unit)
    name = f"{line.name} ({claim})" if claim else line.name
    basis = "" if line.missing else phrases.basis(line.net_g, line.count, line.basis)
    return [
        Cell(text=name, under="\n".join(lots)),
        Cell(text=ordered),
        _delivered(line),
        Cell(text=basis),
        Cell(text="" if line.missing else str(len(line.crates))),
    ]


def _lot(lot: PaperLot) -> str:
    return one_line(
        f"L {lot.lot}",
        f"lot producteur {lot.producer_lot}" if lot.producer_lot else "",
        dates(lot.use_by, lot.best_before),
        lot.mentions,
        between=" · ",
    )


def dates(use_by: str | None, best_before: str | None) -> str:
    """Write a lot's date as people know it."""
    return one_line(
        f"DLC {phrases.short_date(use_by)}" if use_by else "",
        f"DDM {phrases.short_date(best_before)}" if best_before else "",
        between=" · ",
    )


def _delivered(line: PaperLine) -> Cell:
    if line.missing:
        return Cell(text=MISSING, under=line.reason, bold=True)
    amounts = []
    if line.count is not None:
        amounts.append(phrases.units(line.count, line.unit))
    if line.net_g is not None:
        amounts.append(phrases.weight(line.net_g))
    return Cell(text="\n".join(amounts), under=_short(line), bold=True)


def _short(line: PaperLine) -> str:
    """Write what is missing of a line that is served in part."""
    if line.short_g:
        return f"{MISSING} : {phrases.weight(line.short_g)}"
    if line.short_count:
        return f"{MISSING} : {phrases.units(line.short_count, line.unit)}"
    return ""


def _totals(sheet: Sheet, note: DeliveryPaper) -> None:
    counted = sum(line.count or 0 for line in note.lines if line.unit is not Unit.KG)
    missing = sum(line.missing for line in note.lines)
    sheet.gap()
    sheet.keep(30)
    sheet.sentence(
        one_line(
            phrases.crates(len(note.crates)),
            phrases.weight(note.net_g) if note.net_g else "",
            phrases.many(counted, "unité comptée", "unités comptées") if counted else "",
            f"{phrases.many(missing, 'ligne')} en manque" if missing else "",
            between=" · ",
        ),
        bold=True,
    )
    sheet.sentence(_returnable(note))
    sheet.sentence(_codes(note), small=True)
    sheet.sentence(f"{phrases.NOT_REGULATED} {phrases.BASIS_LEGEND}", small=True)


def _returnable(note: DeliveryPaper) -> str:
    kinds = [f"{count} {name}" for name, count in sorted(note.returnables.items())]
    return f"Caisses consignées : {', '.join(kinds)}" if kinds else ""


def _codes(note: DeliveryPaper) -> str:
    codes = [crate.code for crate in note.crates]
    more = (
        f" et {phrases.many(len(codes) - MOST_CODES, 'autre')}" if len(codes) > MOST_CODES else ""
    )
    return f"Étiquettes : {', '.join(codes[:MOST_CODES])}{more}" if codes else ""


def _claim(sheet: Sheet, note: DeliveryPaper) -> None:
    """Draw the code that opens the note's own page, where a customer says what was wrong."""
    if note.claim_url is None:
        return
    from labels.qr import qr_dots

    sheet.gap(3)
    sheet.dots(qr_dots(note.claim_url), QR_MM, CLAIM_WORDS)


def _reception(sheet: Sheet, note: DeliveryPaper) -> None:
    sheet.gap(3)
    if note.delivered_at:
        moment = phrases.local_moment(note.delivered_at, note.timezone)
        sheet.sentence(f"Remis le {moment}.")
    if note.temperatures:
        measured = ", ".join(
            f"{phrases.CLASS_WORDS[one.temperature_class]} {degrees(one.celsius_tenths)} °C"
            for one in note.temperatures
        )
        sheet.sentence(f"Température mesurée à la livraison : {measured}.")
    sheet.blanks(
        [
            ("Heure, température", 0.2),
            ("Vides repris", 0.2),
            ("Réserves", 0.3),
            ("Nom et signature", 0.3),
        ],
        height_mm=20,
    )
