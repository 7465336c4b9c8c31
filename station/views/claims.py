"""Claims with what they are about: the line as delivered, the weighings behind it, what was said.

Must not settle anything.
"""

from __future__ import annotations

import json
from typing import Any

from station.domain.claims import Claim
from station.domain.codec import to_plain
from station.domain.model import DeliveryNote, NoteLine
from station.ledger.chain import events_of_stream
from station.reading import Present

Json = dict[str, Any]

WEIGHED = frozenset(
    {"CrateReceived", "CrateMeasured", "PartPicked", "CrateSplit", "CrateWeightCorrected"}
)
"""Events of a crate that carry a weighing."""
RECEIPT = ("receipt", "gross_g", "tare_g", "tare_source", "scale", "scale_serial", "alibi")
"""What stands on a weighing receipt; the raw frame too, as it came."""


def claims(present: Present, **equals: str) -> list[Json]:
    """Return claims that match (state, note, customer), the latest first."""
    found = present.world.claims.where(**equals)
    return [_claim(present, one) for one in sorted(found, key=lambda one: -one.opened_seq)]


def _claim(present: Present, claim: Claim) -> Json:
    note = present.world.notes.get(claim.note)
    line = _line(note, claim.product)
    said = present.vault.get(f"claim/{claim.id}") or {}
    return {
        **to_plain(claim),
        "customer_name": present.name("customer", claim.customer),
        "product_name": present.product_name(claim.product),
        "unit": line.unit.value if line else None,
        "producer": line.producer if line else None,
        "producer_name": present.name("producer", line.producer) if line else "",
        "delivered_g": line.net_g if line else None,
        "delivered_count": line.count if line else None,
        "lots": list(line.lots) if line else [],
        **{name: said.get(name, "") for name in ("words", "contact")},
        "seen_by_name": present.name("operator", claim.seen_by) if claim.seen_by else "",
        "photos": _photos(present, claim, note),
        "weighings": _weighings(present, line) if line else [],
    }


def _photos(present: Present, claim: Claim, note: DeliveryNote | None) -> list[Json]:
    """Return the pictures of a claim: its customer's, and the driver's of the same stop."""
    sent = [
        {"id": one.id, "from": "customer", "about": "", "kept_at": one.kept_at}
        for one in present.world.claim_photos.where(claim=claim.id)
    ]
    if note is None or note.round is None:
        return sent
    taken = present.world.delivery_photos.where(round=note.round, customer=note.customer)
    return sent + [
        {"id": one.id, "from": "driver", "about": one.about, "kept_at": one.kept_at}
        for one in taken
    ]


def _line(note: DeliveryNote | None, product: str) -> NoteLine | None:
    lines = note.lines if note else ()
    return next((line for line in lines if line.product == product and line.crates), None)


def _weighings(present: Present, line: NoteLine) -> list[Json]:
    """Return every weighing of the line's crates, each with its receipt and raw frame."""
    found = []
    for crate in dict.fromkeys(line.crates):
        for event in events_of_stream(present.connection, f"crate/{crate}"):
            weighing = json.loads(event.data).get("weighing") if event.type in WEIGHED else None
            if weighing:
                receipt = {name: weighing.get(name) for name in RECEIPT}
                frame = weighing.get("raw_hex", "")
                found.append({"crate": crate, "at": event.recorded_at, **receipt, "raw_hex": frame})
    return found
