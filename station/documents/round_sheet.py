"""Reads one round for its driver: stops in delivery order, what is in the van, what is left.

Must not judge what may leave: before departure it shows the board's own counts, afterwards what
the delivery notes say.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from station.config.model import Hub
from station.documents.delivery_note import ClaimUrl, DeliveryPaper, delivery_paper, no_claims
from station.documents.parties import Party, customer_party, hub_party
from station.documents.phrases import NBSP, quantity, units
from station.domain.model import Round
from station.domain.words import RoundState, TemperatureClass, Unit
from station.reading import Present
from station.views import boards


@dataclass(frozen=True, slots=True, kw_only=True)
class StopOnPaper:
    """One stop: its crates, planned and loaded before departure, gone afterwards."""

    stop: int
    customer: Party
    note: str | None
    expected: int
    loaded: int
    classes: dict[TemperatureClass, int]
    net_g: int
    remaining: tuple[str, ...]
    missing: tuple[str, ...]
    door_code: str = ""
    window: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPaper:
    """A round's sheet; `notes` stand behind it in delivery order once it has left."""

    id: str
    name: str
    date: str
    vehicle: str
    driver: str
    depart_at: str
    departed_at: str | None
    printed_at: str
    timezone: str
    hub: Party
    stops: tuple[StopOnPaper, ...]
    notes: tuple[DeliveryPaper, ...]

    @property
    def left(self) -> bool:
        """True once the round has departed."""
        return self.departed_at is not None


def round_paper(
    present: Present, id: str, hub: Hub, printed_at: str, claim_url: ClaimUrl = no_claims
) -> RoundPaper | None:
    """Return a round's papers, None where there is no such round; `printed_at` is an instant."""
    round = present.world.rounds.get(id)
    if round is None:
        return None
    notes = _notes(present, round, hub, claim_url)
    left = round.state is RoundState.DEPARTED
    stops = _gone(present, round, notes) if left else _planned(present, round)
    return RoundPaper(
        id=round.id,
        timezone=hub.timezone,
        name=round.name,
        date=round.date,
        vehicle=round.vehicle,
        driver=(present.vault.get(f"driver/{round.id}") or {}).get("name", ""),
        depart_at=round.depart_at,
        departed_at=round.departed_at if left else None,
        printed_at=printed_at,
        hub=hub_party(hub),
        stops=stops,
        notes=notes,
    )


def _notes(
    present: Present, round: Round, hub: Hub, claim_url: ClaimUrl
) -> tuple[DeliveryPaper, ...]:
    issued = present.world.notes.where(round=round.id)
    in_order = sorted(issued, key=lambda note: (note.stop or 0, note.id))
    papers = [delivery_paper(present, note.id, hub, claim_url) for note in in_order]
    return tuple(paper for paper in papers if paper is not None)


def _planned(present: Present, round: Round) -> tuple[StopOnPaper, ...]:
    """Return the stops as the board shows them, in the order of delivery."""
    midnight = datetime.fromisoformat(f"{round.date}T00:00:00+00:00")
    board = boards.board(present, round.id, midnight)
    rows = sorted(board["stops"] if board else [], key=lambda row: int(row["stop"]))
    return tuple(_planned_stop(present, row) for row in rows)


def _planned_stop(present: Present, row: dict[str, Any]) -> StopOnPaper:
    crates = [present.world.crates.get(crate["id"]) for crate in row["crates"]]
    return StopOnPaper(
        stop=row["stop"],
        customer=customer_party(present, row["customer"]["code"]),
        note=None,
        expected=row["expected"],
        loaded=row["loaded"],
        classes=Counter(crate.temperature_class for crate in crates if crate),
        net_g=sum(crate.net_g or 0 for crate in crates if crate),
        remaining=tuple(_remains(x) for x in row["remaining"] if not x["declared_missing"]),
        missing=tuple(_remains(x) for x in row["remaining"] if x["declared_missing"]),
        **_at_the_door(present, row["customer"]["code"]),
    )


def _at_the_door(present: Present, customer: str) -> dict[str, str]:
    """Return what the driver's sheet alone says of a customer, and no delivery note does."""
    entry = present.vault.get(f"customer/{customer}") or {}
    return {name: entry.get(name, "") for name in ("door_code", "window")}


def _remains(item: dict[str, Any]) -> str:
    """Say one thing that is not in the van: crates with their place, or an order line."""
    if item["count"] is not None:
        place = f" ({item['zone']})" if item["zone"] else ""
        return f"{item['count']}{NBSP}×{NBSP}{item['name']}{place}"
    return f"{item['name']}, {quantity(item['quantity_milli'], Unit(item['unit']))}"


def _gone(
    present: Present, round: Round, notes: tuple[DeliveryPaper, ...]
) -> tuple[StopOnPaper, ...]:
    """Return the stops with what their notes say; a stop without a note has nothing."""
    by_customer = {note.addressee.code: note for note in notes}
    stops = sorted(present.world.stops.where(round=round.id), key=lambda stop: stop.stop)
    return tuple(
        _gone_stop(present, stop.stop, stop.customer, by_customer.get(stop.customer))
        for stop in stops
    )


def _gone_stop(
    present: Present, stop: int, customer: str, note: DeliveryPaper | None
) -> StopOnPaper:
    ids = [crate.id for crate in note.crates] if note else []
    crates = [present.world.crates.get(id) for id in ids]
    return StopOnPaper(
        stop=stop,
        customer=note.addressee if note else customer_party(present, customer),
        note=note.id if note else None,
        expected=len(ids),
        loaded=len(ids),
        classes=Counter(crate.temperature_class for crate in crates if crate),
        net_g=note.net_g if note else 0,
        remaining=(),
        missing=tuple(_short(note)) if note else (),
        **_at_the_door(present, customer),
    )


def _short(note: DeliveryPaper) -> list[str]:
    """Name the lines of which nothing left, or less than ordered."""
    words = []
    for line in note.lines:
        if line.missing and line.ordered_milli:
            words.append(f"{line.name}, {quantity(line.ordered_milli, line.unit)}")
        elif line.short_count:
            words.append(f"{line.name}, {units(line.short_count, line.unit)}")
        elif line.short_g:
            words.append(f"{line.name}, {quantity(line.short_g, Unit.KG)}")
    return words
