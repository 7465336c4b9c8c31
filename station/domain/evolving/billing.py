"""Applies agreed quantities, invoices and credits."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.billing import AgreedQuantity, Invoice, returned_milli
from station.domain.claims import taken_back_milli
from station.domain.desk import Stamp, bump
from station.domain.world import World


def quantity_agreed(world: World, event: events.billing.QuantityAgreed, stamp: Stamp) -> None:
    note = world.notes.get(event.note)
    line = next((one for one in note.lines if one.product == event.product), None) if note else None
    back_milli = returned_milli(line, note.returned) if note and line else 0
    taken_milli = taken_back_milli(world.revisions.where(note=event.note), event.product)
    world.agreed_quantities.put(
        AgreedQuantity(
            key=f"{event.note}|{event.product}",
            note=event.note,
            product=event.product,
            quantity_milli=event.quantity_milli,
            reason=event.reason,
            known_milli=back_milli + taken_milli,
        )
    )


def invoice_issued(world: World, event: events.billing.InvoiceIssued, stamp: Stamp) -> None:
    bump(world, f"invoice/{event.issued_on[:4]}")
    world.invoices.put(
        Invoice(
            id=event.invoice,
            customer=event.customer,
            since=event.since,
            until=event.until,
            issued_on=event.issued_on,
            due_on=event.due_on,
            seller=event.seller,
            notes=event.notes,
            lines=event.lines,
            totals=event.totals,
            issued_seq=stamp.seq,
        )
    )
    for id in event.notes:
        note = world.notes.get(id)
        if note:
            world.notes.put(replace(note, invoice=event.invoice))


def credit_issued(world: World, event: events.billing.CreditIssued, stamp: Stamp) -> None:
    bump(world, f"credit/{event.issued_on[:4]}")
    world.invoices.put(
        Invoice(
            id=event.credit,
            customer=event.customer,
            since=event.issued_on,
            until=event.issued_on,
            issued_on=event.issued_on,
            due_on=event.issued_on,
            seller=event.seller,
            notes=tuple(sorted({line.note for line in event.lines})),
            lines=event.lines,
            totals=event.totals,
            issued_seq=stamp.seq,
            credits=event.invoice,
            reason=event.reason,
            bears=event.bears,
        )
    )


APPLIES: dict[type, Any] = {
    events.billing.QuantityAgreed: quantity_agreed,
    events.billing.InvoiceIssued: invoice_issued,
    events.billing.CreditIssued: credit_issued,
}
