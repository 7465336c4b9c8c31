"""Events of what the hub knows, and of what the coordinator settles.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.model import DeviceTried, Weighing
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
    mentions: dict[str, str] = field(default_factory=dict)


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
    vat_permille: int | None = None
    egalim: tuple[str, ...] = ()
    mentions: dict[str, str] = field(default_factory=dict)
    leaves_declared: bool = False


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
    """A tare was weighed here: `count` empty crates gave `tare_g` each, rounded to the gram.

    `code` is set for one crate that bears an identity: then it is that crate's own tare.
    """

    crate_type: str
    tare_g: int
    tare_since: str
    count: int
    weighing: Weighing
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ZoneRegistered:
    """A zone of the hangar is known, or its data changed."""

    code: str
    card: str
    name: str
    temperature_class: TemperatureClass
    max_celsius_tenths: int | None
    quarantine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OperatorRegistered:
    """A person may work here, a producer perhaps for one farm only; the name is in the vault."""

    code: str
    card: str
    party: str
    digest: str
    role: str
    language: str
    producer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyErased:
    """A person's or firm's data left the vault for ever: `entries` of it; digests stay here."""

    kind: str
    code: str
    party: str
    entries: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionRegistered:
    """A card was made that stands for an action, to be scanned instead of touching a screen."""

    action: str
    card: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AliasRegistered:
    """A name in order files was tied to one of our codes (kind: customer or product).

    The name is sealed in the vault as `alias/ALIAS`; `name` holds it in events of older ledgers,
    which have no `alias`.
    """

    kind: str
    code: str
    alias: str = ""
    digest: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelfTestDone:
    """The devices of a post were tried, each ok, failed or skipped; kept as found."""

    post: str
    results: tuple[DeviceTried, ...]


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
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DateConfirmed:
    """A person confirmed the date of this boot, because the clock was not sure."""

    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerRestored:
    """This ledger goes on from a copy: what came after event `copied_seq` is in no row of it."""

    copied_at: str
    copied_epoch: str
    copied_seq: int
    replaced_epoch: str | None
    replaced_seq: int | None


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


EVENTS: tuple[type, ...] = (
    ProducerRegistered,
    ProductRegistered,
    CustomerRegistered,
    CrateTypeRegistered,
    TareMeasured,
    ZoneRegistered,
    OperatorRegistered,
    PartyErased,
    ActionRegistered,
    AliasRegistered,
    DateConfirmed,
    LedgerRestored,
    TroubleRaised,
    TroubleSettled,
    CommandRefused,
    ReaderContextChanged,
    SelfTestDone,
)
