"""Reads one invoice or credit out of the present, ready for JSON, CSV, paper and Factur-X.

Must not change a figure: what was issued stands in the invoice; names and addresses are looked up.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.config.model import Hub, Money
from station.documents.parties import Party, customer_party, producer_party
from station.domain.billing import Invoice, InvoiceLine, Seller
from station.reading import Present

AGENT_WORDS = "Facture émise par la plateforme au nom et pour le compte des producteurs nommés."
"""An agent invoices for others (CGI art. 289 I-2): the paper says for whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperInvoiceLine:
    """One line with the names of its product and its owner."""

    line: InvoiceLine
    name: str
    owner: Party


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoicePaper:
    """An invoice or credit with its parties; `public` holds a canteen's own references."""

    invoice: Invoice
    seller: Party
    seller_vat: str
    iban: str
    buyer: Party
    service_code: str
    commitment: str
    lines: tuple[PaperInvoiceLine, ...]
    mention: str

    @property
    def is_credit(self) -> bool:
        """Tell whether this takes something back."""
        return self.invoice.credits is not None

    @property
    def total_cents(self) -> int:
        """Cents to pay, or to give back."""
        return self.invoice.net_cents + self.invoice.vat_cents


def invoice_paper(present: Present, id: str, hub: Hub, money: Money) -> InvoicePaper | None:
    """Return the invoice or credit of this id, None where there is none."""
    invoice = present.world.invoices.get(id)
    if invoice is None:
        return None
    entry = present.vault.get(f"customer/{invoice.customer}") or {}
    seller = Party(code="", name=hub.name, address=hub.address, siret=money.siret, gln=hub.gln)
    return InvoicePaper(
        invoice=invoice,
        seller=seller,
        seller_vat=money.vat_number,
        iban=money.iban,
        buyer=customer_party(present, invoice.customer),
        service_code=entry.get("service_code", ""),
        commitment=entry.get("commitment", ""),
        lines=tuple(_line(present, line, hub) for line in invoice.lines),
        mention=AGENT_WORDS if invoice.seller is Seller.AGENT else "",
    )


def _line(present: Present, line: InvoiceLine, hub: Hub) -> PaperInvoiceLine:
    return PaperInvoiceLine(
        line=line,
        name=present.product_name(line.product),
        owner=producer_party(present, line.producer, line.date, hub),
    )
