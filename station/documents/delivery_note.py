"""Reads one delivery note (bon de livraison) out of the present, ready for JSON, CSV and paper.

Must not change a figure: what left stands in the note itself, as the departure issued it; only
names, and what came back since, are looked up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

from station.config.model import Hub
from station.documents.parties import Party, customer_party, hub_party, producer_party
from station.domain.mentions import farming, sentence
from station.domain.model import Crate, DeliveryNote, NoteLine, Product
from station.domain.words import Basis, LineState, TemperatureClass, Unit
from station.reading import Present

ENOUGH_PERCENT = 95
"""A weighed line counts as served from this part of what was ordered, as in preparation."""
WEIGHT_NOTE = "non réglementé"
"""Goes with every weight: the ledger's notes carry no alibi number, and claim no approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLot:
    """One lot of a line, with the producer's own number and its date."""

    lot: str
    producer_lot: str
    use_by: str | None
    best_before: str | None
    mentions: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperLine:
    """One line: ordered in its own unit, delivered in grams and/or units, and what is missing."""

    order_line: str | None
    product: str
    name: str
    organic: str
    farming: str
    owner: Party
    lots: tuple[PaperLot, ...]
    unit: Unit
    ordered_milli: int | None
    net_g: int | None
    count: int | None
    basis: Basis | None
    crates: tuple[str, ...]
    missing: bool
    short_g: int | None
    short_count: int | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperCrate:
    """One crate that left, by the code on its label."""

    id: str
    code: str
    crate_type: str
    returnable: bool
    returned: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundOnPaper:
    """The round a note belongs to; the driver is a name."""

    id: str
    name: str
    stop: int | None
    vehicle: str
    driver: str
    departed_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperRevision:
    """What a settled claim took back of a product, in thousandths of its unit."""

    revision: int
    product: str
    name: str
    unit: Unit
    taken_back_milli: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperTemperature:
    """What the goods of one class measured when they were handed over."""

    temperature_class: TemperatureClass
    celsius_tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPaper:
    """A delivery note with its four parties (EU 931/2011, art. 3).

    `dispatcher` is the hub, `owner` of each line the producer, `addressee` the customer, and
    `consignee` who owns the goods on arrival: the same customer. `claim_url` is what its QR opens.
    """

    id: str
    date: str
    issued_at: str
    delivered_at: str | None
    timezone: str
    dispatcher: Party
    addressee: Party
    consignee: Party
    round: RoundOnPaper | None
    lines: tuple[PaperLine, ...]
    crates: tuple[PaperCrate, ...]
    net_g: int
    weight_note: str = WEIGHT_NOTE
    revisions: tuple[PaperRevision, ...] = ()
    claim_url: str | None = None
    temperatures: tuple[PaperTemperature, ...] = ()

    @property
    def returned(self) -> int:
        """Count the crates that came back after the note was issued."""
        return sum(crate.returned for crate in self.crates)

    @property
    def returnables(self) -> dict[str, int]:
        """Count the returnable crates by type."""
        return dict(Counter(crate.crate_type for crate in self.crates if crate.returnable))


ClaimUrl = Callable[[str, str], str | None]
"""Returns where a note's customer may say what was wrong, by the note and its date."""


def no_claims(note: str, date: str) -> str | None:
    """Print no link: customers cannot reach this station, or tell their claims otherwise."""
    return None


def delivery_paper(
    present: Present, id: str, hub: Hub, claim_url: ClaimUrl = no_claims
) -> DeliveryPaper | None:
    """Return the delivery note of this id, None where there is none."""
    note = present.world.notes.get(id)
    if note is None:
        return None
    customer = customer_party(present, note.customer)
    return DeliveryPaper(
        id=note.id,
        timezone=hub.timezone,
        date=note.date,
        issued_at=note.issued_at,
        delivered_at=note.delivered_at,
        dispatcher=hub_party(hub),
        addressee=customer,
        consignee=customer,
        round=_round(present, note),
        lines=tuple(_line(present, note, line, hub) for line in note.lines),
        crates=tuple(_crate(present, note, code) for code in note.crates),
        net_g=sum(line.net_g or 0 for line in note.lines),
        revisions=_revisions(present, note),
        claim_url=claim_url(note.id, note.date) if note.crates else None,
        temperatures=_temperatures(present, note),
    )


def _temperatures(present: Present, note: DeliveryNote) -> tuple[PaperTemperature, ...]:
    """Return what was measured at the stop, coldest class first; nothing where nobody did."""
    found = present.world.stop_temperatures.where(round=note.round, customer=note.customer)
    return tuple(
        PaperTemperature(temperature_class=one.temperature_class, celsius_tenths=one.celsius_tenths)
        for one in sorted(found, key=lambda one: -one.temperature_class.coldness)
    )


def _revisions(present: Present, note: DeliveryNote) -> tuple[PaperRevision, ...]:
    units = {line.product: line.unit for line in note.lines}
    found = present.world.revisions.where(note=note.id)
    return tuple(
        PaperRevision(
            revision=one.revision,
            product=one.product,
            name=product.name if (product := present.world.products.get(one.product)) else "",
            unit=units[one.product],
            taken_back_milli=one.taken_back_milli,
        )
        for one in sorted(found, key=lambda one: one.revision)
    )


def _round(present: Present, note: DeliveryNote) -> RoundOnPaper | None:
    round = present.world.rounds.get(note.round) if note.round else None
    if round is None:
        return None
    return RoundOnPaper(
        id=round.id,
        name=round.name,
        stop=note.stop,
        vehicle=round.vehicle,
        driver=(present.vault.get(f"driver/{round.id}") or {}).get("name", ""),
        departed_at=round.departed_at,
    )


def _line(present: Present, note: DeliveryNote, line: NoteLine, hub: Hub) -> PaperLine:
    product = present.world.products.get(line.product)
    owner = producer_party(present, line.producer, note.date, hub)
    short_g, short_count = _short(line)
    return PaperLine(
        order_line=line.order_line,
        product=line.product,
        name=present.product_name(line.product),
        organic=_organic(product, owner),
        farming=_farming(present, product, owner, line.lots),
        owner=owner,
        lots=tuple(_lot(present, lot) for lot in line.lots),
        unit=line.unit,
        ordered_milli=line.ordered_milli,
        net_g=line.net_g,
        count=line.count,
        basis=line.basis,
        crates=tuple(dict.fromkeys(line.crates)),
        missing=not line.net_g and not line.count,
        short_g=short_g,
        short_count=short_count,
        reason=_reason(present, line),
    )


def _short(line: NoteLine) -> tuple[int | None, int | None]:
    """Return the grams or units under what was ordered; None where the line is served."""
    if line.ordered_milli is None:
        return None, None
    if line.unit is Unit.KG:
        delivered_g = line.net_g or 0
        enough = delivered_g * 100 >= line.ordered_milli * ENOUGH_PERCENT
        return (None if enough else line.ordered_milli - delivered_g), None
    short = -(-line.ordered_milli // 1000) - (line.count or 0)
    return None, short if short > 0 else None


def _organic(product: Product | None, owner: Party) -> str:
    """Return the producer's organic body for an organic product: the claim is the producer's."""
    return owner.organic_body if product and product.organic else ""


def _farming(present: Present, product: Product | None, owner: Party, lots: tuple[str, ...]) -> str:
    """Return where organic goods grew, as must stand beside the claim; the widest of the lots."""
    if not _organic(product, owner):
        return ""
    known = [lot for id in lots if (lot := present.world.lots.get(id))]
    grown = {farming(lot.mentions["origin"]) for lot in known if "origin" in lot.mentions}
    return max(grown, key=len, default="")


def _lot(present: Present, id: str) -> PaperLot:
    lot = present.world.lots.get(id)
    return PaperLot(
        lot=id,
        producer_lot=lot.producer_lot if lot else "",
        use_by=lot.use_by if lot else None,
        best_before=lot.best_before if lot else None,
        mentions=sentence(lot.mentions) if lot else "",
    )


def _reason(present: Present, line: NoteLine) -> str:
    known = present.world.order_lines.get(line.order_line) if line.order_line else None
    return known.missing_reason if known and known.state is LineState.MISSING else ""


def _crate(present: Present, note: DeliveryNote, id: str) -> PaperCrate:
    crate = present.world.crates.get(id)
    crate_type = present.world.crate_types.get(crate.crate_type) if crate else None
    return PaperCrate(
        id=id,
        code=_label_code(crate, id),
        crate_type=crate_type.name if crate_type else "",
        returnable=bool(crate_type and crate_type.returnable),
        returned=crate is not None and crate.note != note.id,
    )


def _label_code(crate: Crate | None, id: str) -> str:
    return crate.sscc or id if crate else id
