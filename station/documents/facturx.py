"""Makes a Factur-X file: the invoice's PDF with the same figures inside as XML (EN 16931 profile).

Must not reckon anything. Decimals exist only here, at the edge of a format that asks for them. The
XML is checked against the standard's schema by the library that writes it (drafthorse).
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from station.documents.invoice import InvoicePaper, PaperInvoiceLine
from station.documents.parties import Party
from station.domain.words import Unit

PROFILE = "urn:cen.eu:en16931:2017"
SCHEMA = "FACTUR-X_EN16931"
INVOICE, CREDIT = "380", "381"
SIRET_SCHEME = "0009"
"""ISO 6523 code of the SIRET."""
GLN_SCHEME = "0088"
"""ISO 6523 code of GS1's GLN, as EN 16931 names parties by it (BT-29, BT-46)."""
UNITS = {Unit.KG: "KGM", Unit.LITRE: "LTR"}
PIECE = "C62"
"""UN/ECE Recommendation 20: kilogram, litre, one."""
TOWN = re.compile(r"^(?P<street>.*?),? *(?P<postcode>[0-9]{5}) +(?P<city>.+)$")
CENTS, PERMILLE, MILLI = Decimal(100), Decimal(10), Decimal(1000)
STANDARD_RATE, ZERO_RATE = "S", "Z"


def facturx_pdf(pdf: bytes, paper: InvoicePaper) -> bytes:
    """Return the PDF with its XML inside."""
    from drafthorse.pdf import attach_xml

    return bytes(attach_xml(pdf, facturx_xml(paper), "EN 16931", lang="fr-FR"))


def facturx_xml(paper: InvoicePaper) -> bytes:
    """Return the XML alone, valid against the schema of EN 16931."""
    from drafthorse.models.document import Document

    document = Document()
    invoice = paper.invoice
    document.context.guideline_parameter.id = PROFILE
    document.header.id = invoice.id
    document.header.type_code = CREDIT if paper.is_credit else INVOICE
    document.header.issue_date_time = date.fromisoformat(invoice.issued_on)
    _agreement(document, paper)
    for number, line in enumerate(paper.lines, start=1):
        document.trade.items.add(_line(number, line))
    _settlement(document, paper)
    return bytes(document.serialize(schema=SCHEMA))


def money(cents: int) -> Decimal:
    """Return cents as an amount with two decimals."""
    return (Decimal(cents) / CENTS).quantize(Decimal("0.01"))


def _agreement(document: Any, paper: InvoicePaper) -> None:
    agreement = document.trade.agreement
    if paper.service_code:
        agreement.buyer_reference = paper.service_code
    if paper.commitment:
        agreement.buyer_order.issuer_assigned_id = paper.commitment
    _party(agreement.seller, paper.seller)
    if paper.seller_vat:
        from drafthorse.models.party import TaxRegistration

        agreement.seller.tax_registrations.add(TaxRegistration(id=("VA", paper.seller_vat)))
    _party(agreement.buyer, paper.buyer)
    last = max(line.line.date for line in paper.lines)
    document.trade.delivery.event.occurrence = date.fromisoformat(last)


def _party(place: Any, party: Party) -> None:
    place.name = party.name
    if party.gln:
        place.global_id.add((GLN_SCHEME, party.gln))
    if party.siret:
        place.legal_organization.id = (SIRET_SCHEME, party.siret)
    found = TOWN.match(party.address)
    place.address.line_one = found["street"] if found else party.address
    if found:
        place.address.postcode, place.address.city_name = found["postcode"], found["city"]
    place.address.country_id = "FR"


def _line(number: int, one: PaperInvoiceLine) -> Any:
    from drafthorse.models.tradelines import LineItem

    line, item = one.line, LineItem()
    unit = UNITS.get(line.unit, PIECE)
    item.document.line_id = str(number)
    item.product.name = one.name
    item.product.description = f"{one.owner.name}, {', '.join(line.lots)}, {line.note}"
    item.agreement.net.amount = money(line.price_cents)
    item.agreement.net.basis_quantity = (Decimal(1), unit)
    item.delivery.billed_quantity = (Decimal(line.quantity_milli) / MILLI, unit)
    item.settlement.trade_tax.type_code = "VAT"
    item.settlement.trade_tax.category_code = STANDARD_RATE if line.vat_permille else ZERO_RATE
    item.settlement.trade_tax.rate_applicable_percent = Decimal(line.vat_permille) / PERMILLE
    item.settlement.monetary_summation.total_amount = money(line.net_cents)
    return item


def _settlement(document: Any, paper: InvoicePaper) -> None:
    from drafthorse.models.accounting import ApplicableTradeTax
    from drafthorse.models.payment import PaymentTerms

    settlement, invoice = document.trade.settlement, paper.invoice
    settlement.currency_code = "EUR"
    if paper.iban:
        settlement.payment_means.type_code = "30"
        settlement.payment_means.payee_account.iban = paper.iban
    for row in invoice.totals:
        tax = ApplicableTradeTax()
        tax.calculated_amount, tax.basis_amount = money(row.vat_cents), money(row.net_cents)
        tax.type_code = "VAT"
        tax.category_code = STANDARD_RATE if row.vat_permille else ZERO_RATE
        tax.rate_applicable_percent = Decimal(row.vat_permille) / PERMILLE
        settlement.trade_tax.add(tax)
    terms = PaymentTerms()
    terms.due = date.fromisoformat(invoice.due_on)
    settlement.terms.add(terms)
    if invoice.credits:
        settlement.invoice_referenced_document.issuer_assigned_id = invoice.credits
    total = settlement.monetary_summation
    total.line_total, total.tax_basis_total = money(invoice.net_cents), money(invoice.net_cents)
    total.charge_total, total.allowance_total = money(0), money(0)
    total.tax_total = (money(invoice.vat_cents), "EUR")
    total.grand_total, total.due_amount = money(paper.total_cents), money(paper.total_cents)
