"""Applies claims and the revisions of notes that follow from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.claims import Claim, ClaimPhoto, Revision
from station.domain.desk import Stamp
from station.domain.world import World


def claim_opened(world: World, event: events.claims.ClaimOpened, stamp: Stamp) -> None:
    world.claims.put(
        Claim(
            id=event.claim,
            note=event.note,
            customer=event.customer,
            product=event.product,
            kind=event.kind,
            quantity_milli=event.quantity_milli,
            source=event.source,
            opened_at=stamp.at,
            opened_seq=stamp.seq,
        )
    )


def photographed(world: World, event: events.claims.ClaimPhotographed, stamp: Stamp) -> None:
    world.claim_photos.put(ClaimPhoto(id=event.photo, claim=event.claim, kept_at=stamp.at))


def erased(world: World, event: events.claims.ClaimPhotographErased, stamp: Stamp) -> None:
    world.claim_photos.delete(event.photo)


def claim_seen(world: World, event: events.claims.ClaimSeen, stamp: Stamp) -> None:
    claim = world.claims.get(event.claim)
    if claim:
        world.claims.put(replace(claim, seen_by=event.by, seen_at=stamp.at))


def claim_settled(world: World, event: events.claims.ClaimSettled, stamp: Stamp) -> None:
    claim = world.claims.get(event.claim)
    if claim:
        world.claims.put(
            replace(
                claim,
                state="settled",
                settled_milli=event.quantity_milli,
                bears=event.bears,
                reason=event.reason,
                credit=event.credit,
            )
        )


def note_revised(world: World, event: events.claims.NoteRevised, stamp: Stamp) -> None:
    world.revisions.put(
        Revision(
            key=f"{event.note}|{event.revision}",
            note=event.note,
            revision=event.revision,
            product=event.product,
            taken_back_milli=event.taken_back_milli,
            claim=event.claim,
        )
    )


APPLIES: dict[type, Any] = {
    events.claims.ClaimOpened: claim_opened,
    events.claims.ClaimPhotographed: photographed,
    events.claims.ClaimPhotographErased: erased,
    events.claims.ClaimSeen: claim_seen,
    events.claims.ClaimSettled: claim_settled,
    events.claims.NoteRevised: note_revised,
}
