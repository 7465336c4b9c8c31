"""The desk at which one command is decided: what it may see, and how its events are recorded.

Must not know any particular rule. Everything from outside (identities, weighings, today's date)
is handed in; `emit` records an event and applies it at once, so that later steps see it. A
`Refusal` raised after `emit` takes everything back: the ledger runs each command in a savepoint.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Protocol, TypeVar

from station.domain.billing import Terms
from station.domain.charter import CharterRules
from station.domain.mentions import MentionRules
from station.domain.model import Counter, Crate, Lot, Weighing
from station.domain.rationing import Preparing
from station.domain.refusals import Refusal
from station.domain.words import PostRole, Role, TemperatureClass
from station.domain.world import World

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Who, where and when of one recorded event; `seq` is the only order."""

    seq: int
    at: str
    operator: str | None
    post: str | None
    reader: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PostFacts:
    """What the rules need to know of a post."""

    id: str
    role: PostRole
    printer: str = ""
    template: str = "a6"
    template_hash: str = ""
    fallback_printer: str = ""

    def other_printer(self, printer: str) -> str:
        """Return where labels go when this printer is down: the fallback, or home from there."""
        return self.printer if printer == self.fallback_printer else self.fallback_printer


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterFacts:
    """What the rules need to know of a printer: which label is in it.

    `loose`: the templates of no crate (evening, emergency, tags) that fit its paper, and digests.
    """

    id: str
    template: str = "a6"
    template_hash: str = ""
    loose: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class InStoreItem:
    """What a shop's weight or price code says: the item's own code, the weight if it has one."""

    item_code: str
    net_g: int | None


def no_in_store_codes(code: str) -> InStoreItem | None:
    """Understand no shop's code: what these mean is each shop's own decision."""
    return None


def never_closed(delivery_date: str, now: str) -> bool:
    """Tell that no delivery date has a cut-off."""
    return False


def as_written(instant: str) -> str:
    """Take an instant's own clock for the one on the wall."""
    return instant[:16]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """The hub's settings that rules depend on.

    `celsius_limits`: warmest goods accepted, by class, in tenths of a degree (facts: a setting,
    the official limits depend on the goods). `pick_tolerance_percent`: how much more than the
    recorded rest a pick may find before it is refused. `tare_drift_g`: a measured tare that moved
    further is an exception. `in_store(code)` reads the weight and price codes of shops, by the
    patterns that the hub switched on. `closed(delivery_date, now)` tells whether the date's cut-off
    has passed. `local(instant)` is the clock on the hub's wall, like 2026-11-24T06:41.
    """

    hub_name: str
    posts: Mapping[str, PostFacts]
    spare_printer: str = ""
    printers: Mapping[str, PrinterFacts] = field(default_factory=dict)
    celsius_limits: Mapping[TemperatureClass, int] = field(
        default_factory=lambda: {
            TemperatureClass.FRAIS: 80,
            TemperatureClass.FROID: 40,
            TemperatureClass.SURGELE: -150,
        }
    )
    pick_tolerance_percent: int = 10
    tare_drift_g: int = 100
    in_store: Callable[[str], InStoreItem | None] = no_in_store_codes
    closed: Callable[[str, str], bool] = never_closed
    local: Callable[[str], str] = as_written
    terms: Terms = field(default_factory=Terms)
    temperature_asked: frozenset[TemperatureClass] = frozenset(
        {TemperatureClass.FROID, TemperatureClass.SURGELE}
    )
    mentions: MentionRules = field(default_factory=MentionRules)
    preparing: Preparing = field(default_factory=Preparing)
    charter: CharterRules = field(default_factory=CharterRules)


class Minting(Protocol):
    """Gives out identities; only the serial decides, so a rebuilt ledger finds the same."""

    def crate(self, serial: int) -> tuple[str, str | None]:
        """Return the crate's internal code and, for a licensed hub, its SSCC."""
        ...

    def card(self, kind: str, serial: int) -> str:
        """Return the scannable card of a registered thing (kind: producer, zone, …)."""
        ...

    def tag(self, asset_type: int, serial: int) -> str:
        """Return the code that one returnable crate bears for good."""
        ...

    def read(self, text: str) -> tuple[str, str]:
        """Return the kind of a scanned or typed code, and the code itself.

        Kinds: internal, emergency, own (an SSCC under the hub's prefix), sscc (another's), grai,
        tag, trade (a shop's barcode), text.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a handheld decided by itself before the server saw the scan."""

    verdict: str
    snapshot: str | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Handheld:
    """What one handheld last said of itself: scans not sent yet, the ledger's seq of its list.

    `age_s`: how long ago it said so; one that is out of reach may have scanned since.
    """

    name: str
    pending: int
    snapshot_seq: int
    age_s: int = 0


def no_handhelds(round: str) -> tuple[Handheld, ...]:
    """Return the handhelds of a round where nobody reports any."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainHead:
    """The end of the ledger as it was before this command; seq 0 and no hash when it is empty."""

    epoch: str
    seq: int
    hash: str


JUDGED_GOOD = ("ok", "done")
"""Verdicts of a handheld after which the crate stands where it was to stand."""


@dataclass(slots=True, kw_only=True)
class Desk:
    """One command's place of work; `today` is the hub's local date, `now` an instant with offset.

    `record(stream, event)` appends to the ledger and returns the stamp; `evolve` applies it.
    `version(stream)` counts what was recorded on a stream. `weigh(receipt)` returns the weighing
    of an open receipt or raises a `Refusal`. `handhelds(round)` returns what the devices that
    load a round last said of themselves.
    `happened_at` is when its sender says that it happened, by the sender's own clock.
    `head()` returns the end of the chain before anything that this command records.
    """

    world: World
    vault: Any
    settings: Settings
    minting: Minting
    today: str
    now: str
    record: Callable[[str, object], Stamp]
    evolve: Callable[[World, object, Stamp], None]
    weigh: Callable[[str], Weighing]
    new_id: Callable[[str], str]
    version: Callable[[str], int]
    head: Callable[[], ChainHead]
    post: str | None = None
    reader: str | None = None
    operator: str | None = None
    role: Role = Role.WORKER
    judged: Judged | None = None
    happened_at: str | None = None
    handhelds: Callable[[str], tuple[Handheld, ...]] = no_handhelds

    def emit(self, stream: str, event: object) -> None:
        """Record an event on a stream and apply it to the world."""
        self.evolve(self.world, event, self.record(stream, event))

    def serial(self, name: str) -> int:
        """Return the next serial of a row of numbers (the event that uses it moves the row on)."""
        counter = self.world.counters.get(name)
        return counter.value + 1 if counter else 1

    def post_facts(self) -> PostFacts | None:
        """Return the facts of the post the command came from."""
        return self.settings.posts.get(self.post) if self.post else None

    @property
    def judged_good(self) -> bool:
        """True for what a handheld judged good: hands have done it, it is taken as a fact."""
        return self.judged is not None and self.judged.verdict in JUDGED_GOOD

    def unchanged(self, stream: str, seen: int | None) -> None:
        """Refuse a change made on a version that is no longer the last; None was made on none."""
        if seen is not None and self.version(stream) != seen:
            raise Refusal("changed_meanwhile")

    def trouble(self, kind: str, subject: str, detail: str) -> None:
        """Raise an exception for the coordinator."""
        from station.domain.events.hub import TroubleRaised

        id = self.new_id("x")
        self.emit(
            f"trouble/{id}", TroubleRaised(trouble=id, kind=kind, subject=subject, detail=detail)
        )

    def settle_troubles(self, note: str, **where: object) -> None:
        """Settle every open exception whose index columns equal these."""
        from station.domain.events.hub import TroubleSettled

        for trouble in self.world.troubles.where(state="open", **where):
            self.emit(f"trouble/{trouble.id}", TroubleSettled(trouble=trouble.id, note=note))


def bump(world: World, name: str) -> None:
    """Move a row of numbers one on; called by the functions that apply events."""
    counter = world.counters.get(name)
    world.counters.put(Counter(name=name, value=counter.value + 1 if counter else 1))


def found(thing: T | None, what: str) -> T:
    """Return the thing, or refuse: a reference that finds nothing is an answer, not an error."""
    if thing is None:
        raise Refusal("not_found", what=what)
    return thing


def find_crate(desk: Desk, code: str) -> Crate:
    """Return the crate that any of its codes finds; refuse unknown codes and other things."""
    crate = desk.world.crates.get(code)
    if crate:
        return crate
    known = desk.world.codes.get(code)
    if known is None:
        raise Refusal("unknown_code")
    if known.kind != "crate":
        raise Refusal("not_a_crate")
    return found(desk.world.crates.get(known.target), code)


def live_crate(desk: Desk, code: str) -> Crate:
    """Return a crate that is in the hangar; refuse those that left, were emptied or voided."""
    crate = find_crate(desk, code)
    be_here(crate)
    return crate


def be_here(crate: Crate) -> None:
    """Refuse a crate that is not in the hangar."""
    if crate.state.gone_to_customer:
        raise Refusal("already_left")
    if not crate.state.in_hangar:
        raise Refusal("crate_closed")


def be_measured(crate: Crate) -> None:
    """Refuse a crate that was dropped off and that nobody has weighed or counted."""
    if crate.unmeasured:
        raise Refusal("not_weighed")


def lots_of(desk: Desk, crate: Crate) -> list[Lot]:
    """Return the lots a crate holds."""
    return [found(desk.world.lots.get(content.lot), content.lot) for content in crate.contents]


def calendar_day(text: str) -> date:
    """Return the day of a date as the contract writes it (2026-11-24); refuse anything else."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise Refusal("out_of_bounds", what=f"date {text!r}")
    return day


def reason_given(reason: str) -> str:
    """Return the reason without outer blanks; refuse an empty one."""
    if not reason.strip():
        raise Refusal("reason_required")
    return reason.strip()
