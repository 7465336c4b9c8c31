"""Commands on what the hub knows: farms, products, customers, crate types, zones, people.

Must hold no rule; payloads have the contract's shapes. Where a command has `seen`, it is the
version of the thing that its sender saw; a change that came in between refuses it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.commands.roles import FLOOR, OFFICE, STATION, Roles
from station.domain.commands.weights import Weigh
from station.domain.words import DateKind, Role, TemperatureClass, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProducer:
    """Make a producer known, or change its data; without `mentions` or a GLN those known stay."""

    code: str
    name: str
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    approval_number: str = ""
    organic_body: str = ""
    organic_until: str | None = None
    charter_until: str | None = None
    seen: int | None = None
    mentions: dict[str, str] | None = None
    gln: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProduct:
    """Make a product known, or change it; without `mentions` or `egalim` those known stay.

    `leaves_declared`: a crate of it that was dropped off may leave unweighed, on its farm's word;
    without it the rule that is known stays, and a new product must be weighed or counted.
    """

    code: str
    producer: str
    name: str
    family: str
    unit: Unit
    temperature_class: TemperatureClass = TemperatureClass.AMBIANT
    date_kind: DateKind = DateKind.NONE
    shelf_life_days: int | None = None
    gtin: str = ""
    organic: bool = False
    price_cents: int | None = None
    unit_g: int | None = None
    vat_permille: int | None = None
    egalim: tuple[str, ...] | None = None
    seen: int | None = None
    mentions: dict[str, str] | None = None
    leaves_declared: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCustomer:
    """Make a customer known, or change its data; what has no value here stays as it is known.

    `window`: when the customer takes deliveries, in its own words (« 6 h 30 à 9 h, par la cour »).
    """

    code: str
    name: str
    kind: Literal["canteen", "grocer", "restaurant", "shop", "person"]
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    siret: str = ""
    service_code: str | None = None
    commitment: str | None = None
    door_code: str | None = None
    window: str | None = None
    seen: int | None = None
    gln: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCrateType:
    """Make a crate type known, or change its data."""

    code: str
    name: str
    tare_g: int
    returnable: bool = False
    deposit_cents: int = 0
    seen: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterZone:
    """Make a zone known, or change its data; the configuration file is where zones come from."""

    code: str
    name: str
    temperature_class: TemperatureClass
    max_celsius_tenths: int | None = None
    quarantine: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOperator:
    """Make a person known who works here, or change role, language, or the one farm they are of.

    Without `producer` a producer stays with the farm known; an empty one frees them from it.
    """

    code: str
    name: str
    role: Role
    language: str = "fr"
    producer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseParty:
    """Erase a person's or firm's data from the vault for ever; the chain keeps only digests."""

    kind: Literal["producer", "customer", "operator"]
    code: str
    why: Literal["asked", "left", "mistake"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAction:
    """Make the card of an action known (the station itself sends this at its first start)."""

    action: Literal["void-last", "reprint-last", "close-intake"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterAlias:
    """Tie a name that stands in order files to one of our codes."""

    kind: Literal["customer", "product"]
    name: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTare:
    """Weigh `count` empty crates of a type together, to know their tare.

    `code`: the code that one crate bears for good; its tare is then its own.
    """

    crate_type: str
    count: int
    weigh: Weigh
    code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmDate:
    """Confirm today's date when the clock is not sure, once a boot."""

    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleException:
    """Settle an exception of the coordinator's list."""

    exception: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkRestored:
    """Mark that this ledger goes on from a copy (only `hangar restore` sends this).

    `replaced_epoch` and `replaced_seq`: the end of the ledger it replaced, None when unreadable.
    `erased`: the vault's entries that were erased since the copy, to be erased again.
    """

    copied_at: str
    copied_epoch: str
    copied_seq: int
    replaced_epoch: str | None = None
    replaced_seq: int | None = None
    erased: tuple[str, ...] = ()


ROLES: Roles = (
    (
        OFFICE,
        (
            RegisterProducer,
            RegisterProduct,
            RegisterCustomer,
            RegisterCrateType,
            RegisterAlias,
            SettleException,
        ),
    ),
    (STATION, (RegisterZone, RegisterOperator, EraseParty, RegisterAction, MarkRestored)),
    (FLOOR, (MeasureTare, ConfirmDate)),
)
"""Who may send which of these."""
