"""Applies producers' documents, and what lots wait for."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from station.domain import events
from station.domain.charter import Document, Held
from station.domain.desk import Stamp
from station.domain.evolving.keeping import lot_of
from station.domain.world import World


def registered(world: World, event: events.charter.DocumentRegistered, stamp: Stamp) -> None:
    """Charter and organic certificate are the producer's own data, wherever they are said."""
    producer = world.producers.get(event.producer)
    if producer and event.document is Document.CHARTER:
        world.producers.put(replace(producer, charter_until=event.until))
    elif producer and event.document is Document.ORGANIC:
        world.producers.put(
            replace(producer, organic_body=event.reference, organic_until=event.until)
        )
    else:
        world.documents.put(
            Held(
                key=f"{event.producer}|{event.document}",
                producer=event.producer,
                document=event.document,
                reference=event.reference,
                until=event.until,
                under_30_percent=event.under_30_percent,
            )
        )


def awaited(world: World, event: events.charter.DocumentsAwaited, stamp: Stamp) -> None:
    world.lots.put(replace(lot_of(world, event.lot), awaits=tuple(event.documents)))


APPLIES: dict[type, Any] = {
    events.charter.DocumentRegistered: registered,
    events.charter.DocumentsAwaited: awaited,
}
"""What each event of this area changes."""
