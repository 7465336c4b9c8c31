"""The decision table: what is asked of a crate at a dock or a cold room, in which order.

Must emit nothing. The server works through it on the ledger, a handheld on its snapshot: there
`web/static/js/judge.js` knows a fact of each name, and `decision_json` is what it is given.
To add a rule: its fact here and there, its line in a table, a vector in `tests/handhelds`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from station.domain import model
from station.domain.deciding.judging import can_leave, expected_crates, waits_for_weighing
from station.domain.deciding.labels import degrees
from station.domain.deciding.mentioning import lacked, sale_until
from station.domain.desk import Desk
from station.domain.refusals import Refusal, wording
from station.domain.verdicts import verdicts_json
from station.domain.words import CrateState, RoundState, TemperatureClass
from station.domain.world import World

Details = Mapping[str, str]
"""What a refusal's sentence is filled in with."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One step of a judgement: where `fact` holds (is not None), the crate meets `refusal`."""

    name: str
    refusal: str
    fact: Callable[[Desk, model.Crate, Any], Details | None]


def refuse_by(rules: tuple[Rule, ...], desk: Desk, crate: model.Crate, place: Any) -> None:
    """Refuse with the first rule that holds; `place` is the round or the zone in hand."""
    for rule in rules:
        details = rule.fact(desk, crate, place)
        if details is not None:
            raise Refusal(rule.refusal, **details)


def _when(holds: bool, **details: str) -> Details | None:
    return details if holds else None


def _gone(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(crate.state.gone_to_customer)


def _not_here(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(not crate.state.in_hangar)


def _loaded_here(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    return _when(crate.state is CrateState.LOADED and crate.round == round.id)


def _loaded(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(crate.state is CrateState.LOADED)


def _blocked(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(is_blocked(desk.world, crate))


def is_blocked(world: World, crate: model.Crate) -> bool:
    """Return whether a lot inside is blocked."""
    lots = (world.lots.get(content.lot) for content in crate.contents)
    return any(lot is not None and lot.blocked is not None for lot in lots)


def _expired(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(crate.use_by is not None and crate.use_by < desk.today)


def _incomplete(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return lacked(desk.world, crate)


def _too_old(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    until = sale_until(desk.world, crate)
    return _when(until is not None and until < desk.today)


def _unweighed(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(waits_for_weighing(desk.world, crate))


def _round_left(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    return _when(round.state is RoundState.DEPARTED)


def _nobodys(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    return _when(crate.customer is None)


def _elsewhere(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    here, other = where_to(desk.world, crate, round)
    return _when(here is None, round=other or "?")


def where_to(
    world: World, crate: model.Crate, round: model.Round
) -> tuple[model.Stop | None, str | None]:
    """Return the stop of this round that a crate is for, else the name of its own round."""
    stops = world.stops.where(date=crate.deliver_on, customer=crate.customer)
    here = next((stop for stop in stops if stop.round == round.id), None)
    other = world.rounds.get(stops[0].round) if stops else None
    return here, other.name if other and not here else None


def _before_a_later_stop(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    """Crates of a later stop of the same temperature class still wait.

    Loading order is the reverse of delivery order inside each temperature class (design 2).
    """
    here, _ = where_to(desk.world, crate, round)
    for later in desk.world.stops.where(round=round.id):
        if here is None or later.stop <= here.stop:
            continue
        for waiting in expected_crates(desk.world, round, later.customer):
            if waiting.temperature_class is not crate.temperature_class:
                continue
            if waiting.state is not CrateState.LOADED and can_leave(desk, waiting):
                return _when(True, stop=str(later.stop))
    return None


def _not_aboard(desk: Desk, crate: model.Crate, round: model.Round) -> Details | None:
    return _when(crate.state is not CrateState.LOADED or crate.round != round.id)


def _never_left(desk: Desk, crate: model.Crate, place: object) -> Details | None:
    return _when(not crate.state.gone_to_customer)


def _stored_here(desk: Desk, crate: model.Crate, zone: model.Zone) -> Details | None:
    return _when(crate.zone == zone.code)


def _zone_of_another_class(desk: Desk, crate: model.Crate, zone: model.Zone) -> Details | None:
    goods, frozen = crate.temperature_class, TemperatureClass.SURGELE
    too_warm = zone.temperature_class.coldness < goods.coldness
    too_cold = zone.temperature_class is frozen and goods is not frozen
    return _when(too_warm or too_cold, temperature_class=goods.value)


def _zone_too_warm(desk: Desk, crate: model.Crate, zone: model.Zone) -> Details | None:
    limit, now = zone.max_celsius_tenths, zone.celsius_tenths
    if limit is None or now is None:
        return None
    return _when(now > limit, celsius=degrees(now))


LOAD: tuple[Rule, ...] = (
    Rule("gone", "already_left", _gone),
    Rule("not_here", "crate_closed", _not_here),
    Rule("loaded_here", "already_loaded", _loaded_here),
    Rule("blocked", "lot_blocked", _blocked),
    Rule("expired", "past_use_by", _expired),
    Rule("incomplete", "crate_incomplete", _incomplete),
    Rule("too_old", "past_sale_limit", _too_old),
    Rule("unweighed", "not_weighed", _unweighed),
    Rule("round_left", "round_departed", _round_left),
    Rule("nobodys", "not_allocated", _nobodys),
    Rule("elsewhere", "wrong_round", _elsewhere),
    Rule("loaded", "already_loaded", _loaded),
    Rule("before_a_later_stop", "wrong_stop", _before_a_later_stop),
)
"""What is asked of a crate at a dock with a round in hand, in this order."""

UNLOAD: tuple[Rule, ...] = (
    Rule("gone", "already_left", _gone),
    Rule("not_here", "crate_closed", _not_here),
    Rule("not_aboard", "not_loaded", _not_aboard),
)
"""What is asked of a crate that is taken out of the van of the round in hand."""

RETURN: tuple[Rule, ...] = (Rule("never_left", "not_loaded", _never_left),)
"""What is asked of a crate that came back to the hangar."""

STORE: tuple[Rule, ...] = (
    Rule("gone", "already_left", _gone),
    Rule("not_here", "crate_closed", _not_here),
    Rule("loaded", "already_loaded", _loaded),
    Rule("stored_here", "already_there", _stored_here),
    Rule("zone_of_another_class", "wrong_zone", _zone_of_another_class),
    Rule("zone_too_warm", "too_warm", _zone_too_warm),
)
"""What is asked of a crate at a cold room's door, in this order."""

DROP_OFF: tuple[Rule, ...] = (
    Rule("zone_of_another_class", "wrong_zone", _zone_of_another_class),
    Rule("zone_too_warm", "too_warm", _zone_too_warm),
)
"""What is asked of the zone in which a farm leaves a crate by itself."""

CONTEXTS = {"load": LOAD, "unload": UNLOAD, "return": RETURN, "store": STORE}
"""The tables by the names that handhelds know them by."""

PLACES = {
    name: f"{{{name}}}"
    for name in (
        "celsius",
        "count",
        "customer",
        "left",
        "round",
        "stop",
        "temperature_class",
        "what",
        "what_en",
    )
}
"""Leaves the places of a sentence as they are written: who judges fills them in."""


def decision_json() -> dict[str, Any]:
    """Return the table for handhelds: rules by context, what refusals say, how verdicts look."""
    verdicts = verdicts_json()
    verdict_of = {code: row["verdict"] for row in verdicts for code in row["refusals"]}
    return {
        "contexts": {
            name: [{"when": rule.name, "refusal": rule.refusal} for rule in rules]
            for name, rules in CONTEXTS.items()
        },
        "refusals": {
            code: {"verdict": verdict, **wording(code, PLACES)}
            for code, verdict in verdict_of.items()
        },
        "verdicts": {row["verdict"]: row for row in verdicts},
    }
