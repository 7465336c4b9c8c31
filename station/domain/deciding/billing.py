"""Decides invoices: what may be billed, under which number, and what is taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from station.domain import commands, events, model
from station.domain.billing import (
    Invoice,
    InvoiceLine,
    VatRow,
    billable,
    totals,
    vat_cents,
    worth_cents,
)
from station.domain.claims import taken_back_milli
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, calendar_day, found, reason_given
from station.domain.refusals import Refusal

MOST_MILLI = 100_000_000
"""A hundred tons or a hundred thousand pieces: no line of a delivery note is more."""


def agree_quantity(command: commands.billing.AgreeQuantity, desk: Desk) -> Outcome:
    note = found(desk.world.notes.get(command.note), command.note)
    if note.invoice is not None:
        raise Refusal("already_invoiced", invoice=note.invoice)
    if not any(line.product == command.product for line in note.lines):
        raise Refusal("not_found", what=command.product)
    if not 0 <= command.quantity_milli <= MOST_MILLI:
        raise Refusal("out_of_bounds", what="quantité")
    desk.emit(
        f"note/{note.id}",
        events.billing.QuantityAgreed(
            note=note.id,
            product=command.product,
            quantity_milli=command.quantity_milli,
            reason=reason_given(command.reason),
        ),
    )
    return Outcome()


def issue_invoice(command: commands.billing.IssueInvoice, desk: Desk) -> Outcome:
    """Issue an invoice, or refuse and name the first thing that nobody has agreed on yet."""
    since, until = calendar_day(command.since), calendar_day(command.until)
    if since > until or command.until > desk.today:
        raise Refusal("out_of_bounds", what="période")
    found(desk.world.customers.get(command.customer), f"client {command.customer}")
    notes = [
        note
        for note in desk.world.notes.where(customer=command.customer)
        if note.invoice is None and command.since <= note.date <= command.until
    ]
    lines = tuple(line for note in notes for line in invoice_lines(desk, note))
    if not lines:
        raise Refusal("nothing_to_invoice")
    id = f"FA-{desk.today[:4]}-{desk.serial(f'invoice/{desk.today[:4]}'):04d}"
    due = calendar_day(desk.today) + timedelta(days=desk.settings.terms.payment_days)
    desk.emit(
        f"invoice/{id}",
        events.billing.InvoiceIssued(
            invoice=id,
            customer=command.customer,
            since=command.since,
            until=command.until,
            issued_on=desk.today,
            due_on=due.isoformat(),
            seller=desk.settings.terms.seller,
            notes=tuple(note.id for note in notes),
            lines=lines,
            totals=totals(lines),
        ),
    )
    return Outcome(ids=(("invoice", id),))


def invoice_lines(desk: Desk, note: model.DeliveryNote) -> list[InvoiceLine]:
    """Return what a note is billed for; refuse where a price or a quantity is not settled."""
    return [
        made
        for line in note.lines
        if line.crates and (made := _invoice_line(desk, note, line)) is not None
    ]


def _invoice_line(desk: Desk, note: model.DeliveryNote, line: model.NoteLine) -> InvoiceLine | None:
    agreed = desk.world.agreed_quantities.get(f"{note.id}|{line.product}")
    terms = desk.settings.terms
    taken_milli = taken_back_milli(desk.world.revisions.where(note=note.id), line.product)
    billed = billable(line, note.returned, agreed, terms.tolerance_permille, taken_milli)
    if billed is None:
        raise Refusal("quantity_to_agree", what=f"{note.id}, {line.product}")
    quantity_milli, basis = billed
    if quantity_milli <= 0:
        return None
    price_cents = _price_cents(desk, line)
    if price_cents is None:
        raise Refusal("price_missing", what=f"{note.id}, {line.product}")
    vat = line.vat_permille if line.vat_permille is not None else terms.vat_permille
    return InvoiceLine(
        note=note.id,
        date=note.date,
        product=line.product,
        producer=line.producer,
        lots=line.lots,
        unit=line.unit,
        quantity_milli=quantity_milli,
        price_cents=price_cents,
        net_cents=worth_cents(price_cents, quantity_milli),
        vat_permille=vat,
        basis=basis,
        weighed_g=None if line.farm_word else line.net_g,
        alibis=line.alibis,
        farm_word=line.farm_word and agreed is None,
    )


def _price_cents(desk: Desk, line: model.NoteLine) -> int | None:
    """Return the price of the note's day; today's where the product had none then."""
    if line.price_cents is not None:
        return line.price_cents
    product = desk.world.products.get(line.product)
    return product.price_cents if product else None


def issue_credit(command: commands.billing.IssueCredit, desk: Desk) -> Outcome:
    """Take back part of an invoice; together with earlier credits never more than it billed."""
    invoice = found(desk.world.invoices.get(command.invoice), command.invoice)
    if invoice.credits is not None:
        raise Refusal("not_found", what=command.invoice)
    lines = _credited_lines(command, desk, invoice)
    if command.bears != "hub" and {line.producer for line in lines} != {command.bears}:
        raise Refusal("not_found", what=f"{command.bears} sur ces lignes")
    id = f"AV-{desk.today[:4]}-{desk.serial(f'credit/{desk.today[:4]}'):04d}"
    desk.emit(
        f"invoice/{invoice.id}",
        events.billing.CreditIssued(
            credit=id,
            invoice=invoice.id,
            customer=invoice.customer,
            issued_on=desk.today,
            seller=invoice.seller,
            lines=lines,
            totals=_credit_totals(desk, invoice, lines),
            reason=reason_given(command.reason),
            bears=command.bears,
        ),
    )
    return Outcome(ids=(("credit", id),))


def _credited_lines(
    command: commands.billing.IssueCredit, desk: Desk, invoice: Invoice
) -> tuple[InvoiceLine, ...]:
    numbers = [credited.line for credited in command.lines]
    if not numbers or len(set(numbers)) != len(numbers):
        raise Refusal("out_of_bounds", what="lignes de l'avoir")
    taken = _already_credited(desk, invoice)
    lines = []
    for credited in command.lines:
        if not 1 <= credited.line <= len(invoice.lines):
            raise Refusal("out_of_bounds", what=f"ligne {credited.line}")
        line = invoice.lines[credited.line - 1]
        before_milli, before_cents = taken.get((line.note, line.product), (0, 0))
        rest = line.quantity_milli - before_milli
        if not 0 < credited.quantity_milli <= rest:
            raise Refusal("credit_too_large", what=line.product)
        # Rounded on all that is credited so far, so that parts never give back more than the whole.
        net = worth_cents(line.price_cents, before_milli + credited.quantity_milli) - before_cents
        lines.append(replace(line, quantity_milli=credited.quantity_milli, net_cents=net))
    return tuple(lines)


def _already_credited(desk: Desk, invoice: Invoice) -> dict[tuple[str, str], tuple[int, int]]:
    """Return the thousandths and cents that earlier credits took back, by line."""
    taken: dict[tuple[str, str], tuple[int, int]] = {}
    for credit in desk.world.invoices.where(credits=invoice.id):
        for line in credit.lines:
            key = (line.note, line.product)
            milli, cents = taken.get(key, (0, 0))
            taken[key] = (milli + line.quantity_milli, cents + line.net_cents)
    return taken


def _credit_totals(
    desk: Desk, invoice: Invoice, lines: tuple[InvoiceLine, ...]
) -> tuple[VatRow, ...]:
    """Return a credit's sums; its tax is what all credits so far owe less what they gave back."""
    given: dict[int, tuple[int, int]] = {}
    for credit in desk.world.invoices.where(credits=invoice.id):
        for row in credit.totals:
            net, vat = given.get(row.vat_permille, (0, 0))
            given[row.vat_permille] = (net + row.net_cents, vat + row.vat_cents)
    rows = []
    for row in totals(lines):
        net, vat = given.get(row.vat_permille, (0, 0))
        owed = vat_cents(net + row.net_cents, row.vat_permille)
        rows.append(replace(row, vat_cents=owed - vat))
    return tuple(rows)


DECIDES: dict[type, Any] = {
    commands.billing.AgreeQuantity: agree_quantity,
    commands.billing.IssueInvoice: issue_invoice,
    commands.billing.IssueCredit: issue_credit,
}
