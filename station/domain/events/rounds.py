"""Events of rounds, deliveries, returns and empties.

Must hold no rule; what is personal stands in the vault, never here.
"""

from __future__ import annotations

from dataclasses import dataclass

from station.domain.model import Content, NoteLine
from station.domain.returnables import Occasion


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundStop:
    """One stop of a planned round; 1 is delivered first."""

    stop: int
    customer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPlanned:
    """A round of one day was planned, or planned anew; it collects at `farms`, in this order."""

    round: str
    card: str
    date: str
    name: str
    vehicle: str
    depart_at: str
    party: str
    digest: str
    stops: tuple[RoundStop, ...]
    farms: tuple[str, ...] = ()


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
class CrateNotFound:
    """A crate was looked for and not found: nobody knows where it is; the next scan finds it."""

    crate: str
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
    """A delivery note with what left for one customer, as weighed or counted.

    A note of hand-overs is issued anew, under its number, with each crate of the same day.
    """

    note: str
    round: str | None
    stop: int | None
    customer: str
    date: str
    lines: tuple[NoteLine, ...]
    crates: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StopDelivered:
    """The driver handed over a stop's crates; `unsigned`: left there without a signature."""

    round: str
    customer: str
    crates: tuple[str, ...]
    unsigned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateReturned:
    """A crate that had left is back on the quay, with the reason."""

    crate: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateHandedOver:
    """A customer took a crate at the hangar (carré-vente), perhaps `outside_hours`."""

    crate: str
    customer: str
    outside_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CrateReturnedToProducer:
    """An unsold stock crate went back to its producer with all it held, for a reason."""

    crate: str
    producer: str
    contents: tuple[Content, ...]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EmptiesMoved:
    """Returnable crates went to a party (`given`) or came back (`taken`); `why` says when.

    `crates` are those that were full and are known one by one; `subject` is the round or crate.
    """

    party: str
    crate_type: str
    given: int
    taken: int
    why: Occasion = Occasion.ENTERED
    subject: str = ""
    crates: tuple[str, ...] = ()
    reason: str = ""


EVENTS: tuple[type, ...] = (
    RoundPlanned,
    CrateLoaded,
    CrateUnloaded,
    LineDeclaredMissing,
    CrateNotFound,
    RoundDeparted,
    DeliveryNoteIssued,
    StopDelivered,
    CrateReturned,
    CrateHandedOver,
    CrateReturnedToProducer,
    EmptiesMoved,
)
