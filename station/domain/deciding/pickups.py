"""Decides pick-ups: what a driver took along at a farm, and the end of unloading.

What a phone or a sheet says of it is done and cannot be undone here: it is taken as it is, and
what the station would have asked or refused becomes an exception.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from station.domain import commands, events, model
from station.domain.deciding import picked_up
from station.domain.deciding.empties import countable, moved_at_farm
from station.domain.deciding.intake import MAX_COUNT, MAX_CRATES, possible
from station.domain.deciding.judging import round_of
from station.domain.deciding.labels import degrees
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, Minting, Settings, found, reason_given
from station.domain.naming import reference
from station.domain.pickups import farm_key
from station.domain.refusals import Refusal, wording
from station.domain.words import RoundState
from station.domain.world import World

MOST_LINES = 200
"""Most lines told of one farm; more is a broken phone."""
CARRIES = ("emergency", "sscc", "grai", "tag")
"""Kinds of codes that a crate of a farm may carry beside the hub's ready-made label."""

Taken = commands.pickups.CratesTaken


def collect_at_farm(command: commands.pickups.CollectAtFarm, desk: Desk) -> Outcome:
    """Record a farm's crates as aboard; the same farm told again by another hand adds none."""
    round = round_of(desk, command.round)
    found(desk.world.producers.get(command.producer), f"producteur {command.producer}")
    _tellable(command, desk)
    told_before = _told_before(command, desk, round)
    taken = tuple(
        one
        for one in _named(command, desk)
        if not _known_aboard(desk, one) and (one.code or not told_before)
    )
    for one in taken:
        _doubted(desk, round, command.producer, one)
    refused = () if told_before else command.refused
    if taken or refused or not told_before:
        _record(desk, round, command.producer, taken, refused)
    if not told_before:
        for moved in command.empties:
            moved_at_farm(desk, round, command.producer, moved)
    return Outcome(round=round.id)


def _tellable(command: commands.pickups.CollectAtFarm, desk: Desk) -> None:
    """Refuse what cannot be recorded at all: numbers nobody carries, reasons that say nothing."""
    if len(command.crates) + len(command.refused) > MOST_LINES:
        raise Refusal("out_of_bounds", what=f"plus de {MOST_LINES} lignes")
    for one in command.crates:
        if not 1 <= one.crates <= MAX_CRATES or (one.code and one.crates != 1):
            raise Refusal("out_of_bounds", what=f"{one.crates} caisses")
        if one.count is not None and not 1 <= one.count <= MAX_COUNT:
            raise Refusal("out_of_bounds", what=f"{one.count}")
        if one.celsius_tenths is not None:
            possible(one.celsius_tenths)
    for left in command.refused:
        if not 1 <= left.crates <= MAX_CRATES:
            raise Refusal("out_of_bounds", what=f"{left.crates} caisses")
        reason_given(left.reason)
    for moved in command.empties:
        countable(desk, moved.crate_type, moved.given, moved.taken)


def _told_before(command: commands.pickups.CollectAtFarm, desk: Desk, round: model.Round) -> bool:
    """Tell whether this farm was told already; what it says anew without a label is not counted."""
    stop = desk.world.farm_stops.get(farm_key(round.id, command.producer))
    if stop is None or stop.collected_at is None or command.more:
        return False
    if not desk.judged_good:
        raise Refusal("already_noted")
    loose = sum(one.crates for one in command.crates if not one.code)
    told = f"{len(command.crates)} lignes, {loose} caisses sans étiquette"
    desk.trouble("collected_twice", stop.key, f"{_where(round, command.producer)} : {told}")
    return True


def _where(round: model.Round, producer: str) -> str:
    return f"{round.name}, {reference('producer', producer)}"


def _named(command: commands.pickups.CollectAtFarm, desk: Desk) -> Iterator[Taken]:
    """Yield each crate with its code as the station writes it, and none twice."""
    codes: set[str] = set()
    for one in command.crates:
        code = desk.minting.read(one.code)[1] if one.code else ""
        if not code or code not in codes:
            codes.add(code)
            yield Taken(**{name: getattr(one, name) for name in FIELDS} | {"code": code})


FIELDS = tuple(Taken.__dataclass_fields__)


def _known_aboard(desk: Desk, one: Taken) -> bool:
    return picked_up.by_code(desk, one.code) is not None


def _doubted(desk: Desk, round: model.Round, producer: str, one: Taken) -> None:
    """Refuse a crate that the rules refuse; in a van that drives already it is an exception."""
    refusal = code_refused(desk.world, desk.minting, producer, one.code) or goods_refused(
        desk.world, desk.settings, producer, one
    )
    if refusal is None:
        return
    if not desk.judged_good:
        raise refusal
    if picked_up.received_since(desk, one.code, producer, round.date):
        return
    product = desk.world.products.get(one.product)
    name = product.name if product else one.product
    goods = f"{_where(round, producer)} : {name} {one.code}".rstrip()
    detail = f"{goods}. {wording(refusal.code, refusal.details)['say']['fr']}"
    desk.trouble("pickup_otherwise", farm_key(round.id, producer), detail)


def code_refused(world: World, minting: Minting, producer: str, text: str) -> Refusal | None:
    """Return why a code may not stand for a crate of this farm; None when it may.

    Phones judge the same before the crate is in the van: one file of vectors tests both.
    """
    if not text:
        return None
    kind, code = minting.read(text)
    if any(one.awaited for one in world.pickups.where(code=code)):
        return Refusal("already_loaded")
    known = world.codes.get(code)
    if known is not None and known.kind == "ready":
        ready = world.ready_crates.get(known.target)
        other = ready is not None and ready.producer != producer
        return Refusal("other_farm") if other else None
    if known is not None and known.kind == "crate":
        crate = world.crates.get(known.target)
        if crate and (crate.state.in_hangar or kind not in ("grai", "tag")):
            return Refusal("already_received")
    if kind == "trade":
        return Refusal("not_ours")
    return None if kind in CARRIES else Refusal("unknown_code")


def goods_refused(world: World, settings: Settings, producer: str, one: Taken) -> Refusal | None:
    """Return why these goods should not have been taken: another farm's, unmeasured, too warm."""
    product = world.products.get(one.product)
    if product is None or product.producer != producer:
        return Refusal("not_found", what=f"{one.product} chez {producer}")
    if one.celsius_tenths is None:
        asked = product.temperature_class in settings.temperature_asked
        missing = asked and not one.no_celsius.strip()
        return Refusal("temperature_required") if missing else None
    limit = settings.celsius_limits.get(product.temperature_class)
    if limit is not None and one.celsius_tenths > limit:
        return Refusal("too_warm", celsius=degrees(one.celsius_tenths))
    return None


def _record(
    desk: Desk,
    round: model.Round,
    producer: str,
    taken: tuple[Taken, ...],
    refused: tuple[commands.pickups.CratesRefused, ...],
) -> None:
    _gone(desk, round)
    before = {row.id for row in desk.world.pickups.where(round=round.id, producer=producer)}
    desk.emit(
        f"pickup/{farm_key(round.id, producer)}",
        events.pickups.FarmCollected(
            round=round.id,
            producer=producer,
            crates=tuple(
                events.pickups.CollectedCrates(**{name: getattr(one, name) for name in FIELDS})
                for one in taken
            ),
            refused=tuple(
                events.pickups.LeftAtFarm(
                    product=left.product, crates=left.crates, reason=reason_given(left.reason)
                )
                for left in refused
            ),
        ),
    )
    for left in refused:
        product = desk.world.products.get(left.product)
        goods = f"{left.crates} × {product.name if product else left.product}"
        detail = f"{_where(round, producer)} : {goods}, {reason_given(left.reason)}"
        desk.trouble("pickup_refused", farm_key(round.id, producer), detail)
    rows = desk.world.pickups.where(round=round.id, producer=producer)
    picked_up.received_before(desk, [row for row in rows if row.id not in before])


def _gone(desk: Desk, round: model.Round) -> None:
    """A van that only collects leaves from anywhere: its first farm says that it is on the way."""
    if round.state is RoundState.PLANNED and not desk.world.stops.count(round=round.id):
        gone = events.rounds.RoundDeparted(round=round.id, crates=(), override="")
        desk.emit(f"round/{round.id}", gone)


def close_pickup(command: commands.pickups.ClosePickup, desk: Desk) -> Outcome:
    """Compare a farm's pick-up with all that came in of it."""
    round = round_of(desk, command.round)
    key = farm_key(round.id, command.producer)
    stop = found(desk.world.farm_stops.get(key), f"ramassage chez {command.producer}")
    if stop.collected_at is None or stop.closed:
        raise Refusal("already_noted")
    picked_up.compare(desk, stop, [])
    return Outcome(round=round.id)


DECIDES: dict[type, Any] = {
    commands.pickups.CollectAtFarm: collect_at_farm,
    commands.pickups.ClosePickup: close_pickup,
}
