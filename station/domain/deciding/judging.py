"""Judges whether a crate may leave the hangar, and which crates a round waits for.

Must emit nothing: the same judgement serves commands, scans and handhelds.
"""

from __future__ import annotations

from station.domain import model
from station.domain.deciding.mentioning import lacked, sale_until
from station.domain.desk import Desk, found, lots_of
from station.domain.refusals import Refusal
from station.domain.words import LabelState, Unit
from station.domain.world import World

NOT_ON_PAPER = (LabelState.QUEUED, LabelState.FAILED, LabelState.SENDING)
"""Label states in which nobody can have stuck the label on the crate."""


def leavable(desk: Desk, crate: model.Crate) -> None:
    """Refuse a crate that is not sound, lacks a mention, or holds eggs past their sale limit.

    One that was dropped off leaves unweighed only where the hub's rule lets it.
    """
    sound(desk, crate)
    missing = lacked(desk.world, crate)
    if missing:
        raise Refusal("crate_incomplete", **missing)
    until = sale_until(desk.world, crate)
    if until is not None and until < desk.today:
        raise Refusal("past_sale_limit")
    if waits_for_weighing(desk.world, crate):
        raise Refusal("not_weighed")


def waits_for_weighing(world: World, crate: model.Crate) -> bool:
    """True for a crate that was dropped off and may not leave on its farm's word.

    It may where the hub's rule for the product says so, the farm said how much is in it, and the
    temperature that is asked of such goods was given and good.
    """
    drop = crate.drop
    if drop is None or drop.measured:
        return False
    product = world.products.get(crate.product or "")
    if product is None or not product.leaves_declared or not drop.cold_enough:
        return True
    return (drop.net_g if product.unit is Unit.KG else drop.count) is None


def sound(desk: Desk, crate: model.Crate) -> None:
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


def can_leave(desk: Desk, crate: model.Crate) -> bool:
    """A blocked or expired crate of a later stop must not hold up the whole round."""
    try:
        leavable(desk, crate)
    except Refusal:
        return False
    return True


def expected_crates(world: World, round: model.Round, customer: str) -> list[model.Crate]:
    """Return a customer's crates of this round that are in the hangar, loaded or not.

    One that was declared missing is not waited for: the next scan brings it back.
    """
    return [
        crate
        for crate in world.crates.where(customer=customer, deliver_on=round.date)
        if crate.state.in_hangar and crate.contents and not crate.missing
    ]


def round_of(desk: Desk, id: str) -> model.Round:
    """Return a round by id, by its card, or by today's short name."""
    code = desk.world.codes.get(id)
    known = desk.world.rounds.get(id) or desk.world.rounds.get(f"{desk.today}-{id}")
    if known is None and code is not None and code.kind == "round":
        known = desk.world.rounds.get(code.target)
    return found(known, f"tournée {id}")
