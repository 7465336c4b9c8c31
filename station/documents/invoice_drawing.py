"""Draws an invoice or a credit: one line a price, each with the basis of its quantity.

Must not reckon a cent: it lays out what was issued.
"""

from __future__ import annotations

from itertools import groupby

from station.documents import phrases
from station.documents.invoice import InvoicePaper, PaperInvoiceLine
from station.documents.phrases import euros, one_line, percent
from station.documents.sheet import Head, Sheet
from station.documents.table import Cell, Column, draw_table
from station.domain.billing import PriceBasis, VatRow

COLUMNS = (
    Column(title="Produit", width_mm=70),
    Column(title="Quantité", width_mm=34, align="R"),
    Column(title="Prix HT", width_mm=26, align="R"),
    Column(title="TVA", width_mm=20, align="R"),
    Column(title="Montant HT", width_mm=32, align="R"),
)
TOTALS = (
    Column(title="Taux de TVA", width_mm=50),
    Column(title="Base HT", width_mm=44, align="R"),
    Column(title="TVA", width_mm=44, align="R"),
    Column(title="TTC", width_mm=44, align="R"),
)
BASIS = {
    PriceBasis.COUNTED: "compté",
    PriceBasis.DECLARED: "commandé ou convenu",
    PriceBasis.REGULATED: "pesée réglementée",
}
FARM_WORD = "déclaré par le producteur"
LEGEND = (
    "Base du prix : compté, déclaré, commandé ou convenu, ou pesée réglementée avec son"
    " numéro. Un poids « non réglementé » contrôle une quantité et ne fixe aucun prix."
)


def draw_invoice(sheet: Sheet, paper: InvoicePaper) -> None:
    """Draw one invoice or credit, beginning on a new page."""
    sheet.paper(_head(paper))
    _parties(sheet, paper)
    draw_table(sheet, COLUMNS, _rows(paper))
    sheet.gap(3)
    sheet.keep(40)
    draw_table(sheet, TOTALS, [_total(row) for row in paper.invoice.totals])
    sheet.gap()
    _to_pay(sheet, paper)


def _head(paper: InvoicePaper) -> Head:
    invoice = paper.invoice
    return Head(
        issuer=paper.seller.name,
        issuer_address=one_line(
            paper.seller.address,
            f"SIRET {paper.seller.siret}" if paper.seller.siret else "",
            f"TVA {paper.seller_vat}" if paper.seller_vat else "",
            f"GLN {paper.seller.gln}" if paper.seller.gln else "",
            between="\n",
        ),
        title="Avoir" if paper.is_credit else "Facture",
        reference=invoice.id,
        date=phrases.long_date(invoice.issued_on),
        about=paper.buyer.name,
    )


def _parties(sheet: Sheet, paper: InvoicePaper) -> None:
    buyer, invoice = paper.buyer, paper.invoice
    references = one_line(
        f"SIRET {buyer.siret}" if buyer.siret else "",
        f"GLN {buyer.gln}" if buyer.gln else "",
        f"Code service {paper.service_code}" if paper.service_code else "",
        f"Engagement {paper.commitment}" if paper.commitment else "",
        between=" · ",
    )
    if paper.is_credit:
        about = ("Sur la facture", invoice.credits or "", invoice.reason)
    else:
        span = f"{phrases.short_date(invoice.since)} au {phrases.short_date(invoice.until)}"
        about = ("Livraisons", f"Du {span}", one_line(*invoice.notes))
    sheet.boxes([("Client", buyer.name, one_line(buyer.address, references, between="\n")), about])
    sheet.sentence(paper.mention, small=True)
    sheet.gap()


def _rows(paper: InvoicePaper) -> list[list[Cell] | str]:
    rows: list[list[Cell] | str] = []
    for note, lines in groupby(paper.lines, key=lambda one: one.line.note):
        group = list(lines)
        rows.append(f"{note} du {phrases.short_date(group[0].line.date)}")
        rows.extend(_row(one) for one in group)
    return rows


def _row(one: PaperInvoiceLine) -> list[Cell]:
    line = one.line
    checked = "" if line.weighed_g is None else f"pesé {phrases.weight(line.weighed_g)}"
    how = FARM_WORD if line.farm_word else BASIS[line.basis]
    basis = one_line(how, *(f"n° {alibi}" for alibi in line.alibis))
    if line.basis is not PriceBasis.REGULATED:
        basis = one_line(basis, f"{checked} non réglementé" if checked else "", between=" · ")
    return [
        Cell(text=one.name, under=one_line(one.owner.name, *line.lots, between=" · "), bold=True),
        Cell(text=phrases.quantity(line.quantity_milli, line.unit), under=basis),
        Cell(text=euros(line.price_cents)),
        Cell(text=percent(line.vat_permille)),
        Cell(text=euros(line.net_cents)),
    ]


def _total(row: VatRow) -> list[Cell]:
    return [
        Cell(text=percent(row.vat_permille)),
        Cell(text=euros(row.net_cents)),
        Cell(text=euros(row.vat_cents)),
        Cell(text=euros(row.net_cents + row.vat_cents)),
    ]


def _to_pay(sheet: Sheet, paper: InvoicePaper) -> None:
    if paper.is_credit:
        sheet.sentence(f"À déduire : {euros(paper.total_cents)} TTC", bold=True)
    else:
        due = phrases.long_date(paper.invoice.due_on)
        sheet.sentence(f"À payer avant le {due} : {euros(paper.total_cents)} TTC", bold=True)
        sheet.sentence(f"IBAN {paper.iban}" if paper.iban else "")
    sheet.sentence(LEGEND, small=True)
