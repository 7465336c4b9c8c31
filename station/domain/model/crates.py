"""What comes in and is kept: weighings, lots, intakes, crates, their labels.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.words import Basis, CrateState, DeclaredBy, LabelState, TemperatureClass


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
    `arrived_at`: when reception had it; a crate made here has none.
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
    arrived_at: str = ""
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
    renewed before anything of the lot may leave. `pickups`: what drivers collected that became
    crates of the lot.
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
    pickups: tuple[str, ...] = ()

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
    day: str = ""
    """The hub's day of its first lot; an instant's date may be another one. Empty before."""
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
class Consumed:
    """A weighing receipt that a commit has consumed; the last of a scale guards its restart."""

    receipt: str
    scale: str
    gross_g: int
    seq: int
