"""Finds the collected crates that reception receives, and compares a farm's pick-up with them.

Must not receive a crate, nor say what a driver did: it ties one to the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from station.domain import events, model
from station.domain.desk import Desk
from station.domain.naming import reference
from station.domain.pickups import Collected, FarmStop, PickupState, farm_key
from station.domain.words import CrateState

SHORT, OVER = "pickup_short", "pickup_over"
"""Kinds of exceptions: less came in than was collected, or more."""


def by_code(desk: Desk, code: str) -> Collected | None:
    """Return the collected crate that carries this code and was not received yet."""
    found = desk.world.pickups.where(code=code) if code else []
    return next((one for one in reversed(found) if one.awaited), None)


def received(desk: Desk, crates: Iterable[str], code: str) -> None:
    """Tie crates that were just received to what a driver collected: by code, else by product."""
    for id in crates:
        crate = desk.world.crates.get(id)
        one = by_code(desk, code)
        if one is None and crate is not None:
            one = next(iter(_uncoded(desk, crate)), None)
        if one is not None:
            _arrived(desk, one, id)


def _uncoded(desk: Desk, crate: model.Crate) -> list[Collected]:
    """Return collected crates without a label that this one may be, the oldest first."""
    content = crate.contents[0]
    found = desk.world.pickups.where(producer=content.producer, code="")
    waiting = [one for one in found if one.awaited and one.product == content.product]
    aboard = [one for one in waiting if one.state is PickupState.ABOARD]
    return aboard or [one for one in waiting if one.date == desk.today]


def _arrived(desk: Desk, one: Collected, crate: str) -> None:
    pickup = events.pickups.PickupArrived(pickup=one.id, crate=crate)
    desk.emit(f"pickup/{farm_key(one.round, one.producer)}", pickup)
    rows = desk.world.pickups.where(round=one.round, producer=one.producer)
    if not any(row.awaited for row in rows):
        key = farm_key(one.round, one.producer)
        desk.settle_troubles("tout est arrivé", kind=SHORT, subject=key)


def received_before(desk: Desk, rows: Iterable[Collected]) -> None:
    """Tie what a phone or sheet tells late to crates that reception has had since.

    What is told as it happens is still to come: like crates that are here came without the van.
    """
    if not desk.judged_good:
        return
    for one in rows:
        for crate in _already_here(desk, one)[: one.awaited]:
            _arrived(desk, one, crate.id)


def _already_here(desk: Desk, one: Collected) -> list[model.Crate]:
    if one.code:
        crate = received_since(desk, one.code, one.producer, one.date)
        return [crate] if crate else []
    return [
        crate
        for intake in desk.world.intakes.where(producer=one.producer)
        if intake.closed_at is None or _local_day(desk, intake.closed_at) >= one.date
        for crate in _unmatched(desk, intake.id)
        if crate.contents and crate.contents[0].product == one.product
        if _since(desk, crate, one.date)
    ]


def received_since(desk: Desk, code: str, producer: str, day: str) -> model.Crate | None:
    """Return a farm's crate that came in under this code after its driver had collected it."""
    known = desk.world.codes.get(code)
    crate = desk.world.crates.get(known.target) if known and known.kind == "crate" else None
    if crate is None or not _free(crate):
        return None
    intake = desk.world.intakes.get(crate.intake or "")
    if intake is None or intake.producer != producer:
        return None
    return crate if _since(desk, crate, day) else None


def _since(desk: Desk, crate: model.Crate, day: str) -> bool:
    """Tell whether a crate came in after the driver had collected; a paper knows the day alone."""
    if _local_day(desk, crate.arrived_at) < day:
        return False
    if desk.happened_at is None:
        return True
    return datetime.fromisoformat(crate.arrived_at) > datetime.fromisoformat(desk.happened_at)


def _local_day(desk: Desk, instant: str) -> str:
    return desk.settings.local(instant)[:10]


def _free(crate: model.Crate) -> bool:
    return crate.pickup is None and crate.state is not CrateState.VOIDED


def _unmatched(desk: Desk, intake: str) -> list[model.Crate]:
    return [one for one in desk.world.crates.where(intake=intake) if _free(one)]


def compare_at_close(desk: Desk, intake: model.Intake) -> None:
    """Compare each pick-up of which this intake received something: the van is unloaded."""
    for stop in _brought_by(desk, intake):
        since = [one for one in _unmatched(desk, intake.id) if one.arrived_seq > stop.collected_seq]
        compare(desk, stop, since)


def _brought_by(desk: Desk, intake: model.Intake) -> list[FarmStop]:
    crates = desk.world.crates.where(intake=intake.id)
    came = (crate.pickup for crate in crates if crate.state is not CrateState.VOIDED)
    rows = [desk.world.pickups.get(id) for id in came if id]
    keys = sorted({farm_key(row.round, row.producer) for row in rows if row})
    stops = [desk.world.farm_stops.get(key) for key in keys]
    return [stop for stop in stops if stop and not stop.closed]


def compare(desk: Desk, stop: FarmStop, others: list[model.Crate]) -> None:
    """Close a farm's pick-up; `others` came in beside what was matched, and may be what lacks."""
    _matched_by_product(desk, stop, others)
    over = [crate for crate in others if _again(desk, crate).pickup is None]
    rows = desk.world.pickups.where(round=stop.round, producer=stop.producer)
    lacking = [row for row in rows if row.awaited and row.state is PickupState.ABOARD]
    short = sum(row.awaited for row in lacking)
    desk.emit(
        f"pickup/{stop.key}",
        events.pickups.PickupClosed(
            round=stop.round, producer=stop.producer, short=short, over=len(over)
        ),
    )
    less: Counter[str] = Counter()
    for row in lacking:
        less[row.product] += row.awaited
    more = Counter(crate.contents[0].product for crate in over if crate.contents)
    for kind, counted, words in ((SHORT, less, "de moins"), (OVER, more, "de plus")):
        if counted:
            detail = f"{_journey(desk, stop)} : {_named(desk, counted)} {words}"
            desk.trouble(kind, stop.key, detail)


def _matched_by_product(desk: Desk, stop: FarmStop, others: list[model.Crate]) -> None:
    """A crate that lost its label on the way came in under another: the same goods, still it."""
    for crate in others:
        rows = desk.world.pickups.where(round=stop.round, producer=stop.producer)
        same = [row for row in rows if row.awaited and row.product == crate.product]
        if same:
            _arrived(desk, same[0], crate.id)


def _again(desk: Desk, crate: model.Crate) -> model.Crate:
    return desk.world.crates.get(crate.id) or crate


def _journey(desk: Desk, stop: FarmStop) -> str:
    round = desk.world.rounds.get(stop.round)
    return f"{round.name if round else stop.round}, {reference('producer', stop.producer)}"


def _named(desk: Desk, counted: Counter[str]) -> str:
    def name(code: str) -> str:
        product = desk.world.products.get(code)
        return product.name if product else code

    return ", ".join(f"{n} × {name(code)}" for code, n in sorted(counted.items()))
