"""Says what a crate that comes in carries already, and whether a ready-made label still holds.

Must not receive the crate: reception does, with what it is told here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from station.domain import commands, events, model
from station.domain.desk import Desk
from station.domain.refusals import Refusal
from station.domain.words import LineState


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What a crate carries when it comes in: a code of its own, or a ready-made label."""

    code: str = ""
    kind: str = ""
    ready: model.ReadyCrate | None = None


NOTHING = Carried()
"""A crate that carries no code: it gets the station's label."""


def carried(desk: Desk, text: str | None) -> Carried:
    """Return what the code on a crate that comes in stands for; refuse what may not be one."""
    if not text:
        return NOTHING
    kind, code = desk.minting.read(text)
    known = desk.world.codes.get(code)
    if known is not None and known.kind == "ready":
        return Carried(code=code, kind="ready", ready=desk.world.ready_crates.get(known.target))
    free(desk, kind, code, known)
    return Carried(code=code, kind=kind)


def free(desk: Desk, kind: str, code: str, known: model.Code | None) -> None:
    """Refuse a code that cannot find a crate, or that finds something already."""
    if kind == "trade":
        raise Refusal("not_ours")
    if kind not in ("emergency", "sscc", "grai", "tag"):
        raise Refusal("unknown_code" if known is None else "duplicate_id")
    if known is None or known.kind in ("emergency", "tag"):
        return
    before = desk.world.crates.get(known.target)
    if kind not in ("grai", "tag") or (before is not None and before.state.in_hangar):
        raise Refusal("duplicate_id")


def bound(desk: Desk, crate: str, carried: Carried) -> None:
    """Let a code find a crate; a ready-made label's codes are the crate's own already."""
    if carried.code and carried.ready is None:
        desk.emit(
            f"crate/{crate}",
            events.codes.CodeBound(crate=crate, code=carried.code, kind=carried.kind),
        )


def completed(
    command: commands.intake.ReceiveCrate, desk: Desk, carried: Carried
) -> commands.intake.ReceiveCrate:
    """Return the command with what the crate's label says; refuse a label of other goods."""
    if not carried.code:
        return command
    if command.crates not in (None, 1):
        raise Refusal("out_of_bounds", what=f"{command.crates} caisses")
    ready = carried.ready
    if ready is None:
        return command
    if ready.product != command.product:
        known = desk.world.products.get(ready.product)
        raise Refusal("wrong_label", product=known.name if known else ready.product)
    if command.customer not in (None, ready.customer) or command.order_line:
        return command
    line = desk.world.order_lines.get(ready.order_line)
    if line is None or line.state is LineState.CANCELLED:
        desk.trouble("ready_line_closed", ready.id, f"ligne {ready.order_line} annulée")
        return command
    return replace(command, customer=ready.customer, order_line=line.id)


def lot_at_reception(
    command: commands.intake.ReceiveCrate,
    desk: Desk,
    ready: model.ReadyCrate | None,
    dates: tuple[str | None, str | None],
) -> model.Lot | None:
    """Return the lot on the label while it holds for these goods; else None: they need another."""
    lot = desk.world.lots.get(ready.lot) if ready else None
    own_lot = (command.producer_lot or "").strip()
    if lot is None or own_lot not in ("", lot.producer_lot):
        return None
    for given, default, printed in (
        (command.use_by, dates[0], lot.use_by),
        (command.best_before, dates[1], lot.best_before),
    ):
        if given is not None and given != printed:
            return None
        if (printed or "") > (default or ""):
            return None
    return lot


def tells_the_truth(desk: Desk, crate: model.Crate, ready: model.ReadyCrate) -> bool:
    """True while the printed label says what came: lot, line, day, and the number of units.

    Of a crate that was dropped off it is the farm's word that counts, until somebody has counted.
    """
    content = crate.contents[0]
    count = crate.drop.count if crate.drop and crate.unmeasured else content.count
    line = desk.world.order_lines.get(ready.order_line)
    lot = desk.world.lots.get(ready.lot)
    return (
        content.lot == ready.lot
        and lot is not None
        and not lot.completed_seq
        and crate.order_line == ready.order_line
        and line is not None
        and line.delivery_date == ready.deliver_on
        and count == ready.expect_count
    )
