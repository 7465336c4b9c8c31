"""The hub's records: who is who, what there is, where things stand, which codes mean them.

Must hold no rule: fields with their units, and what follows from them alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.words import DateKind, TemperatureClass, Unit


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
