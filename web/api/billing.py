"""Invoices, credits and statements: lists, papers, files for the books and for ma cantine.

Must not reckon anything, nor issue: that is a command.
"""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from station.views import billing
from web.api.documents import CSV, PDF, file_answer
from web.api.pages import collection
from web.api.spans import month_asked, span_asked
from web.guard import READING, allow, hangar
from web.problems import problem

XML = "application/xml"


def register(blueprint: Blueprint) -> None:
    """Add this area's routes."""
    blueprint.get("/invoices")(allow(READING)(invoices))
    blueprint.get("/invoices/to-issue")(allow(READING)(to_issue))
    blueprint.get("/producers/<code>/statement")(allow(READING)(statement))
    papers = "/documents"
    blueprint.get(f"{papers}/invoice/<id>.pdf")(allow(READING)(invoice_pdf))
    blueprint.get(f"{papers}/invoice/<id>.xml")(allow(READING)(invoice_xml))
    blueprint.get(f"{papers}/ma-cantine/<id>.csv")(allow(READING)(purchases_file))
    blueprint.get(f"{papers}/invoice-lines/<month>.csv")(allow(READING)(lines_file))
    blueprint.get(f"{papers}/books/<month>.csv")(allow(READING)(books_file))
    blueprint.get(f"{papers}/statement/<code>.pdf")(allow(READING)(statement_file))


def invoices() -> Response:
    """Return invoices and credits, the latest first; `month=`, `customer=` narrow them."""
    equals = {name: request.args[name] for name in ("customer", "month") if request.args.get(name)}
    with hangar().readers.present() as present:
        return collection(billing.invoices(present, **equals))


def to_issue() -> Response:
    """Return customers with notes to invoice between `since` and `until`, and what hinders."""
    since, until = span_asked()
    station = hangar()
    with station.readers.present() as present:
        return collection(
            billing.to_invoice(present, station.bus.settings.terms, since=since, until=until)
        )


def statement(code: str) -> Response:
    """Return a producer's statement between `since` and `until`."""
    found = _statement(code)
    return jsonify(found) if found else problem(404, "not_found", f"no producer {code!r}")


def statement_file(code: str) -> Response:
    """Return a producer's statement to print."""
    from station.documents.money_papers import statement_pdf

    found = _statement(code)
    made = statement_pdf(found, hangar().config.hub) if found else None
    return file_answer(made, PDF, f"releve-{code}.pdf")


def _statement(code: str) -> billing.Json | None:
    since, until = span_asked()
    station = hangar()
    with station.readers.present() as present:
        return billing.statement(
            present, station.bus.settings.terms, code, since=since, until=until
        )


def invoice_pdf(id: str) -> Response:
    """Return an invoice or credit as PDF with its Factur-X XML inside."""
    from station.documents.money_papers import invoice_pdf

    config = hangar().config
    with hangar().readers.present() as present:
        return file_answer(invoice_pdf(present, id, config.hub, config.money), PDF, f"{id}.pdf")


def invoice_xml(id: str) -> Response:
    """Return an invoice's Factur-X XML alone."""
    from station.documents.money_papers import invoice_xml

    config = hangar().config
    with hangar().readers.present() as present:
        return file_answer(invoice_xml(present, id, config.hub, config.money), XML, f"{id}.xml")


def purchases_file(id: str) -> Response:
    """Return an invoice's lines as purchases for ma cantine."""
    from station.documents.invoice import invoice_paper
    from station.documents.money_csv import purchases_csv

    config = hangar().config
    with hangar().readers.present() as present:
        paper = invoice_paper(present, id, config.hub, config.money)
        products = {product.code: product for product in present.world.products.all()}
    made = purchases_csv(paper, products) if paper else None
    return file_answer(made, CSV, f"ma-cantine-{id}.csv")


def lines_file(month: str) -> Response:
    """Return the invoice lines of a month as CSV."""
    from station.documents.money_csv import lines_csv
    from station.documents.money_papers import month_papers

    config = hangar().config
    with hangar().readers.present() as present:
        papers = month_papers(present, month_asked(month), config.hub, config.money)
    return file_answer(lines_csv(papers), CSV, f"factures-{month}.csv")


def books_file(month: str) -> Response:
    """Return the accounting entries of a month as CSV, in balance."""
    from station.documents.money_csv import books_csv
    from station.documents.money_papers import month_papers

    config = hangar().config
    with hangar().readers.present() as present:
        papers = month_papers(present, month_asked(month), config.hub, config.money)
    return file_answer(books_csv(papers, config.money), CSV, f"ecritures-{month}.csv")
