"""The commands: what somebody wants to happen, in the contract's payload shapes.

Must hold no rule. To add one: a dataclass with a docstring here, its name in `COMMANDS` with the
roles that may send it, a `decides` function, a test.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from station.domain.words import DateKind, Role, TemperatureClass, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ByReceipt:
    """A weight by its weighing receipt of the post's scale."""

    receipt: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ByHand:
    """A weight read off by a person, in grams, with the reason; marked for ever."""

    gross_g: int
    tare_g: int
    reason: str


Weigh = ByReceipt | ByHand | Literal["post"] | None
"""How a weight is given; "post" takes the receipt that is there at arrival."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProducer:
    """Make a producer known, or change its data."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterProduct:
    """Make a product of a producer known, or change its data."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCustomer:
    """Make a customer known, or change its data."""

    code: str
    name: str
    kind: Literal["canteen", "grocer", "restaurant", "shop", "person"]
    address: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    siret: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterCrateType:
    """Make a crate type known, or change its data."""

    code: str
    name: str
    tare_g: int
    returnable: bool = False
    deposit_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterZone:
    """Make a zone known, or change its data; the configuration file is where zones come from."""

    code: str
    name: str
    temperature_class: TemperatureClass
    max_celsius_tenths: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterOperator:
    """Make a person known who works here, or change role and language."""

    code: str
    name: str
    role: Role
    language: str = "fr"


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
class OpenIntake:
    """Begin a producer's drop; several stay open at a post."""

    producer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseIntake:
    """End a producer's drop with its intake note."""

    intake: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveCrate:
    """Take in a crate: weighed by `weigh`, or counted; `crates` identical counted ones at once."""

    producer: str
    product: str
    crate_type: str | None = None
    producer_lot: str | None = None
    use_by: str | None = None
    best_before: str | None = None
    celsius_tenths: int | None = None
    customer: str | None = None
    order_line: str | None = None
    weigh: Weigh = None
    count: int | None = None
    crates: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CorrectWeight:
    """Weigh a crate again because its recorded weight is wrong."""

    crate: str
    weigh: Weigh
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidCrate:
    """Take back a reception that was a mistake."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureTare:
    """Weigh `count` empty crates of a type together, to know their tare."""

    crate_type: str
    count: int
    weigh: Weigh


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmLabel:
    """Say that a label is out and readable."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class VoidLabel:
    """Say that a label did not come out, or no longer counts."""

    label: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReprintLabel:
    """Print a label of the same identity again, marked as a copy."""

    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveQueue:
    """Send the labels that wait for one printer to another; none that had its first byte moves.

    Without `to` each label goes to its own post's other printer: the fallback, or home from there.
    """

    printer: str
    to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkLabel:
    """Record what the print spool did with a label (the station itself sends this)."""

    label: str
    state: Literal["sending", "sent", "confirmed", "uncertain", "failed"]
    evidence: str
    printer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreCrate:
    """Check a crate into a zone."""

    crate: str
    zone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveCrate:
    """Move a crate to another zone."""

    crate: str
    zone: str


# The contract calls `source` here `from`, a Python keyword: it is renamed at the edge
# (see `RENAMED`).
@dataclass(frozen=True, slots=True, kw_only=True)
class PickToCustomer:
    """Put part of a stock crate into a customer's crate; `into` None opens a new one.

    The portion itself stands on the scale, in an empty crate of `crate_type` where that is given.
    """

    source: str
    customer: str
    round: str | None = None
    into: str | None = None
    weigh: Weigh = None
    count: int | None = None
    order_line: str | None = None
    crate_type: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseCrate:
    """Say that a customer's crate is full; prints the label with the list of its contents."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitCrate:
    """Take one part of a crate into a new crate with its own label."""

    crate: str
    crate_type: str
    weigh: Weigh = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeCrates:
    """Put all of one stock crate into another."""

    source: str
    into: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiscardCrate:
    """Throw away what a crate holds, with a reason."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptyCrate:
    """Say that a stock crate is empty: grams that the ledger still sees in it are « écart »."""

    crate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CountZone:
    """Say which crates were found in a zone."""

    zone: str
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordTemperature:
    """Record a zone's temperature in tenths of a degree."""

    zone: str
    celsius_tenths: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ScaleTrial:
    """A scale under its check weight; `weight_g` None: it has none. `detail`: why nothing was read.

    `tolerance_g` is how far the reading may be from the check weight, one division.
    """

    device: str
    weight_g: int | None = None
    read_g: int | None = None
    tolerance_g: int = 0
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterTrial:
    """A printer and its test label: `printed` None where nobody asked for one."""

    device: str
    label: str = ""
    printed: bool | None = None
    read_back: bool = False
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerTrial:
    """A wired scanner, and whether a scan of it came in during the test."""

    device: str
    heard: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSelfTest:
    """Record how the devices of a post did when tried (the station itself sends this)."""

    scale: ScaleTrial | None = None
    printer: PrinterTrial | None = None
    scanners: tuple[ScannerTrial, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class NewLine:
    """An order line as an import found it; `quantity_milli` in thousandths of `unit`."""

    order: str
    customer: str
    delivery_date: str
    producer: str
    product: str
    quantity_milli: int
    unit: Unit
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """A known order line with what an import found for it now."""

    order_line: str
    quantity_milli: int
    delivery_date: str
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOrders:
    """Apply the difference between an order file and what is known."""

    source: str
    added: tuple[NewLine, ...] = ()
    changed: tuple[ChangedLine, ...] = ()
    cancelled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateCrate:
    """Promise a crate, or part of it, to an order line."""

    crate: str
    order_line: str
    net_g: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AllocateDay:
    """Promise the stock to all open lines of a delivery date, first-expired first-out."""

    delivery_date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseAllocation:
    """Take back a promise of a crate to an order line."""

    crate: str
    order_line: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStop:
    """One stop of a round to plan; 1 is delivered first."""

    stop: int
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRound:
    """Plan a round of one day, or plan it anew; `round` is its short name, like T1."""

    date: str
    round: str
    stops: tuple[PlannedStop, ...]
    vehicle: str = ""
    driver: str = ""
    depart_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRows:
    """Apply what a person or program has seen as the difference a file makes: all or nothing."""

    source: str
    producers: tuple[RegisterProducer, ...] = ()
    products: tuple[RegisterProduct, ...] = ()
    customers: tuple[RegisterCustomer, ...] = ()
    crate_types: tuple[RegisterCrateType, ...] = ()
    rounds: tuple[PlanRound, ...] = ()
    orders: ImportOrders | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadCrate:
    """Put a crate into the van of a round."""

    crate: str
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnloadCrate:
    """Take a crate out of the van before departure."""

    crate: str
    round: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareMissing:
    """Declare that an order line cannot be served by this round."""

    order_line: str
    round: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """Why a named person lets a round leave incomplete."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DepartRound:
    """Let a round leave, and issue its delivery notes."""

    round: str
    override: Override | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesCount:
    """Empty crates of one type given to and taken from a party."""

    crate_type: str
    given: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliverStop:
    """Say that a stop's crates were handed over, and which empties moved."""

    round: str
    customer: str
    empties: tuple[EmptiesCount, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCrate:
    """Bring back a crate that had left."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverCrate:
    """Give a crate to a customer at the hangar."""

    crate: str
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveEmpties:
    """Record empty crates given to or taken from a party (a customer's or producer's code)."""

    party: str
    crate_type: str
    given: int = 0
    taken: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockLot:
    """Let nothing of a lot leave."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseLot:
    """Let a blocked lot leave again."""

    lot: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecallLot:
    """Call a lot back from customers, and block what is here."""

    lot: str
    reason: str


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
class HandContext:
    """What the sender of a scan has in hand; what is given wins over what the reader has."""

    producer: str | None = None
    product: str | None = None
    crate_type: str | None = None
    zone: str | None = None
    round: str | None = None
    customer: str | None = None
    operator: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeScan:
    """Judge one scan at a post (sent through the scans call).

    `kind` and `code` are what the symbol said once read: internal, sscc, gtin, gs1 or text.
    """

    kind: str
    code: str
    context: HandContext = HandContext()


_FLOOR = frozenset({Role.WORKER, Role.COORDINATOR, Role.ADMIN})
_LOADING = _FLOOR | {Role.DRIVER}
_OFFICE = frozenset({Role.COORDINATOR, Role.ADMIN})
_STATION = frozenset({Role.ADMIN})

COMMANDS: dict[str, tuple[type, frozenset[Role]]] = {
    cls.__name__: (cls, roles)
    for roles, classes in (
        (_OFFICE, (
            RegisterProducer, RegisterProduct, RegisterCustomer, RegisterCrateType, RegisterAlias,
            ImportRows, ImportOrders, AllocateCrate, AllocateDay, ReleaseAllocation, PlanRound,
            ReleaseLot, RecallLot, SettleException,
        )),
        (_STATION, (RegisterZone, RegisterOperator, RegisterAction, MarkLabel, RecordSelfTest)),
        (_FLOOR | {Role.PRODUCER}, (OpenIntake, ReceiveCrate, CloseIntake)),
        (_FLOOR, (
            VoidCrate, CorrectWeight, DiscardCrate, MeasureTare, ConfirmLabel, VoidLabel,
            ReprintLabel, MoveQueue, StoreCrate, MoveCrate, EmptyCrate,
            PickToCustomer, CloseCrate, SplitCrate, MergeCrates, CountZone, HandOverCrate,
            BlockLot, ConfirmDate, DepartRound, DeclareMissing,
        )),
        (_LOADING, (LoadCrate, UnloadCrate, DeliverStop, ReturnCrate, MoveEmpties)),
        (_LOADING | {Role.PRODUCER}, (RecordTemperature, TakeScan)),
    )
    for cls in classes
}  # fmt: skip
"""Every command by name, with the roles that may send it."""

RENAMED: dict[str, dict[str, str]] = {"PickToCustomer": {"from": "source"}}
"""Payload names of the contract that are Python keywords, by command."""
