"""Events of reception.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from station.domain.model import Content, Weighing
from station.domain.words import TemperatureClass


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
    """A hub lot was minted; the producer's own lot stands beside it.

    `missing` names the mentions that the law asks and nobody knows yet: the lot is « à compléter ».
    """

    lot: str
    producer: str
    product: str
    producer_lot: str
    opened_on: str
    use_by: str | None
    best_before: str | None
    mentions: dict[str, str] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    sale_until: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LotCompleted:
    """Somebody said what the law asks of a lot; `missing` is what is still unknown."""

    lot: str
    mentions: dict[str, str]
    missing: tuple[str, ...]
    best_before: str | None
    sale_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelPhotographed:
    """A producer's own label was photographed; the picture is sealed in the vault under `photo`."""

    photo: str
    crate: str
    lots: tuple[str, ...]
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhotographErased:
    """A photographed label was erased from the vault, with the reason."""

    photo: str
    lots: tuple[str, ...]
    reason: str


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


EVENTS: tuple[type, ...] = (
    IntakeOpened,
    IntakeClosed,
    LotOpened,
    LotCompleted,
    LabelPhotographed,
    PhotographErased,
    CrateReceived,
    CrateWeightCorrected,
    CrateVoided,
)
