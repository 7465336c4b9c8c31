"""Makes the papers of money: invoices as PDF with Factur-X inside, statements of producers.

Must not change anything, nor load a PDF or XML library before a paper is asked for.
"""

from __future__ import annotations

from typing import Any

from station.config.model import Hub, Money
from station.documents.invoice import InvoicePaper, invoice_paper
from station.reading import Present


def invoice_pdf(present: Present, id: str, hub: Hub, money: Money) -> bytes | None:
    """Return an invoice or credit to print or send: a PDF with its Factur-X XML inside."""
    paper = invoice_paper(present, id, hub, money)
    if paper is None:
        return None
    from station.documents.facturx import facturx_pdf
    from station.documents.invoice_drawing import draw_invoice
    from station.documents.sheet import drawn

    title = f"{'Avoir' if paper.is_credit else 'Facture'} {id}"
    return facturx_pdf(drawn(title, lambda sheet: draw_invoice(sheet, paper)), paper)


def invoice_xml(present: Present, id: str, hub: Hub, money: Money) -> bytes | None:
    """Return the Factur-X XML alone."""
    paper = invoice_paper(present, id, hub, money)
    if paper is None:
        return None
    from station.documents.facturx import facturx_xml

    return facturx_xml(paper)


def month_papers(present: Present, month: str, hub: Hub, money: Money) -> list[InvoicePaper]:
    """Return the invoices and credits issued in a month, in the order of the ledger."""
    found = sorted(present.world.invoices.where(month=month), key=lambda one: one.issued_seq)
    papers = (invoice_paper(present, one.id, hub, money) for one in found)
    return [paper for paper in papers if paper is not None]


def statement_pdf(statement: dict[str, Any], hub: Hub) -> bytes:
    """Return a producer's statement to print."""
    from station.documents.sheet import drawn
    from station.documents.statement_drawing import draw_statement

    title = f"Relevé {statement['name']}"
    return drawn(title, lambda sheet: draw_statement(sheet, statement, hub))
