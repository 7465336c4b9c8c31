"""The things of the hangar as frozen values: what the projections hold.

Must hold no rule: fields with their units, and what follows from them alone. Weights are integer
grams, counts integers of the product's unit, temperatures tenths of a degree, money cents, dates
ISO 8601 text in the hub's zone, instants ISO 8601 text with offset.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.words import (
    Basis,
    CrateState,
    DateKind,
    DeclaredBy,
    LabelState,
    LineState,
    RoundState,
    TemperatureClass,
    Tried,
    Unit,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Producer:
    """A farm; its name and address are in the vault under `producer/CODE`."""

    code: str
    card: str
    approval_number: str = ""
    organic_body: str = ""
    organic_until: str | None = None
    charter_until: str | None = None
    mentions: dict[str, str] = field(default_factory=dict)

    def certified(self, on: str) -> bool:
        """Tell whether the organic certificate is known and in date on a day."""
        return (
            bool(self.organic_body) and self.organic_until is not None and self.organic_until >= on
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """What one producer sells; price in cents per unit before tax, `unit_g` grams of one unit.

    `vat_permille`: its own VAT rate in tenths of a percent; `egalim`: the categories of ma cantine
    that it counts for, as people set them. `leaves_declared`: the hub lets a crate that its farm
    dropped off leave on what the farm declared, when nobody has weighed or counted it.
    """

    code: str
    card: str
    producer: str
    name: str
    family: str
    unit: Unit
    temperature_class: TemperatureClass
    date_kind: DateKind
    shelf_life_days: int | None = None
    gtin: str = ""
    organic: bool = False
    price_cents: int | None = None
    unit_g: int | None = None
    vat_permille: int | None = None
    egalim: tuple[str, ...] = ()
    mentions: dict[str, str] = field(default_factory=dict)
    leaves_declared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """A canteen, grocer, restaurant, shop or person; named in the vault under `customer/CODE`."""

    code: str
    card: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateType:
    """A kind of crate; `tare_g` is the last measured or entered tare, dated."""

    code: str
    card: str
    name: str
    tare_g: int
    tare_since: str
    returnable: bool
    deposit_cents: int = 0
    asset_type: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A place for crates, with the last temperature somebody or something read there."""

    code: str
    card: str
    name: str
    temperature_class: TemperatureClass
    max_celsius_tenths: int | None = None
    celsius_tenths: int | None = None
    celsius_at: str | None = None
    quarantine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Operator:
    """A person who works here; named in the vault under `operator/CODE`; secrets are elsewhere."""

    code: str
    card: str
    role: str
    language: str = "fr"
    producer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """An action that a card stands for."""

    code: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A name in somebody's order file that a person has tied to one of our codes.

    The name is in the vault under `alias/KEY`; `name` holds it where an older ledger's event does.
    """

    key: str
    kind: str
    code: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A scannable code and the thing it finds."""

    code: str
    kind: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """The last serial given out in a row of numbers."""

    name: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """The receipt of one weighing: value, scale, raw frame, tare source. Never a bare number.

    `source` is "scale" or "manual"; a manual weight stays marked for ever. `regulated` is true only
    with an alibi number from the indicator. `stable_by_dwell`: the scale sends no stability flag,
    the station judged it still by waiting.
    """

    receipt: str
    source: str
    gross_g: int
    tare_g: int
    tare_source: str
    kind: str = "gross"
    scale: str = ""
    scale_serial: str = ""
    verified_until: str | None = None
    unit_as_sent: str = ""
    raw_hex: str = ""
    alibi: str | None = None
    regulated: bool = False
    reason: str = ""
    stable_by_dwell: bool = False

    @property
    def net_g(self) -> int:
        """Grams less the tare; the indicator's own net is kept as it came (its tare is 0 here)."""
        return self.gross_g - self.tare_g


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """Some of one lot inside a crate, in grams and/or units.

    `alibis`: numbers of the legal weighings that gave the grams, all of them; empty otherwise.
    """

    lot: str
    product: str
    producer: str
    net_g: int | None
    count: int | None
    net_basis: Basis | None = None
    alibis: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Drop:
    """How a farm left a crate with nobody there, and what it says is in it (None: not said).

    `measured`: somebody has weighed or counted it since, or it left on what was declared.
    `taken`: it left on the word alone. `cold_enough`: no temperature is asked of such goods, or a
    good one was given.
    """

    at: str
    net_g: int | None = None
    count: int | None = None
    source: DeclaredBy = DeclaredBy.NOBODY
    cold_enough: bool = True
    measured: bool = False
    taken: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Crate:
    """One logistic unit with one label; `id` is opaque and any of `codes` finds it.

    `lent_to`: the party that owes this returnable crate, which left full, until it is back.
    """

    id: str
    codes: tuple[str, ...]
    state: CrateState
    crate_type: str
    tare_g: int
    gross_g: int | None
    contents: tuple[Content, ...]
    temperature_class: TemperatureClass
    sscc: str | None = None
    intake: str | None = None
    customer: str | None = None
    deliver_on: str | None = None
    order_line: str | None = None
    for_customer: bool = False
    zone: str | None = None
    round: str | None = None
    note: str | None = None
    label: str | None = None
    label_seen: bool = False
    use_by: str | None = None
    best_before: str | None = None
    celsius_tenths: int | None = None
    parents: tuple[str, ...] = ()
    seen_at: str = ""
    seen_by: str | None = None
    missing: bool = False
    """Looked for and not found; whatever sees it next ends that."""
    arrived_seq: int = 0
    lent_to: str | None = None
    pickup: str | None = None
    """What a driver collected at a farm and this crate became."""
    drop: Drop | None = None

    @property
    def unmeasured(self) -> bool:
        """True while nobody has weighed or counted what its farm dropped off."""
        return self.drop is not None and not self.drop.measured

    @property
    def net_g(self) -> int | None:
        """Grams of all contents that have grams; None when none has."""
        known = [content.net_g for content in self.contents if content.net_g is not None]
        return sum(known) if known else None

    @property
    def count(self) -> int | None:
        """Units of all contents that are counted; None when none is."""
        known = [content.count for content in self.contents if content.count is not None]
        return sum(known) if known else None

    @property
    def product(self) -> str | None:
        """The one product inside; None when there are several or none."""
        products = {content.product for content in self.contents}
        return products.pop() if len(products) == 1 else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyCrate:
    """A label made for a crate that has not come: `id` and `codes` will be the crate's own.

    `state`: expected, received, or replaced by newer labels of the same order line.
    """

    id: str
    codes: tuple[str, ...]
    producer: str
    product: str
    lot: str
    customer: str
    order_line: str
    deliver_on: str
    nth: int
    of: int
    sscc: str | None = None
    expect_g: int | None = None
    expect_count: int | None = None
    state: str = "expected"
    made_seq: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One lot's share of one crate, for stock and trace; kept in step with the crate."""

    key: str
    crate: str
    lot: str
    product: str
    producer: str
    net_g: int | None
    count: int | None
    state: CrateState
    zone: str | None
    customer: str | None
    note: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lot:
    """The hub's lot, with the producer's own lot beside it and its running balance in grams.

    `mentions` is what the law asks beside lot and dates; `missing` names those that nobody knows
    yet: while there is one, nothing of the lot may leave, and nothing after `sale_until` (eggs).
    `photos` are ids of the producer's label as photographed; the pictures are in the vault.
    `completed_seq`: labels printed before it say less. `awaits`: documents of its farm that must be
    renewed before anything of the lot may leave.
    """

    id: str
    producer: str
    product: str
    opened_on: str
    producer_lot: str = ""
    use_by: str | None = None
    best_before: str | None = None
    received_g: int = 0
    received_count: int = 0
    discarded_g: int = 0
    discarded_count: int = 0
    returned_g: int = 0
    returned_count: int = 0
    other_g: int = 0
    other_count: int = 0
    blocked: str | None = None
    recalled: bool = False
    opened_seq: int = 0
    mentions: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    photos: tuple[str, ...] = ()
    sale_until: str | None = None
    completed_seq: int = 0
    awaits: tuple[str, ...] = ()

    @property
    def expires(self) -> str:
        """The date to sort first-expired first-out by; undated lots come last, oldest first."""
        return self.use_by or self.best_before or "9999-12-31"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """One producer's drop (apport) at one post, closed with an intake note.

    Crates, grams and units are as they came in, whatever is made of the crates afterwards;
    `dropped` of the crates were left with nobody there.
    """

    id: str
    producer: str
    post: str
    opened_at: str
    closed_at: str | None = None
    state: str = "open"
    crates: int = 0
    net_g: int = 0
    count: int = 0
    changes: int = 0
    """Crates taken back and weights corrected: what its note says differs from then on."""
    dropped: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One label of one crate: a print job and its fate; what is printed is in the vault."""

    id: str
    crate: str
    copy: int
    state: LabelState
    printer: str
    post: str
    template: str
    template_hash: str
    evidence: str = ""
    queued_seq: int = 0
    changed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """One line of a customer's order; `quantity_milli` in thousandths of `unit`.

    What people wrote beside it is in the vault under `order-line/ID`.
    """

    id: str
    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    source: str = ""
    state: LineState = LineState.OPEN
    missing_reason: str = ""
    placed_seq: int = 0

    @property
    def by_weight(self) -> bool:
        """True for lines served by grams."""
        return self.unit is Unit.KG

    @property
    def need_g(self) -> int | None:
        """Grams wanted; None for counted lines."""
        return self.quantity_milli if self.by_weight else None

    @property
    def need_count(self) -> int | None:
        """Whole units wanted (a broken unit is rounded up); None for weighed lines."""
        return None if self.by_weight else -(-self.quantity_milli // 1000)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """One order line as a preparation sheet said it."""

    order_line: str
    customer: str
    product: str
    quantity_milli: int
    unit: Unit


def sheet_key(producer: str, delivery_date: str) -> str:
    """Return the key of a producer's sheet of a day."""
    return f"{producer}|{delivery_date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparationSheet:
    """What a producer was last told to bring on a day; `former` is what was said before that."""

    key: str
    producer: str
    delivery_date: str
    version: int
    lines: tuple[SheetLine, ...]
    former: tuple[SheetLine, ...]
    issued_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MailedPaper:
    """One paper of a mail: `note`, `invoice` or `intake`, after so many `changes`."""

    kind: str
    id: str
    changes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mail:
    """One mail and its fate: queued, sending, sent, uncertain, failed or dropped.

    The address is in the vault under `mail/ID`; `about` is what it carries, in which `version`.
    """

    id: str
    addressee: str
    kind: str
    about: str
    version: int
    state: str
    evidence: str = ""
    queued_seq: int = 0
    changed_at: str = ""
    papers: tuple[MailedPaper, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Announcement:
    """What a producer expects to bring of a product on a day, in thousandths of its unit."""

    key: str
    product: str
    producer: str
    day: str
    quantity_milli: int
    said_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocation:
    """Part of a crate, or all of it, that serves an order line.

    `picked` is true once the goods lie in a customer's crate (or the crate itself is the
    customer's); before that it is a reservation in a stock crate.
    """

    key: str
    crate: str
    order_line: str
    net_g: int | None
    count: int | None
    picked: bool


def shortage_key(product: str, delivery_date: str) -> str:
    """Return the key of a product's shortage on a day."""
    return f"{product}|{delivery_date}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """A product too short for a day, as it was shared: grams or units by order line."""

    key: str
    product: str
    delivery_date: str
    rule: str
    by_weight: bool
    given: dict[str, int]
    wanted: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """A customer's place in a round; 1 is delivered first, and so loaded last."""

    key: str
    round: str
    date: str
    stop: int
    customer: str
    delivered_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A delivery round of one day and vehicle; the driver is named by code or free text."""

    id: str
    card: str
    date: str
    name: str
    vehicle: str
    depart_at: str
    state: RoundState = RoundState.PLANNED
    departed_at: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryPhoto:
    """A picture that a driver took at a stop; the picture itself is in the vault."""

    id: str
    round: str
    customer: str
    about: str
    kept_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StopTemperature:
    """What a customer's goods of one temperature class measured at the stop, told last."""

    key: str
    round: str
    customer: str
    temperature_class: TemperatureClass
    celsius_tenths: int
    alarm: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundCost:
    """What a round cost, as entered on return; `carrier` is the farm that drove, if one did."""

    round: str
    date: str
    kilometres: int
    minutes: int
    fixed_cents: int
    carrier: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SharingKey:
    """How the members share rounds from a day on: weights in percent, rates in cents."""

    since: str
    stops_percent: int
    kilograms_percent: int
    crates_percent: int
    km_cents: int
    hour_cents: int
    warn_percent: int
    decision: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteLine:
    """One line of a delivery note: what left, of which producer and lots, as weighed or counted.

    `price_cents` is the product's price for one unit before tax on the day the note was issued.
    `farm_word`: some of it was neither weighed nor counted here, its farm declared it.
    """

    order_line: str | None
    product: str
    producer: str
    lots: tuple[str, ...]
    ordered_milli: int | None
    unit: Unit
    net_g: int | None
    count: int | None
    basis: Basis | None
    crates: tuple[str, ...]
    price_cents: int | None = None
    vat_permille: int | None = None
    alibis: tuple[str, ...] = ()
    farm_word: bool = False

    @property
    def delivered_milli(self) -> int:
        """What left, in thousandths of the unit; what came back since is not taken off."""
        return self.unit.milli(self.net_g, self.count)


@dataclass(frozen=True, slots=True, kw_only=True)
class NotePart:
    """What came back of a note's product, in a crate that was returned."""

    crate: str
    product: str
    net_g: int | None
    count: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryNote:
    """A delivery note (bon de livraison), issued when the round departs."""

    id: str
    round: str | None
    stop: int | None
    customer: str
    date: str
    lines: tuple[NoteLine, ...]
    crates: tuple[str, ...]
    issued_at: str
    delivered_at: str | None = None
    unsigned: bool = False
    returned: tuple[NotePart, ...] = ()
    invoice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Empties:
    """Returnable crates a party owes the hub (negative: the hub owes them)."""

    key: str
    party: str
    crate_type: str
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """An exception for the coordinator to look at and settle."""

    id: str
    kind: str
    subject: str
    detail: str
    state: str
    raised_at: str
    raised_seq: int
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayClosing:
    """A day that was closed: the chain's head after event `seq`, and the day's crates."""

    id: str
    date: str
    at: str
    epoch: str
    seq: int
    head: str
    received: int
    gone: int
    in_stock: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceTried:
    """How one device did in a self-test, and why."""

    device: str
    kind: str
    result: Tried
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTest:
    """The last self-test of a post: who tried which devices when, and how they did."""

    post: str
    at: str
    operator: str | None
    results: tuple[DeviceTried, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDevice:
    """A tablet or phone of the hub; revoked for ever once `revoked_at` is set."""

    id: str
    name: str
    post: str
    paired_at: str
    revoked_at: str | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Help:
    """A call for help: who asked where, who opened it, who said that they come, and when.

    An instant that is empty has not come; a person is None where only a device is known.
    """

    id: str
    post: str | None
    screen: str
    asked_by: str | None
    asked_at: str
    seen_by: str | None = None
    seen_at: str = ""
    coming_by: str | None = None
    coming_at: str = ""
    state: str = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderContext:
    """What one reader has in hand; belongs to the reader, never to the post as a whole."""

    reader: str
    post: str
    producer: str | None = None
    product: str | None = None
    crate_type: str | None = None
    zone: str | None = None
    round: str | None = None
    customer: str | None = None
    operator: str | None = None
    code: str | None = None
    since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Consumed:
    """A weighing receipt that a commit has consumed; the last of a scale guards its restart."""

    receipt: str
    scale: str
    gross_g: int
    seq: int
