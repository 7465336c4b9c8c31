"""Reads one intake note (bon d'apport): what a producer brought, as it was weighed and counted.

Must not show what became of the crates: the figures are those of reception, from the events
themselves; a later correction stands beside them, never in their place.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from station.config.model import Hub
from station.documents.delivery_note import WEIGHT_NOTE
from station.documents.parties import Party, hub_party, producer_party
from station.domain import codec, events
from station.domain.model import Content, Crate, Intake, Weighing
from station.domain.words import Basis, CrateState, Unit
from station.reading import Present

UNSEEN = "unknown"
"""The kind of a weighing whose scale shows no tare."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtCrate:
    """One crate as it was received; `by_hand` marks a weight that a person typed.

    `tare_unseen`: the scale says neither gross nor net, its weight was taken for gross.
    """

    crate: str
    code: str
    crate_type: str
    gross_g: int | None
    tare_g: int | None
    net_g: int | None
    count: int | None
    by_hand: bool
    customer: str | None
    corrected_net_g: int | None
    correction: str
    tare_unseen: bool = False
    dropped: bool = False
    """Left with nobody there; `declared_g` and `declared_count` are its farm's word."""
    declared_g: int | None = None
    declared_count: int | None = None
    basis: Basis | None = None
    """How its amount came to be known; None for what was counted, or is not known yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BroughtLot:
    """All crates of one lot in this intake."""

    lot: str
    producer_lot: str
    product: str
    name: str
    unit: Unit
    organic: str
    use_by: str | None
    best_before: str | None
    crates: tuple[BroughtCrate, ...]
    net_g: int | None
    count: int | None
    basis: Basis | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakePaper:
    """An intake note; `closed_at` is None while the producer is still unloading."""

    id: str
    date: str
    opened_at: str
    closed_at: str | None
    timezone: str
    post: str
    hub: Party
    producer: Party
    lots: tuple[BroughtLot, ...]
    crates: int
    net_g: int
    weight_note: str = WEIGHT_NOTE


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reception:
    """A crate's reception with the last correction of its weight.

    One that was dropped off is received in two steps: it came (`dropped`), and was measured.
    """

    crate: str
    code: str
    crate_type: str
    customer: str | None
    content: Content
    weighing: Weighing | None
    corrected: events.intake.CrateWeightCorrected | None = None
    dropped: events.drops.CrateDroppedOff | None = None


def intake_paper(present: Present, id: str, hub: Hub) -> IntakePaper | None:
    """Return the intake note of this id, None where there is none."""
    intake = present.world.intakes.get(id)
    if intake is None:
        return None
    receptions = list(_receptions(present, intake))
    day = intake.day or intake.opened_at[:10]
    producer = producer_party(present, intake.producer, day, hub)
    lots = tuple(_lots(present, receptions, producer))
    return IntakePaper(
        id=intake.id,
        timezone=hub.timezone,
        date=day,
        opened_at=intake.opened_at,
        closed_at=intake.closed_at,
        post=intake.post,
        hub=hub_party(hub),
        producer=producer,
        lots=lots,
        crates=len(receptions),
        net_g=sum(lot.net_g or 0 for lot in lots),
    )


def _receptions(present: Present, intake: Intake) -> Iterator[_Reception]:
    """Yield the crates that were received in this intake and not taken back, in their order."""
    crates = present.world.crates.where(intake=intake.id)
    for crate in sorted(crates, key=lambda crate: crate.arrived_seq):
        if crate.state is CrateState.VOIDED:
            continue
        found = _reception(present, crate)
        if found is not None:
            yield found


def _reception(present: Present, crate: Crate) -> _Reception | None:
    """Read a crate's own events; None for a part that was split off later."""
    rows = present.connection.execute(
        f"SELECT type, data FROM events WHERE stream = ? AND type IN ({_PLACES}) ORDER BY seq",
        (f"crate/{crate.id}", *_TOLD_BY),
    )
    reception: _Reception | None = None
    for type, data in rows.fetchall():
        event: Any = codec.from_plain(events.EVENTS[type], json.loads(data))
        reception = _and_then(reception, event)
    return reception


_TOLD_BY = ("CrateReceived", "CrateWeightCorrected", "CrateDroppedOff", "CrateMeasured",
            "DeclarationTaken")  # fmt: skip
"""Events of a crate that its intake note tells."""
_PLACES = ", ".join("?" for _ in _TOLD_BY)


def _and_then(before: _Reception | None, event: Any) -> _Reception | None:
    """Return what is known of a crate's reception after one more event."""
    if isinstance(event, events.intake.CrateReceived | events.drops.CrateDroppedOff):
        dropped = event if isinstance(event, events.drops.CrateDroppedOff) else None
        return _Reception(
            crate=event.crate,
            code=event.sscc or event.crate,
            crate_type=event.crate_type,
            customer=event.customer,
            content=event.contents[0],
            weighing=None if isinstance(event, events.drops.CrateDroppedOff) else event.weighing,
            dropped=dropped,
        )
    if before is None:
        return None
    match event:
        case events.drops.CrateMeasured():
            before = replace(before, crate_type=event.crate_type, weighing=event.weighing)
            return replace(before, content=event.contents[0])
        case events.drops.DeclarationTaken():
            return replace(before, content=event.contents[0])
        case _:
            return replace(before, corrected=event)


def _lots(present: Present, receptions: list[_Reception], producer: Party) -> Iterator[BroughtLot]:
    by_lot: dict[str, list[_Reception]] = {}
    for reception in receptions:
        by_lot.setdefault(reception.content.lot, []).append(reception)
    for lot, here in by_lot.items():
        yield _lot(present, lot, here, producer)


def _lot(present: Present, id: str, receptions: list[_Reception], producer: Party) -> BroughtLot:
    contents = [reception.content for reception in receptions]
    grams = [content.net_g for content in contents if content.net_g is not None]
    counts = [content.count for content in contents if content.count is not None]
    product = present.world.products.get(contents[0].product)
    lot = present.world.lots.get(id)
    return BroughtLot(
        lot=id,
        producer_lot=lot.producer_lot if lot else "",
        product=contents[0].product,
        name=present.product_name(contents[0].product),
        unit=product.unit if product else Unit.KG,
        organic=producer.organic_body if product and product.organic else "",
        use_by=lot.use_by if lot else None,
        best_before=lot.best_before if lot else None,
        crates=tuple(_crate(present, reception) for reception in receptions),
        net_g=sum(grams) if grams else None,
        count=sum(counts) if counts else None,
        basis=contents[0].net_basis,
    )


def _crate(present: Present, reception: _Reception) -> BroughtCrate:
    corrected, dropped = reception.corrected, reception.dropped
    crate_type = present.world.crate_types.get(reception.crate_type)
    weighing, content = reception.weighing, reception.content
    return BroughtCrate(
        crate=reception.crate,
        code=reception.code,
        crate_type=crate_type.name if crate_type else reception.crate_type,
        gross_g=weighing.gross_g if weighing else None,
        tare_g=weighing.tare_g if weighing else None,
        net_g=content.net_g,
        count=content.count,
        by_hand=weighing is not None and weighing.source == "manual",
        customer=present.name("customer", reception.customer) or None,
        corrected_net_g=corrected.weighing.net_g if corrected else None,
        correction=corrected.reason if corrected else "",
        tare_unseen=weighing is not None and weighing.kind == UNSEEN,
        dropped=dropped is not None,
        declared_g=dropped.declared_g if dropped else None,
        declared_count=dropped.declared_count if dropped else None,
        basis=content.net_basis,
    )
