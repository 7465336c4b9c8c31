"""Judges whether a crate may leave, and whether it belongs into this round now.

Must emit nothing: the same judgement serves commands, scans and the handheld's vectors.
"""

from __future__ import annotations

from station.domain import model
from station.domain.desk import Desk, found, lots_of
from station.domain.refusals import Refusal
from station.domain.words import CrateState, LabelState, RoundState
from station.domain.world import World

NOT_ON_PAPER = (LabelState.QUEUED, LabelState.FAILED, LabelState.SENDING)
"""Label states in which nobody can have stuck the label on the crate."""


def leavable(desk: Desk, crate: model.Crate) -> None:
    """Refuse a crate whose lot is blocked or whose use-by date has passed."""
    if any(lot.blocked is not None for lot in lots_of(desk, crate)):
        raise Refusal("lot_blocked")
    if crate.use_by is not None and crate.use_by < desk.today:
        raise Refusal("past_use_by")


def labelled(desk: Desk, crate: model.Crate) -> None:
    """Refuse a crate whose only labels never came out of a printer."""
    if crate.label_seen:
        return
    labels = desk.world.labels.where(crate=crate.id)
    if labels and all(label.state in (*NOT_ON_PAPER, LabelState.VOIDED) for label in labels):
        raise Refusal("not_labelled")


def loadable(desk: Desk, crate: model.Crate, round: model.Round) -> None:
    """Refuse a crate that may not go into this round's van now."""
    if crate.state is CrateState.LOADED and crate.round == round.id:
        raise Refusal("already_loaded")
    leavable(desk, crate)
    if round.state is RoundState.DEPARTED:
        raise Refusal("round_departed")
    if crate.customer is None:
        raise Refusal("not_allocated")
    stops = desk.world.stops.where(date=crate.deliver_on, customer=crate.customer)
    here = [stop for stop in stops if stop.round == round.id]
    if not here:
        other = desk.world.rounds.get(stops[0].round) if stops else None
        raise Refusal("wrong_round", round=other.name if other else "?")
    if crate.state is CrateState.LOADED:
        raise Refusal("already_loaded")
    _in_order(desk, crate, round, here[0].stop)


def _in_order(desk: Desk, crate: model.Crate, round: model.Round, stop: int) -> None:
    """Refuse a crate while crates of a later stop of the same temperature class still wait.

    Loading order is the reverse of delivery order inside each temperature class (design 2).
    """
    for later in desk.world.stops.where(round=round.id):
        if later.stop <= stop:
            continue
        for waiting in expected_crates(desk.world, round, later.customer):
            if waiting.temperature_class is not crate.temperature_class:
                continue
            if waiting.state is not CrateState.LOADED and _can_leave(desk, waiting):
                raise Refusal("wrong_stop", stop=str(later.stop))


def _can_leave(desk: Desk, crate: model.Crate) -> bool:
    """A blocked or expired crate of a later stop must not hold up the whole round."""
    try:
        leavable(desk, crate)
    except Refusal:
        return False
    return True


def expected_crates(world: World, round: model.Round, customer: str) -> list[model.Crate]:
    """Return a customer's crates of this round that are in the hangar, loaded or not."""
    return [
        crate
        for crate in world.crates.where(customer=customer, deliver_on=round.date)
        if crate.state.in_hangar and crate.contents
    ]


def round_of(desk: Desk, id: str) -> model.Round:
    """Return a round by id, by its card, or by today's short name."""
    code = desk.world.codes.get(id)
    known = desk.world.rounds.get(id) or desk.world.rounds.get(f"{desk.today}-{id}")
    if known is None and code is not None and code.kind == "round":
        known = desk.world.rounds.get(code.target)
    return found(known, f"tournée {id}")
