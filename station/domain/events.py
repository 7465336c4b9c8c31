"""The events: what has happened, in the shapes that the ledger keeps for ever.

Must hold no rule. A shipped shape is frozen: a change is a new schema version with an upcaster.
To add one: a dataclass with a docstring here, its name in `EVENTS`, an `evolves` function, a test.
Personal data never stands in an event: `party` names the vault's entry and `digest` seals it.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.model import Content, DeviceTried, NoteLine, Weighing
from station.domain.words import DateKind, TemperatureClass, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ProducerRegistered:
    """A producer is known, or its data changed; name and address are sealed in the vault."""

    code: str
    card: str
    party: str
    digest: str
    approval_number: str
    organic_body: str
    organic_until: str | None
    charter_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRegistered:
    """A product of one producer is known, or its data changed."""

    code: str
    card: str
    producer: str
    name: str
    family: str
    unit: Unit
    temperature_class: TemperatureClass
    date_kind: DateKind
    shelf_life_days: int | None
    gtin: str
    organic: bool
    price_cents: int | None
    unit_g: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerRegistered:
    """A customer is known, or its data changed; name and address are sealed in the vault."""

    code: str
    card: str
    party: str
    digest: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateTypeRegistered:
    """A crate type is known, or its data changed; the tare counts from `tare_since`."""

    code: str
    card: str
    name: str
    tare_g: int
    tare_since: str
    returnable: bool
    deposit_cents: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TareMeasured:
    """A tare was weighed here: `count` empty crates gave `tare_g` each, rounded to the gram."""

    crate_type: str
    tare_g: int
    tare_since: str
    count: int
    weighing: Weighing


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRegistered:
    """A zone of the hangar is known, or its data changed."""

    code: str
    card: str
    name: str
    temperature_class: TemperatureClass
    max_celsius_tenths: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRegistered:
    """A person may work here; the name is sealed in the vault."""

    code: str
    card: str
    party: str
    digest: str
    role: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRegistered:
    """A card was made that stands for an action, to be scanned instead of touching a screen."""

    action: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRegistered:
    """A name in order files was tied to one of our codes (kind: customer or product)."""

    kind: str
    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeOpened:
    """A producer's drop began."""

    intake: str
    producer: str
    post: str


@dataclass(frozen=True, slots=True, kw_only=True)
class IntakeClosed:
    """A producer's drop ended; the intake note counts its crates, grams and units."""

    intake: str
    crates: int
    net_g: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotOpened:
    """A hub lot was minted; the producer's own lot stands beside it."""

    lot: str
    producer: str
    product: str
    producer_lot: str
    opened_on: str
    use_by: str | None
    best_before: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateReceived:
    """A crate came in, weighed or counted, with its identity.

    `weighing` is the receipt, None for counted goods. `customer` is set for cross-dock.
    """

    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    intake: str
    crate_type: str
    tare_g: int
    gross_g: int | None
    contents: tuple[Content, ...]
    weighing: Weighing | None
    temperature_class: TemperatureClass
    use_by: str | None
    best_before: str | None
    celsius_tenths: int | None
    customer: str | None
    deliver_on: str | None
    order_line: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateWeightCorrected:
    """A crate was weighed again; `contents` are what it holds now, differences go to « écart »."""

    crate: str
    gross_g: int
    tare_g: int
    contents: tuple[Content, ...]
    other_g: dict[str, int]
    weighing: Weighing
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateVoided:
    """A reception was a mistake and is taken back; the crate never was."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelQueued:
    """A label is to be printed; its fields are sealed in the vault under `label`."""

    label: str
    crate: str
    copy: int
    printer: str
    post: str
    template: str
    template_hash: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelMoved:
    """A label that waited is to come out of another printer, on what is in there."""

    label: str
    printer: str
    template: str
    template_hash: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSending:
    """The first byte of a label is about to go to the printer."""

    label: str
    printer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelSent:
    """All bytes of a label went out and the printer answered after them."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelFailed:
    """A label could not be drawn or would not read; nothing was sent."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelUncertain:
    """A label may or may not be on paper; only evidence or a person settles it."""

    label: str
    evidence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelConfirmed:
    """A label is on paper and can be read: scanned back, acknowledged by the device, or seen."""

    label: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelVoided:
    """A label no longer counts; a print job that waited is dropped."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateStored:
    """A crate was checked into a zone, or moved to another."""

    crate: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PartPicked:
    """Part of a stock crate went into a customer's crate.

    `left` are the contents that stay behind; `taken` what was added to `into`.
    """

    source: str
    into: str
    taken: tuple[Content, ...]
    left: tuple[Content, ...]
    weighing: Weighing | None
    order_line: str | None
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerCrateOpened:
    """An empty crate was given an identity, to be filled for one customer."""

    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    crate_type: str
    tare_g: int
    customer: str
    deliver_on: str
    temperature_class: TemperatureClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateClosed:
    """A customer's crate is full: its label with the list of contents is due."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateSplit:
    """One part of a crate went into a new crate; lineage runs from `source` to `crate`.

    `other_g`: grams by lot that neither part holds (negative: nobody knew of them before).
    """

    source: str
    crate: str
    sscc: str | None
    codes: tuple[str, ...]
    crate_type: str
    tare_g: int
    gross_g: int | None
    taken: tuple[Content, ...]
    left: tuple[Content, ...]
    weighing: Weighing | None
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class CratesMerged:
    """All of `source` went into `into`; `source` is empty, lineage kept."""

    source: str
    into: str
    contents: tuple[Content, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateDiscarded:
    """What a crate held was thrown away, with a reason."""

    crate: str
    contents: tuple[Content, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateEmptied:
    """A stock crate was found empty; the grams it should have held, by lot, go to « écart »."""

    crate: str
    other_g: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneCounted:
    """A zone was counted by scanning: what was found, what was not, what was too much."""

    zone: str
    found: tuple[str, ...]
    absent: tuple[str, ...]
    unexpected: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TemperatureRecorded:
    """A zone's temperature was read; `alarm` when above the zone's limit."""

    zone: str
    celsius_tenths: int
    alarm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestDone:
    """The devices of a post were tried, each ok, failed or skipped; kept as found."""

    post: str
    results: tuple[DeviceTried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderPlaced:
    """A line of a customer's order came in from `source`; `digest` seals its comment, if any."""

    order_line: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    digest: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanged:
    """An order line has another quantity, date or comment than before."""

    order_line: str
    quantity_milli: int
    delivery_date: str
    digest: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderCancelled:
    """An order line was cancelled by a person who confirmed it."""

    order_line: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateAllocated:
    """A crate, or part of it, is promised to an order line; `whole` gives it to the customer."""

    crate: str
    order_line: str
    net_g: int | None
    count: int | None
    whole: bool
    customer: str
    deliver_on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocationReleased:
    """A promise of a crate to an order line was taken back."""

    crate: str
    order_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStop:
    """One stop of a planned round; 1 is delivered first."""

    stop: int
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlanned:
    """A round of one day was planned, or planned anew."""

    round: str
    card: str
    date: str
    name: str
    vehicle: str
    depart_at: str
    party: str
    digest: str
    stops: tuple[RoundStop, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateLoaded:
    """A crate stands in the van of a round; `judged` names the device that decided alone."""

    crate: str
    round: str
    judged: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateUnloaded:
    """A crate was taken out of the van before departure."""

    crate: str
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDeclaredMissing:
    """A person declared that an order line cannot be served by this round."""

    order_line: str
    round: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundDeparted:
    """A round left; `override` is the reason a named person gave for leaving incomplete."""

    round: str
    crates: tuple[str, ...]
    override: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNoteIssued:
    """A delivery note with what left for one customer, as weighed or counted."""

    note: str
    round: str | None
    stop: int | None
    customer: str
    date: str
    lines: tuple[NoteLine, ...]
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopDelivered:
    """The driver handed over a stop's crates."""

    round: str
    customer: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateReturned:
    """A crate that had left is back on the quay, with the reason."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateHandedOver:
    """A customer took a crate at the hangar (carré-vente)."""

    crate: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesMoved:
    """Empty crates went to a party (`given`) or came back (`taken`)."""

    party: str
    crate_type: str
    given: int
    taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class LotBlocked:
    """Nothing of this lot may leave."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotReleased:
    """The lot may leave again."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LotRecalled:
    """The lot is called back from customers too; it is blocked as well."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderContextChanged:
    """A reader has these in hand now (None: nothing of the kind)."""

    reader: str
    producer: str | None
    product: str | None
    crate_type: str | None
    zone: str | None
    round: str | None
    customer: str | None
    operator: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateConfirmed:
    """A person confirmed the date of this boot, because the clock was not sure."""

    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleRaised:
    """Something the coordinator must look at (exception)."""

    trouble: str
    kind: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TroubleSettled:
    """The coordinator settled an exception."""

    trouble: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandRefused:
    """A command met a refusal; stored and counted, nothing else happened."""

    command: str
    code: str
    subject: str
    details: dict[str, str]


EVENTS: dict[str, type] = {
    cls.__name__: cls
    for cls in (
        ProducerRegistered, ProductRegistered, CustomerRegistered, CrateTypeRegistered,
        TareMeasured, ZoneRegistered, OperatorRegistered, ActionRegistered, AliasRegistered,
        IntakeOpened, IntakeClosed, LotOpened, CrateReceived, CrateWeightCorrected, CrateVoided,
        LabelQueued, LabelMoved, LabelSending, LabelSent, LabelFailed, LabelUncertain,
        LabelConfirmed, LabelVoided, CrateStored, PartPicked, CustomerCrateOpened, CrateClosed,
        CrateSplit, CratesMerged, CrateDiscarded, CrateEmptied, ZoneCounted, TemperatureRecorded,
        SelfTestDone,
        OrderPlaced, OrderChanged, OrderCancelled, CrateAllocated, AllocationReleased,
        RoundPlanned, CrateLoaded, CrateUnloaded, LineDeclaredMissing, RoundDeparted,
        DeliveryNoteIssued, StopDelivered, CrateReturned, CrateHandedOver, EmptiesMoved,
        LotBlocked, LotReleased, LotRecalled, ReaderContextChanged, DateConfirmed,
        TroubleRaised, TroubleSettled, CommandRefused,
    )
}  # fmt: skip
"""Every event by its stored name."""

SCHEMA_VERSION = 1
"""Version of every shape above; a changed shape gets its own number and an upcaster."""
