"""Writes money as CSV: invoice lines, the books' entries of a month, purchases for ma cantine.

Must not reckon a cent, nor let a cell act. Amounts have two decimals as each format asks for.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from station.config.model import Money
from station.documents.invoice import InvoicePaper, PaperInvoiceLine
from station.documents.lines_csv import BYTE_ORDER_MARK, cell
from station.domain.model import Product

LINES = (
    *("invoice", "credits", "issued_on", "customer", "customer_name", "note", "date", "producer"),
    *("producer_name", "product", "name", "unit", "quantity_milli", "price_cents", "net_cents"),
    *("vat_permille", "basis", "weighed_g", "alibis"),
)
BOOKS = (
    *("JournalCode", "JournalLib", "EcritureNum", "EcritureDate", "CompteNum", "CompteLib"),
    *("CompAuxNum", "CompAuxLib", "PieceRef", "PieceDate", "EcritureLib", "Debit", "Credit"),
    *("EcritureLet", "DateLet", "ValidDate", "Montantdevise", "Idevise"),
)
"""The eighteen columns of the accounting entries file (LPF art. A47 A-1)."""
PURCHASES = (
    *("siret", "description", "fournisseur", "date", "prix_ht", "famille_produits"),
    *("categories_egalim", "origine", "est_circuit_court", "est_local", "definition_local"),
)
"""Schema import-achats-siret-2026 of ma cantine (betagouv/ma-cantine)."""
FAMILIES = (
    ("VIANDES_VOLAILLES", ("viande", "volaille", "bœuf", "boeuf", "porc", "agneau")),
    ("CHARCUTERIE", ("charcut", "saucisse")),
    ("PRODUITS_DE_LA_MER", ("poisson", "truite")),
    ("FRUITS_ET_LEGUMES", ("légume", "legume", "fruit", "herbe", "champignon")),
    ("PRODUITS_LAITIERS", ("lait", "fromage", "yaourt", "crème", "glace")),
    ("BOULANGERIE", ("pain", "boulang", "farine")),
    ("BOISSONS", ("boisson", "jus", "cidre", "bière", "brasserie", "vin")),
)
"""Word parts of our families that say which family of ma cantine a product is in."""
OTHER_FAMILY = "AUTRES"


def lines_csv(papers: Iterable[InvoicePaper]) -> str:
    """Return one row an invoice line, whole numbers only."""
    return _csv(LINES, (_line(paper, one) for paper in papers for one in paper.lines), ";")


def books_csv(papers: Iterable[InvoicePaper], money: Money) -> str:
    """Return a month's entries: the customer's account against sales and VAT, in balance."""
    return _csv(BOOKS, (row for paper in papers for row in _entries(paper, money)), ";")


def purchases_csv(paper: InvoicePaper, products: dict[str, Product]) -> str:
    """Return an invoice's lines as purchases that a public canteen hands in to ma cantine.

    A producer's own goods through one platform are a short circuit; what is local the canteen
    says itself, and so those two columns stay empty.
    """
    return _csv(PURCHASES, (_purchase(paper, one, products) for one in paper.lines), ";")


def _csv(columns: Sequence[str], rows: Iterable[Sequence[str | int | None]], mark: str) -> str:
    out = io.StringIO()
    out.write(BYTE_ORDER_MARK)
    writer = csv.writer(out, delimiter=mark, lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([cell(value) for value in row])
    return out.getvalue()


def _line(paper: InvoicePaper, one: PaperInvoiceLine) -> list[str | int | None]:
    line, sign = one.line, -1 if paper.is_credit else 1
    return [
        paper.invoice.id,
        paper.invoice.credits,
        paper.invoice.issued_on,
        paper.buyer.code,
        paper.buyer.name,
        line.note,
        line.date,
        line.producer,
        one.owner.name,
        line.product,
        one.name,
        line.unit.value,
        sign * line.quantity_milli,
        line.price_cents,
        sign * line.net_cents,
        line.vat_permille,
        line.basis.value,
        line.weighed_g,
        " | ".join(line.alibis),
    ]


def _entries(paper: InvoicePaper, money: Money) -> list[list[str | int | None]]:
    invoice = paper.invoice
    text = f"{'Avoir' if paper.is_credit else 'Facture'} {invoice.id} {paper.buyer.name}"
    rows = [
        _entry(paper, money.account_customers, "Clients", paper.total_cents, text, paper.buyer.code)
    ]
    for total in invoice.totals:
        rows.append(_entry(paper, money.account_sales, "Ventes", -total.net_cents, text))
        if total.vat_cents:
            rows.append(_entry(paper, money.account_vat, "TVA collectée", -total.vat_cents, text))
    return rows


def _entry(
    paper: InvoicePaper, account: str, label: str, debit_cents: int, text: str, who: str = ""
) -> list[str | int | None]:
    """Return one entry; a credit turns the sides round."""
    invoice = paper.invoice
    side_cents = -debit_cents if paper.is_credit else debit_cents
    day = invoice.issued_on.replace("-", "")
    name = paper.buyer.name if who else ""
    return [
        *("VE", "Ventes", invoice.id, day, account, label, who, name, invoice.id, day, text),
        _amount(max(side_cents, 0)),
        _amount(max(-side_cents, 0)),
        *("", "", day, "", ""),
    ]


def _amount(cents: int) -> str:
    return f"{cents // 100},{cents % 100:02d}"


def _purchase(
    paper: InvoicePaper, one: PaperInvoiceLine, products: dict[str, Product]
) -> list[str | int | None]:
    product = products.get(one.line.product)
    price = f"{one.line.net_cents // 100}.{one.line.net_cents % 100:02d}"
    return [
        paper.buyer.siret,
        one.name,
        one.owner.name,
        one.line.date,
        f"-{price}" if paper.is_credit else price,
        _family(product),
        ",".join(product.egalim) if product else "",
        "FRANCE",
        "OUI",
        "",
        "",
    ]


def _family(product: Product | None) -> str:
    """Return the family of ma cantine that our own family's words point to."""
    words = f"{product.family} {product.name}".casefold() if product else ""
    return next(
        (family for family, parts in FAMILIES if any(part in words for part in parts)),
        OTHER_FAMILY,
    )
