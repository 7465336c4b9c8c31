"""Events of invoices and credits.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.billing import InvoiceLine, Seller, VatRow


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityAgreed:
    """People agreed what a delivery note's product is billed for."""

    note: str
    product: str
    quantity_milli: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceIssued:
    """A customer was invoiced for its notes of some days."""

    invoice: str
    customer: str
    since: str
    until: str
    issued_on: str
    due_on: str
    seller: Seller
    notes: tuple[str, ...]
    lines: tuple[InvoiceLine, ...]
    totals: tuple[VatRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CreditIssued:
    """Part of an invoice was taken back; `bears` is who bears the loss."""

    credit: str
    invoice: str
    customer: str
    issued_on: str
    seller: Seller
    lines: tuple[InvoiceLine, ...]
    totals: tuple[VatRow, ...]
    reason: str
    bears: str


EVENTS: tuple[type, ...] = (
    QuantityAgreed,
    InvoiceIssued,
    CreditIssued,
)
