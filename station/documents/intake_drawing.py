"""Draws an intake note (bon d'apport): each lot with its crates as weighed and counted.

Must not compute a weight: it lays out what the paper of the intake says.
"""

from __future__ import annotations

from station.documents import phrases
from station.documents.intake_note import BroughtCrate, BroughtLot, IntakePaper
from station.documents.note_drawing import dates
from station.documents.phrases import one_line
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.domain.words import Basis, Unit

COLUMNS = (
    Column(title="Caisse", width_mm=62),
    Column(title="Pour", width_mm=38),
    Column(title="Brut", width_mm=24, align="R"),
    Column(title="Tare", width_mm=24, align="R"),
    Column(title="Reçu", width_mm=34, align="R"),
)
STOCK = "stock"


def draw_intake(sheet: Sheet, intake: IntakePaper) -> None:
    """Draw one intake note, beginning on a new page."""
    sheet.paper(_head(intake))
    _parties(sheet, intake)
    draw_table(sheet, COLUMNS, _rows(intake))
    if not intake.lots:
        sheet.gap()
        sheet.sentence("Aucune caisse.")
    _totals(sheet, intake)
    sheet.gap(3)
    sheet.blanks(
        [("Réserves", 0.4), ("Pour le producteur", 0.3), ("Pour la plateforme", 0.3)], height_mm=20
    )


def _head(intake: IntakePaper) -> Head:
    return Head(
        issuer=intake.hub.name,
        issuer_address=intake.hub.address,
        title="Bon d’apport",
        reference=intake.id,
        date=phrases.long_date(intake.date),
        about=intake.producer.name,
    )


def _parties(sheet: Sheet, intake: IntakePaper) -> None:
    producer = intake.producer
    approval = f"Agrément {producer.approval_number}" if producer.approval_number else ""
    organic = f"Certifié {producer.organic_body}" if producer.organic_body else ""
    sheet.boxes(
        [
            (
                "Apporté par",
                producer.name,
                one_line(
                    producer.address,
                    one_line(producer.phone, approval, organic, between=" · "),
                    between="\n",
                ),
            ),
            ("Reçu par", intake.hub.name, intake.hub.address),
        ]
    )
    opened = f"Ouvert le {phrases.local_moment(intake.opened_at, intake.timezone)}"
    if intake.closed_at:
        ended = f"clos le {phrases.local_moment(intake.closed_at, intake.timezone)}"
    else:
        ended = "apport en cours : bon provisoire"
    sheet.sentence(one_line(opened, ended, between=" · "), bold=not intake.closed_at)
    sheet.gap()


def _rows(intake: IntakePaper) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = []
    for lot in intake.lots:
        rows.append(_lot(lot))
        rows.extend(_crate(group, lot.unit) for group in _alike(lot.crates))
    return rows


def _lot(lot: BroughtLot) -> str:
    return one_line(
        f"{lot.name} (bio {lot.organic})" if lot.organic else lot.name,
        f"L {lot.lot}",
        f"lot producteur {lot.producer_lot}" if lot.producer_lot else "",
        dates(lot.use_by, lot.best_before),
        one_line(*_amounts(lot.net_g, lot.count, lot.unit)),
        between=" · ",
    )


def _amounts(net_g: int | None, count: int | None, unit: Unit) -> list[str]:
    amounts = [phrases.units(count, unit)] if count is not None else []
    return amounts + ([phrases.weight(net_g)] if net_g is not None else [])


def _alike(crates: tuple[BroughtCrate, ...]) -> list[list[BroughtCrate]]:
    """Group neighbours that were counted alike; every weighed crate stands alone."""
    groups: list[list[BroughtCrate]] = []
    for crate in crates:
        last = groups[-1][-1] if groups else None
        if last is not None and crate.gross_g is None and _same(last, crate):
            groups[-1].append(crate)
        else:
            groups.append([crate])
    return groups


def _same(one: BroughtCrate, other: BroughtCrate) -> bool:
    return _alike_by(one) == _alike_by(other)


def _alike_by(crate: BroughtCrate) -> tuple[object, ...]:
    word = (crate.dropped, crate.declared_g, crate.declared_count, crate.basis)
    return (crate.gross_g, crate.net_g, crate.count, crate.crate_type, crate.customer, *word)


def _crate(group: list[BroughtCrate], unit: Unit) -> list[Cell]:
    crate = group[0]
    codes = ", ".join(one.code for one in group)
    times = f"{len(group)}{phrases.NBSP}×{phrases.NBSP}" if len(group) > 1 else ""
    return [
        Cell(text=f"{times}{crate.crate_type}".strip() or codes, under=codes),
        Cell(text=crate.customer or STOCK),
        Cell(text="" if crate.gross_g is None else phrases.weight(crate.gross_g)),
        Cell(text="" if crate.tare_g is None else phrases.weight(crate.tare_g)),
        Cell(
            text="\n".join(times + one for one in _amounts(crate.net_g, crate.count, unit)),
            under=_marks(crate, unit),
            bold=True,
        ),
    ]


def _marks(crate: BroughtCrate, unit: Unit) -> str:
    corrected = ""
    if crate.corrected_net_g is not None:
        corrected = f"corrigé ensuite : {phrases.weight(crate.corrected_net_g)}"
        corrected = one_line(corrected, crate.correction)
    unseen = phrases.TARE_UNSEEN if crate.tare_unseen else ""
    by_hand = phrases.BY_HAND if crate.by_hand else ""
    return one_line(_dropped(crate, unit), by_hand, unseen, corrected, between="\n")


def _dropped(crate: BroughtCrate, unit: Unit) -> str:
    """Say of a crate that was left alone what its farm declared, and whether somebody looked."""
    if not crate.dropped:
        return ""
    word = one_line(*_amounts(crate.declared_g, crate.declared_count, unit))
    declared = f"déclaré : {word}" if word else "sans quantité déclarée"
    if crate.net_g is None and crate.count is None:
        waits = "déposée, non pesée" if unit is Unit.KG else "déposée, non comptée"
        return one_line(waits, declared, between="\n")
    if crate.basis is Basis.DECLARED and not crate.by_hand:
        return "partie sur la quantité déclarée"
    return one_line("déposée seule", declared, between="\n")


def _totals(sheet: Sheet, intake: IntakePaper) -> None:
    sheet.gap()
    sheet.keep(30)
    sheet.sentence(
        one_line(
            phrases.crates(intake.crates),
            phrases.weight(intake.net_g) if intake.net_g else "",
            between=" · ",
        ),
        bold=True,
    )
    sheet.sentence(f"{phrases.NOT_REGULATED} Net : brut moins tare du type de caisse.", small=True)
