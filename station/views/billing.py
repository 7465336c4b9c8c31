"""What is to be invoiced, what waits for people, what was issued, what each producer is due.

Must not issue anything: invoices are commands.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from station.domain.billing import Invoice, Terms, billable, rounded, worth_cents
from station.domain.claims import taken_back_milli
from station.domain.codec import to_plain
from station.domain.model import DeliveryNote, NoteLine
from station.reading import Present

Json = dict[str, Any]


def to_invoice(present: Present, terms: Terms, *, since: str, until: str) -> list[Json]:
    """Return each customer with notes that no invoice has, what they are worth, what hinders."""
    by_customer: dict[str, list[DeliveryNote]] = {}
    for note in present.world.notes.all():
        if note.invoice is None and since <= note.date <= until:
            by_customer.setdefault(note.customer, []).append(note)
    return [
        {
            "customer": code,
            "name": present.name("customer", code),
            "notes": [note.id for note in notes],
            **_worth(present, terms, notes),
        }
        for code, notes in sorted(by_customer.items())
        if _worth(present, terms, notes) != NOTHING
    ]


NOTHING: Json = {"net_cents": 0, "waiting": []}


def _worth(present: Present, terms: Terms, notes: list[DeliveryNote]) -> Json:
    net_cents, waiting = 0, []
    for note in notes:
        for line in note.lines:
            if not line.crates:
                continue
            found = _line_worth(present, terms, note, line)
            if isinstance(found, int):
                net_cents += found
            else:
                waiting.append(found)
    return {"net_cents": net_cents, "waiting": waiting}


def _line_worth(present: Present, terms: Terms, note: DeliveryNote, line: NoteLine) -> int | Json:
    """Return a line's cents, or what people must settle before it can be billed."""
    agreed = present.world.agreed_quantities.get(f"{note.id}|{line.product}")
    taken_milli = taken_back_milli(present.world.revisions.where(note=note.id), line.product)
    billed = billable(line, note.returned, agreed, terms.tolerance_permille, taken_milli)
    product = present.world.products.get(line.product)
    price = line.price_cents if line.price_cents is not None else product and product.price_cents
    if billed is not None and (billed[0] <= 0 or price is not None):
        return worth_cents(price or 0, billed[0])
    return {
        "why": "quantity_to_agree" if billed is None else "price_missing",
        "note": note.id,
        "product": line.product,
        "name": present.product_name(line.product),
        "unit": line.unit.value,
        "ordered_milli": line.ordered_milli,
        "net_g": line.net_g,
        "count": line.count,
    }


def invoices(present: Present, **equals: str) -> list[Json]:
    """Return invoices and credits, the latest first."""
    found = present.world.invoices.where(**equals)
    return [_invoice(present, one) for one in sorted(found, key=_newest, reverse=True)]


def _newest(invoice: Invoice) -> int:
    return invoice.issued_seq


def _invoice(present: Present, invoice: Invoice) -> Json:
    return {
        **to_plain(invoice),
        "customer_name": present.name("customer", invoice.customer),
        "net_cents": invoice.net_cents,
        "vat_cents": invoice.vat_cents,
    }


def statement(
    present: Present, terms: Terms, producer: str, *, since: str, until: str
) -> Json | None:
    """Return what a producer brought, sold, lost and has in stock, and what it is due.

    Received and lost are those of lots opened in these days; sold is what was invoiced in them,
    less credits that the producer bears. Commission is rounded once, on the sum.
    """
    if present.world.producers.get(producer) is None:
        return None
    sold: dict[str, Json] = {}
    for invoice in present.world.invoices.all():
        if since <= invoice.issued_on <= until:
            _add_sales(sold, invoice, producer)
    sold_cents = sum(row["net_cents"] for row in sold.values())
    commission = rounded(Fraction(sold_cents * terms.commission_permille, 1_000))
    lots = [
        lot for lot in present.world.lots.where(producer=producer)
        if since <= lot.opened_on <= until
    ]  # fmt: skip
    stock = [
        held for held in present.world.holdings.where(producer=producer) if held.state.in_hangar
    ]
    return {
        "producer": producer,
        "name": present.name("producer", producer),
        "since": since,
        "until": until,
        "received_g": sum(lot.received_g for lot in lots),
        "received_count": sum(lot.received_count for lot in lots),
        "lost_g": sum(lot.discarded_g for lot in lots),
        "lost_count": sum(lot.discarded_count for lot in lots),
        "in_stock_g": sum(held.net_g or 0 for held in stock),
        "in_stock_count": sum(held.count or 0 for held in stock),
        "sold": [sold[code] | {"name": present.product_name(code)} for code in sorted(sold)],
        "sold_cents": sold_cents,
        "commission_permille": terms.commission_permille,
        "commission_cents": commission,
        "due_cents": sold_cents - commission,
    }


def _add_sales(sold: dict[str, Json], invoice: Invoice, producer: str) -> None:
    if invoice.credits is not None and invoice.bears != producer:
        return
    sign = -1 if invoice.credits is not None else 1
    for line in invoice.lines:
        if line.producer != producer:
            continue
        row = sold.setdefault(
            line.product,
            {"product": line.product, "unit": line.unit.value, "quantity_milli": 0,
             "net_cents": 0},
        )  # fmt: skip
        row["quantity_milli"] += sign * line.quantity_milli
        row["net_cents"] += sign * line.net_cents
