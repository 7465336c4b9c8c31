"""What the rules may see and change: the tables of the hangar's present, and the sealed vault.

Must hold no rule and no storage: these are the promises a store makes (see station.ledger.world).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from station.domain import billing, model
from station.domain.charter import Held
from station.domain.claims import Claim, ClaimPhoto, Revision
from station.domain.distances import Distance
from station.domain.late import LateLine, OrderImport
from station.domain.opening import ShopDay, ShopWeek
from station.domain.order_mapping import OrderMapping
from station.domain.pickups import Collected, FarmStop
from station.domain.returnables import Movement, Tare
from station.domain.vehicles import Vehicle

T = TypeVar("T")


class Table(Protocol[T]):
    """One kind of thing by key; `where` matches on the declared index columns."""

    def get(self, key: str, /) -> T | None:
        """Return the thing of this key, None where there is none."""
        ...

    def put(self, thing: T, /) -> None:
        """Insert the thing, or replace the one of the same key."""
        ...

    def delete(self, key: str, /) -> None:
        """Remove the thing of this key, if it is there."""
        ...

    def where(self, **equals: object) -> list[T]:
        """Return the things whose index columns equal these, ordered by key."""
        ...

    def all(self) -> list[T]:
        """Return every thing, ordered by key."""
        ...

    def count(self, **equals: object) -> int:
        """Return how many `where` would return."""
        ...


class Vault(Protocol):
    """Personal data outside the chain: text fields under an opaque id, each with its own salt."""

    def get(self, id: str) -> dict[str, str] | None:
        """Return the entry, None when it never was or has been erased."""
        ...

    def seal(self, id: str, doc: dict[str, str]) -> str:
        """Store the entry with a fresh salt; return the digest that an event carries."""
        ...

    def digest_of(self, id: str) -> str | None:
        """Return the digest of the entry as it is, None when there is none."""
        ...

    def erase(self, id: str) -> None:
        """Erase the entry and its salt."""


class World(Protocol):
    """All tables by name."""

    producers: Table[model.Producer]
    products: Table[model.Product]
    customers: Table[model.Customer]
    crate_types: Table[model.CrateType]
    zones: Table[model.Zone]
    operators: Table[model.Operator]
    actions: Table[model.Action]
    devices: Table[model.PairedDevice]
    aliases: Table[model.Alias]
    codes: Table[model.Code]
    counters: Table[model.Counter]
    crates: Table[model.Crate]
    ready_crates: Table[model.ReadyCrate]
    holdings: Table[model.Holding]
    lots: Table[model.Lot]
    intakes: Table[model.Intake]
    labels: Table[model.Label]
    order_lines: Table[model.OrderLine]
    late_lines: Table[LateLine]
    order_mappings: Table[OrderMapping]
    order_imports: Table[OrderImport]
    sheets: Table[model.PreparationSheet]
    mails: Table[model.Mail]
    announcements: Table[model.Announcement]
    allocations: Table[model.Allocation]
    shortages: Table[model.Shortage]
    rounds: Table[model.Round]
    stops: Table[model.Stop]
    farm_stops: Table[FarmStop]
    pickups: Table[Collected]
    shop_weeks: Table[ShopWeek]
    shop_days: Table[ShopDay]
    vehicles: Table[Vehicle]
    distances: Table[Distance]
    notes: Table[model.DeliveryNote]
    delivery_photos: Table[model.DeliveryPhoto]
    stop_temperatures: Table[model.StopTemperature]
    empties: Table[model.Empties]
    documents: Table[Held]
    movements: Table[Movement]
    tares: Table[Tare]
    troubles: Table[model.Trouble]
    contexts: Table[model.ReaderContext]
    consumed: Table[model.Consumed]
    self_tests: Table[model.SelfTest]
    helps: Table[model.Help]
    round_costs: Table[model.RoundCost]
    sharing_keys: Table[model.SharingKey]
    invoices: Table[billing.Invoice]
    claims: Table[Claim]
    claim_photos: Table[ClaimPhoto]
    revisions: Table[Revision]
    agreed_quantities: Table[billing.AgreedQuantity]
    closings: Table[model.DayClosing]


@dataclass(frozen=True, slots=True)
class TableSpec:
    """How one table is kept: its class, its key field, and the fields it is searched by."""

    name: str
    cls: type
    key: str
    indexes: tuple[str, ...] = ()


EVOLUTION = 10
"""Counts the changes of what `evolving` makes of the same events; a new one rebuilds at start."""

SPECS: tuple[TableSpec, ...] = (
    TableSpec("producers", model.Producer, "code"),
    TableSpec("products", model.Product, "code", ("producer", "gtin")),
    TableSpec("customers", model.Customer, "code"),
    TableSpec("crate_types", model.CrateType, "code"),
    TableSpec("zones", model.Zone, "code"),
    TableSpec("operators", model.Operator, "code"),
    TableSpec("actions", model.Action, "code"),
    TableSpec("devices", model.PairedDevice, "id", ("post",)),
    TableSpec("aliases", model.Alias, "key", ("kind", "code")),
    TableSpec("codes", model.Code, "code", ("target",)),
    TableSpec("counters", model.Counter, "name"),
    TableSpec(
        "crates",
        model.Crate,
        "id",
        ("state", "zone", "round", "customer", "deliver_on", "intake", "note"),
    ),
    TableSpec(
        "ready_crates",
        model.ReadyCrate,
        "id",
        ("producer", "deliver_on", "order_line", "customer", "state"),
    ),
    TableSpec("holdings", model.Holding, "key", ("crate", "lot", "product", "producer", "state")),
    TableSpec("lots", model.Lot, "id", ("producer", "product", "producer_lot", "opened_on")),
    TableSpec("intakes", model.Intake, "id", ("producer", "post", "state", "day")),
    TableSpec("labels", model.Label, "id", ("crate", "state", "printer", "post")),
    TableSpec(
        "order_lines",
        model.OrderLine,
        "id",
        ("order", "customer", "delivery_date", "product", "state"),
    ),
    TableSpec("late_lines", LateLine, "id", ("state", "order", "order_line", "delivery_date")),
    TableSpec("order_mappings", OrderMapping, "name"),
    TableSpec("order_imports", OrderImport, "id"),
    TableSpec("sheets", model.PreparationSheet, "key", ("producer", "delivery_date")),
    TableSpec("mails", model.Mail, "id", ("state", "about", "addressee")),
    TableSpec("announcements", model.Announcement, "key", ("producer", "day")),
    TableSpec("allocations", model.Allocation, "key", ("crate", "order_line")),
    TableSpec("shortages", model.Shortage, "key", ("delivery_date",)),
    TableSpec("rounds", model.Round, "id", ("date", "state")),
    TableSpec("stops", model.Stop, "key", ("round", "date", "customer")),
    TableSpec("farm_stops", FarmStop, "key", ("round", "date", "producer")),
    TableSpec("pickups", Collected, "id", ("round", "date", "producer", "code", "state")),
    TableSpec("shop_weeks", ShopWeek, "key"),
    TableSpec("shop_days", ShopDay, "date"),
    TableSpec("vehicles", Vehicle, "code"),
    TableSpec("distances", Distance, "key"),
    TableSpec("notes", model.DeliveryNote, "id", ("round", "customer", "date")),
    TableSpec("delivery_photos", model.DeliveryPhoto, "id", ("round", "customer")),
    TableSpec("stop_temperatures", model.StopTemperature, "key", ("round", "customer")),
    TableSpec("documents", Held, "key", ("producer",)),
    TableSpec("empties", model.Empties, "key", ("party",)),
    TableSpec("movements", Movement, "key", ("party", "subject")),
    TableSpec("tares", Tare, "key", ("crate_type", "code")),
    TableSpec("troubles", model.Trouble, "id", ("state", "kind", "subject")),
    TableSpec("contexts", model.ReaderContext, "reader", ("post", "code")),
    TableSpec("consumed", model.Consumed, "receipt", ("scale",)),
    TableSpec("self_tests", model.SelfTest, "post"),
    TableSpec("helps", model.Help, "id", ("state",)),
    TableSpec("round_costs", model.RoundCost, "round", ("date", "carrier")),
    TableSpec("sharing_keys", model.SharingKey, "since"),
    TableSpec("claims", Claim, "id", ("note", "customer", "state")),
    TableSpec("claim_photos", ClaimPhoto, "id", ("claim",)),
    TableSpec("revisions", Revision, "key", ("note",)),
    TableSpec("invoices", billing.Invoice, "id", ("customer", "month", "credits")),
    TableSpec("agreed_quantities", billing.AgreedQuantity, "key", ("note",)),
    TableSpec("closings", model.DayClosing, "id", ("date",)),
)
"""Every projection; to add one: a class in `model`, a line here, its use in `evolving`."""
