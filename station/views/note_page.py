"""What a delivery note's link shows its customer: what came, and what became of what they said.

Must not show a price, an address, or anybody's words: whoever holds the paper may open it.
"""

from __future__ import annotations

from typing import Any

from station.documents import phrases
from station.domain.claims import KIND_WORDS, Claim
from station.domain.model import DeliveryNote, NoteLine
from station.domain.words import Unit
from station.reading import Present

Json = dict[str, Any]


def page(present: Present, note: DeliveryNote, timezone: str) -> Json:
    """Return the note's lines that came, each with its claims, the latest first."""
    claims = present.world.claims.where(note=note.id)
    return {
        "note": note.id,
        "day": phrases.long_date(note.date),
        "customer": present.name("customer", note.customer),
        "lines": [_line(present, line, claims, timezone) for line in note.lines if line.crates],
    }


def _line(present: Present, line: NoteLine, claims: list[Claim], timezone: str) -> Json:
    mine = sorted(
        (claim for claim in claims if claim.product == line.product),
        key=lambda claim: -claim.opened_seq,
    )
    return {
        "product": line.product,
        "name": present.product_name(line.product),
        "unit": phrases.unit_word(line.unit),
        "weighed": line.unit is Unit.KG,
        "delivered": phrases.quantity(line.delivered_milli, line.unit),
        "claims": [_said(present, claim, line, timezone) for claim in mine],
        "open": any(claim.state == "open" for claim in mine),
    }


def _said(present: Present, claim: Claim, line: NoteLine, timezone: str) -> str:
    """Say what became of a claim; « vue » only once a person has seen it."""
    kind = KIND_WORDS.get(claim.kind, claim.kind)
    sent = f"Réclamation ({kind}) envoyée le {phrases.local_moment(claim.opened_at, timezone)}"
    if claim.state != "open":
        much = phrases.quantity(claim.settled_milli, line.unit)
        taken = f"{much} en moins sur votre bon" if claim.settled_milli else "le bon reste"
        return f"{sent}, réglée : {taken}."
    if claim.seen_at is None:
        return f"{sent}. Personne ne l’a encore vue."
    who = present.name("operator", claim.seen_by) if claim.seen_by else ""
    by = f" par {who}" if who else ""
    return f"{sent}, vue{by} le {phrases.local_moment(claim.seen_at, timezone)}."
