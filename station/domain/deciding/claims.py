"""Decides claims: opened once a product, settled with a revised note and, if billed, a credit."""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.billing import Invoice, returned_milli
from station.domain.claims import KIND_WORDS, Claim, taken_back_milli
from station.domain.commands.billing import CreditedLine, IssueCredit
from station.domain.deciding.billing import issue_credit
from station.domain.deciding.outcome import DONE, Outcome
from station.domain.deciding.photographs import erase_picture, seal_picture
from station.domain.desk import Desk, found, reason_given
from station.domain.refusals import Refusal

MOST_WORDS = 1_000
"""Characters of what a customer writes; a page of it is a letter, not a claim."""
MOST_CONTACT = 120
"""Characters of a name and a telephone number or address."""
MOST_PHOTOS = 3
"""Pictures kept of one claim."""


def open_claim(command: commands.claims.OpenClaim, desk: Desk) -> Outcome:
    note = found(desk.world.notes.get(command.note), command.note)
    line = _line(note, command.product)
    if not 0 <= command.quantity_milli <= line.delivered_milli:
        raise Refusal("claim_too_large", what=_name(desk, command.product))
    if len(command.words) > MOST_WORDS or len(command.contact) > MOST_CONTACT:
        raise Refusal("out_of_bounds", what="texte trop long")
    open_now = desk.world.claims.where(note=note.id, state="open")
    if any(one.product == command.product for one in open_now):
        raise Refusal("claim_open_already")
    id = desk.new_id("r")
    party = f"claim/{id}"
    said = {"words": command.words, "contact": command.contact}
    desk.emit(
        f"claim/{id}",
        events.claims.ClaimOpened(
            claim=id,
            note=note.id,
            customer=note.customer,
            product=command.product,
            kind=command.kind,
            quantity_milli=command.quantity_milli,
            source=command.source,
            party=party,
            digest=desk.vault.seal(party, said),
        ),
    )
    detail = f"{note.id}, {command.product} : {KIND_WORDS[command.kind]}"
    desk.trouble("claim_opened", id, detail)
    return Outcome(ids=(("claim", id),))


def photograph_claim(command: commands.claims.PhotographClaim, desk: Desk) -> Outcome:
    """Keep a picture with its claim."""
    claim = found(desk.world.claims.get(command.claim), command.claim)
    if desk.world.claim_photos.count(claim=claim.id) >= MOST_PHOTOS:
        raise Refusal("out_of_bounds", what=f"plus de {MOST_PHOTOS} photos")
    id = desk.new_id("p")
    desk.emit(
        f"claim/{claim.id}",
        events.claims.ClaimPhotographed(
            photo=id,
            claim=claim.id,
            digest=seal_picture(desk, id, command.jpeg),
        ),
    )
    return Outcome(ids=(("photo", id),))


def erase_photograph(command: commands.claims.EraseClaimPhotograph, desk: Desk) -> Outcome:
    photo = found(desk.world.claim_photos.get(command.photo), f"photo {command.photo}")
    reason = erase_picture(desk, photo.id, command.reason)
    desk.emit(
        f"claim/{photo.claim}",
        events.claims.ClaimPhotographErased(photo=photo.id, reason=reason),
    )
    return DONE


def see_claim(command: commands.claims.SeeClaim, desk: Desk) -> Outcome:
    """Record who read a claim first; read again, nothing is added."""
    claim = found(desk.world.claims.get(command.claim), command.claim)
    _seen(desk, claim)
    return DONE


def _seen(desk: Desk, claim: Claim) -> None:
    if claim.seen_at is None:
        by = desk.operator or ""
        desk.emit(f"claim/{claim.id}", events.claims.ClaimSeen(claim=claim.id, by=by))


def settle_claim(command: commands.claims.SettleClaim, desk: Desk) -> Outcome:
    """Settle a claim; what is taken back lowers what is billed, or comes back as a credit."""
    claim = found(desk.world.claims.get(command.claim), command.claim)
    if claim.state != "open":
        raise Refusal("claim_settled_already")
    note = found(desk.world.notes.get(claim.note), claim.note)
    line = _line(note, claim.product)
    if command.bears not in ("hub", line.producer):
        raise Refusal("not_found", what=f"{command.bears} sur ce bon")
    taken_milli = taken_back_milli(desk.world.revisions.where(note=note.id), claim.product)
    gone_milli = returned_milli(line, note.returned) + taken_milli
    left_milli = line.delivered_milli - gone_milli
    if not 0 <= command.quantity_milli <= left_milli:
        raise Refusal("claim_too_large", what=_name(desk, claim.product))
    reason = reason_given(command.reason)
    _seen(desk, claim)
    credit = None
    if command.quantity_milli:
        credit = _take_back(command, desk, claim, note)
    desk.emit(
        f"claim/{claim.id}",
        events.claims.ClaimSettled(
            claim=claim.id,
            quantity_milli=command.quantity_milli,
            bears=command.bears if command.quantity_milli else "",
            reason=reason,
            credit=credit,
        ),
    )
    desk.settle_troubles(reason, subject=claim.id)
    return Outcome(ids=(("claim", claim.id), *((("credit", credit),) if credit else ())))


def _take_back(
    command: commands.claims.SettleClaim, desk: Desk, claim: Claim, note: model.DeliveryNote
) -> str | None:
    """Revise the note; return the credit where the product was billed already."""
    revisions = desk.world.revisions.where(note=note.id)
    desk.emit(
        f"note/{note.id}",
        events.claims.NoteRevised(
            note=note.id,
            revision=len(revisions) + 1,
            product=claim.product,
            taken_back_milli=command.quantity_milli,
            claim=claim.id,
        ),
    )
    if note.invoice is not None:
        return _credited(
            command, desk, claim, found(desk.world.invoices.get(note.invoice), "facture")
        )
    return None


def _credited(
    command: commands.claims.SettleClaim, desk: Desk, claim: Claim, invoice: Invoice
) -> str | None:
    """Issue the credit of a billed line; None where the invoice left this product out."""
    for number, line in enumerate(invoice.lines, start=1):
        if (line.note, line.product) == (claim.note, claim.product):
            outcome = issue_credit(
                IssueCredit(
                    invoice=invoice.id,
                    lines=(CreditedLine(line=number, quantity_milli=command.quantity_milli),),
                    reason=command.reason,
                    bears=command.bears,
                ),
                desk,
            )
            return dict(outcome.ids)["credit"]
    return None


def _name(desk: Desk, product: str) -> str:
    known = desk.world.products.get(product)
    return known.name if known else product


def _line(note: model.DeliveryNote, product: str) -> model.NoteLine:
    line = next((one for one in note.lines if one.product == product and one.crates), None)
    return found(line, f"{product} sur {note.id}")


DECIDES: dict[type, Any] = {
    commands.claims.OpenClaim: open_claim,
    commands.claims.SettleClaim: settle_claim,
    commands.claims.SeeClaim: see_claim,
    commands.claims.PhotographClaim: photograph_claim,
    commands.claims.EraseClaimPhotograph: erase_photograph,
}
