"""Decides blocks, releases and recalls of lots."""

from __future__ import annotations

from typing import Any

from station.domain import commands, events, model
from station.domain.deciding.outcome import Outcome
from station.domain.desk import Desk, found, reason_given
from station.domain.refusals import Refusal


def _lot(desk: Desk, id: str) -> model.Lot:
    return found(desk.world.lots.get(id), f"lot {id}")


def block_lot(command: commands.quality.BlockLot, desk: Desk) -> Outcome:
    lot, reason = _lot(desk, command.lot), reason_given(command.reason)
    if lot.blocked is not None:
        raise Refusal("already_blocked")
    desk.emit(f"lot/{lot.id}", events.quality.LotBlocked(lot=lot.id, reason=reason))
    _warn_of_gone(desk, lot)
    return Outcome(ids=(("lot", lot.id),))


def release_lot(command: commands.quality.ReleaseLot, desk: Desk) -> Outcome:
    lot, reason = _lot(desk, command.lot), reason_given(command.reason)
    if lot.blocked is None:
        raise Refusal("not_blocked")
    desk.emit(f"lot/{lot.id}", events.quality.LotReleased(lot=lot.id, reason=reason))
    return Outcome(ids=(("lot", lot.id),))


def recall_lot(command: commands.quality.RecallLot, desk: Desk) -> Outcome:
    lot, reason = _lot(desk, command.lot), reason_given(command.reason)
    desk.emit(f"lot/{lot.id}", events.quality.LotRecalled(lot=lot.id, reason=reason))
    _warn_of_gone(desk, lot)
    return Outcome(ids=(("lot", lot.id),))


def _warn_of_gone(desk: Desk, lot: model.Lot) -> None:
    """Tell the coordinator how much of a blocked lot has already left."""
    gone = [h for h in desk.world.holdings.where(lot=lot.id) if h.state.gone_to_customer]
    if gone:
        customers = len({holding.customer for holding in gone})
        crates = "1 caisse déjà partie" if len(gone) == 1 else f"{len(gone)} caisses déjà parties"
        detail = f"{crates}, {customers} client{'s' if customers > 1 else ''} à prévenir"
        desk.trouble("blocked_lot_gone", lot.id, detail)


DECIDES: dict[type, Any] = {
    commands.quality.BlockLot: block_lot,
    commands.quality.ReleaseLot: release_lot,
    commands.quality.RecallLot: recall_lot,
}
