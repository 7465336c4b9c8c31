"""What the carré-vente has ready: customers' crates by zone, and what each has taken today."""

from __future__ import annotations

from typing import Any

from station.domain.model import Crate
from station.domain.words import CrateState
from station.reading import Present
from station.views.lists import named_crate

Json = dict[str, Any]


def shop(present: Present, today: str) -> list[Json]:
    """Return the customers that no round serves and that have crates here, or a note of today."""
    crates = [
        crate
        for state in (CrateState.RECEIVED, CrateState.STORED)
        for crate in present.world.crates.where(state=state.value)
        if crate.customer is not None and not _by_round(present, crate)
    ]
    notes = [note for note in present.world.notes.where(date=today) if note.round is None]
    codes = {crate.customer for crate in crates} | {note.customer for note in notes}
    rows = [
        {
            "code": code,
            "name": present.name("customer", code),
            "ready": [
                named_crate(present, crate)
                for crate in sorted(crates, key=lambda one: (one.zone or "", one.arrived_seq))
                if crate.customer == code
            ],
            "notes": [note.id for note in notes if note.customer == code],
            "taken": sum(len(note.crates) for note in notes if note.customer == code),
        }
        for code in codes
        if code is not None
    ]
    return sorted(rows, key=lambda row: (not row["ready"], row["name"]))


def _by_round(present: Present, crate: Crate) -> bool:
    """Tell whether a round takes this crate to its customer on its day."""
    stops = present.world.stops.where(date=crate.deliver_on or "", customer=crate.customer or "")
    return bool(stops)
