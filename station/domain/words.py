"""The closed sets of the hangar's language, as enumerations.

Must hold no rule: a set of words and what is plainly true of each word.
"""

from __future__ import annotations

from enum import StrEnum


class Unit(StrEnum):
    """What a product is ordered in; kilograms are served by grams, all others by count."""

    KG = "kg"
    PIECE = "piece"
    BUNCH = "bunch"
    TRAY30 = "tray30"
    LITRE = "litre"
    BOTTLE = "bottle"
    PUNNET = "punnet"
    NET = "net"
    BAG = "bag"

    def milli(self, net_g: int | None, count: int | None) -> int:
        """Return a weight or count in thousandths of this unit; grams are thousandths of a kilo."""
        return (net_g or 0) if self is Unit.KG else (count or 0) * 1_000


class TemperatureClass(StrEnum):
    """How cold goods must be kept, or how cold a zone is; from warm to frozen."""

    AMBIANT = "ambiant"
    FRAIS = "frais"
    FROID = "froid"
    SURGELE = "surgele"

    @property
    def coldness(self) -> int:
        """Rank from 0 (ambient) to 3 (frozen)."""
        return tuple(TemperatureClass).index(self)


class DateKind(StrEnum):
    """Which date a product carries: DLC, DDM or none."""

    USE_BY = "use_by"
    BEST_BEFORE = "best_before"
    NONE = "none"


class Basis(StrEnum):
    """How the grams of a content came to be known."""

    WEIGHED = "weighed"
    COMPUTED = "computed"
    DECLARED = "declared"


class DeclaredBy(StrEnum):
    """Where a farm's word on a crate it dropped off comes from."""

    NOBODY = "nobody"
    LABEL = "label"
    TYPED = "typed"


class Tried(StrEnum):
    """How a device did in a self-test."""

    OK = "ok"
    FAILED = "failed"
    SKIPPED = "skipped"


class CrateState(StrEnum):
    """Where a crate stands in its life."""

    RECEIVED = "received"
    STORED = "stored"
    LOADED = "loaded"
    LEFT = "left"
    DELIVERED = "delivered"
    HANDED_OVER = "handed_over"
    RETURNED = "returned"
    DISCARDED = "discarded"
    EMPTIED = "emptied"
    VOIDED = "voided"

    @property
    def in_hangar(self) -> bool:
        """True while the crate is here: on the quay, in a zone or in a van that has not left."""
        return self in (CrateState.RECEIVED, CrateState.STORED, CrateState.LOADED)

    @property
    def gone_to_customer(self) -> bool:
        """True when the goods count as delivered."""
        return self in (CrateState.LEFT, CrateState.DELIVERED, CrateState.HANDED_OVER)


class LabelState(StrEnum):
    """The life of one printed label; the print spool moves it, people settle what is uncertain."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    CONFIRMED = "confirmed"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    VOIDED = "voided"


class LineState(StrEnum):
    """The life of an order line."""

    OPEN = "open"
    MISSING = "missing"
    CANCELLED = "cancelled"


class RoundState(StrEnum):
    """The life of a delivery round."""

    PLANNED = "planned"
    DEPARTED = "departed"


class Role(StrEnum):
    """What a person or device may do; a table of command and role says which."""

    WORKER = "worker"
    DRIVER = "driver"
    PRODUCER = "producer"
    COORDINATOR = "coordinator"
    INSPECTOR = "inspector"
    ADMIN = "admin"


class PostRole(StrEnum):
    """What a post is for."""

    RECEPTION = "reception"
    STORE = "store"
    DOCK = "dock"
    SHOP = "shop"


class Verdict(StrEnum):
    """The judgement of one scan, as a person sees and hears it."""

    OK = "ok"
    DONE = "done"
    DUPLICATE = "duplicate"
    WRONG_ROUND = "wrong_round"
    WRONG_STOP = "wrong_stop"
    LOT_BLOCKED = "lot_blocked"
    PAST_USE_BY = "past_use_by"
    TOO_WARM = "too_warm"
    NOT_READY = "not_ready"
    NOT_IN_LIST = "not_in_list"
    NOT_OURS = "not_ours"
    UNKNOWN_CODE = "unknown_code"
    REFUSED = "refused"
